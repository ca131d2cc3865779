import { spawnSync } from 'node:child_process';
import { Yaml } from 'cdk8s';
import { parse } from 'yaml';
import { yamlOf } from '../../charts/yaml';
import { full, objectsOf, plain } from '../support';

/** Texts that YAML could take for something else, and some that it could not. */
const TEXTS = [
  'e-5',
  'E5',

  '',
  ' ',
  'a',
  'a ',
  ' a',
  'a b',
  '-',
  '--',
  '---',
  '...',
  '- a',
  '-a',
  'a-',
  '?',
  '? a',
  ':',
  'a:',
  'a: b',
  'a:b',
  ':a',

  '#',
  'a #b',
  'a#b',
  '!a',
  '&a',
  '*',
  '*a',
  '%a',
  '@a',
  '`a',
  '|',
  '>',
  '"',
  "'",
  'a"b',
  "it's",
  '{',
  '}',
  '[]',
  '{}',
  'a,b',
  ',',

  'y',
  'Y',
  'yes',
  'Yes',
  'YES',
  'yEs',
  'n',
  'N',
  'no',
  'No',
  'true',
  'True',
  'TRUE',
  'tRue',
  'false',
  'on',
  'On',
  'off',
  'OFF',
  'null',
  'Null',
  'NULL',
  '~',
  'nan',
  '.nan',
  '.NaN',
  '.inf',
  '-.inf',
  'inf',
  'Infinity',
  '=',

  '0',
  '1',
  '-1',
  '+1',
  '01',
  '07',
  '0x1F',
  '0xA',
  '1xA',
  '0b11',
  '0b',
  '1_000',
  '1.5',
  '1.',
  '.5',
  '1e5',
  '1e',
  'e5',
  '1E+5',

  '1m',
  '10s',
  '64Mi',
  '1Gi',
  '1Ki',
  '12:30',
  '12:30:45',
  '190:20:30.15',
  '1:a',
  'a:1',
  '2001-01-01',
  '2001-12-14t21:59:43.10-05:00',

  '1.2.3',
  '1.2.3.4',
  '10.0.0.0/16',
  '0.0.0.0/0',
  '999.999.999.999/99',
  '1.2.3.4:80',
  '0'.repeat(15),
  '1'.repeat(16),

  './',
  './a',
  './a.example.com',
  '~/*',
  '/a/*',
  '/a/{*}',
  'a{b}',
  '/{',
  'https://a.example.com//*',

  '/',
  '/a',
  '/a/',
  '//',
  'a/b',
  'a.b',
  '.a',
  'a.',
  '_a',
  'a_',
  '$a',
  'a=b',
  'http://a.example.com:80/x?y=z',
  '*.example.com',
  'ghcr.io/a/b:1.0@sha256:0a',

  'a\n',
  '\na',
  '\n',
  'a\nb',
  'a\nb\n',
  'a\n\nb\n\n',
  '  a\nb',
  'a\n  b\n',
  'a\tb',
  'a\\b',
  'a\r\nb',
  '\u0000',
  'é',
  '日本',
  '\ud800',
  '# a\nb',
  'x'.repeat(201),
  'x'.repeat(300),
  `${'long '.repeat(50)}end`,
  `${'y'.repeat(90)}\n${'z '.repeat(90)}`,
];

/** Texts that Kubernetes would read as something else, or not at all, as cdk8s writes them. */
const MISREAD = [
  '<<',

  '0o7',
  '0O17',
  '-0o1_7',
  '0XF',
  '0B0',
  '0b-1',
  '-_1',
  '1e3_',
  '1_.5E_9',

  '\t',
  '\ta\n\tb',
  '\n\ta\n',
  ' \n',
  '\n \n\n',
  'server {\n  listen 80;\n \n  location / { proxy_pass http://b; }\n  ',
  'a\u007f',
  '\u0080',
  'a\u0085b',
  '\u2028',
  'a\u2029b\n',
  '\ufeffa',
  '\uffff',
];

const VALUES = [
  ...TEXTS,
  null,
  undefined,
  true,
  false,
  0,
  -0,
  1,
  -1,
  1.5,
  1e21,
  1e-7,
  NaN,
  Infinity,
  2 ** 53,
  10n,
  [],
  {},
];

/** A value in each place that it can have. */
function placesOf(value: unknown): object[] {
  const after = { name: 'after' };
  // Not the same twice, of which cdk8s makes an anchor.
  const own = () => structuredClone(value);
  return [
    { a: value },
    { a: value, b: after },
    { a: { b: { c: value }, d: 1 } },
    [value],
    { a: [own(), own()] },
    { a: [[own(), [own()]], { b: own(), c: own() }] },
    { a: [{ b: [value] }, after] },
  ];
}

test.each(VALUES.map((value) => [value]))('%j is written as cdk8s writes it, wherever it stands', (value) => {
  for (const object of placesOf(value)) expect(yamlOf([object])).toBe(Yaml.stringify(object));
});

/** Characters that mean something in YAML or in what it takes for numbers, dates and words. */
const LETTERS = [...'015_.:-+/ #xeEy*{}', '\n'];

/** Of these, what Kubernetes would read as something else. */
const SHORT_MISREAD = /^(?:[-+]_[015]| +\n[ \n]*$|\n +\n$)/;

test('every text of up to three of the characters that matter is written as cdk8s writes it', () => {
  const longer = (texts: readonly string[]) =>
    texts.flatMap((text) => LETTERS.map((letter) => text + letter));
  const one = longer(['']);
  const two = longer(one);
  const all = [...one, ...two, ...longer(two)]
    .filter((text) => !SHORT_MISREAD.test(text))
    .map((text) => ({ a: [text] }));
  expect(all.filter((object) => yamlOf([object]) !== Yaml.stringify(object))).toEqual([]);
});

test.each(TEXTS)('the key %j is written as cdk8s writes it', (key) => {
  for (const value of [1, 'a b', { a: 1 }, [1, { b: 2 }], [], 'a\nb\n'])
    for (const object of [{ a: { [key]: value } }, { a: [{ [key]: value, other: 1 }] }])
      expect(yamlOf([object])).toBe(Yaml.stringify(object));
});

test.each(MISREAD)('%j is in quotes, so that Kubernetes reads it as it is', (text) => {
  const quoted = /^"[ -~]+"$/;
  const [, key, value] = /^data:\n  (.+): (.+)\n$/.exec(yamlOf([{ data: { [text]: text } }])) ?? [];
  for (const written of [key, value]) expect(written).toMatch(quoted);
  expect(JSON.parse(value!)).toBe(text);
});

/** What kubectl reads, which takes no other way to read YAML than the API server's other clients. */
const readByKubectl = (input: string) =>
  spawnSync('kubectl', ['label', '--local', '--filename=-', '--output=json', 'read=yes'], {
    input,
    encoding: 'utf8',
  });
const hasKubectl = readByKubectl('').error === undefined;

(hasKubectl ? describe : describe.skip)(`kubectl${hasKubectl ? '' : ' (skipped: there is none)'}`, () => {
  test('reads every text as it is, as a value and as a key', () => {
    // UTF-8 has no half of a character.
    const texts = [...TEXTS, ...MISREAD].filter((text) => Buffer.from(text).toString() === text);
    const data = Object.fromEntries(
      texts.flatMap((text, index) => [
        [text, text],
        [`list-${index}`, [text]],
      ]),
    );
    const object = { apiVersion: 'example.com/v1', kind: 'Read', metadata: { name: 'read' }, data };
    const { stdout, stderr } = readByKubectl(yamlOf([object]));
    expect(stderr).toBe('');
    expect((JSON.parse(stdout) as typeof object).data).toEqual(data);
  });
});

const shared = { a: 1 };
test('a value that stands in two places is written twice: a review need not follow an anchor', () => {
  expect(yamlOf([{ a: shared, b: [shared, [shared]] }])).toBe('a:\n  a: 1\nb:\n  - a: 1\n  - - a: 1\n');
});

test.each<[string, object]>([
  ['a date', { a: new Date(0) }],
  ['no group', []],
  ['an empty group', {}],
])('%s is written as cdk8s writes it', (_, object) => {
  expect(yamlOf([object, { a: 1 }])).toBe(Yaml.stringify(object, { a: 1 }));
});

test('the objects of whole environments have the bytes that cdk8s gives them, and read back as they are', async () => {
  for (const environment of [plain, full]) {
    const objects = await objectsOf(environment);
    expect(yamlOf(objects)).toBe(Yaml.stringify(...objects));
    for (const object of objects) expect(parse(yamlOf([object]), { version: '1.1' })).toEqual(object);
  }
});
