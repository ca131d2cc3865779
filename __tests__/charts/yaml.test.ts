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
  '<<',
  '=',

  '0',
  '1',
  '-1',
  '+1',
  '01',
  '0o7',
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
  '\t',
  'a\\b',
  'a\r\nb',
  '\u0000',
  'é',
  '日本',
  '\u2028',
  '\ud800',
  '# a\nb',
  'x'.repeat(201),
  'x'.repeat(300),
  `${'long '.repeat(50)}end`,
  `${'y'.repeat(90)}\n${'z '.repeat(90)}`,
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
  return [
    { a: value },
    { a: value, b: after },
    { a: { b: { c: value }, d: 1 } },
    [value],
    { a: [value, value] },
    { a: [[value, [value]], { b: value, c: value }] },
    { a: [{ b: [value] }, after] },
  ];
}

test.each(VALUES.map((value) => [value]))('%j is written as cdk8s writes it, wherever it stands', (value) => {
  for (const object of placesOf(value)) expect(yamlOf([object])).toBe(Yaml.stringify(object));
});

/** Characters that mean something in YAML or in what it takes for numbers, dates and words. */
const LETTERS = [...'015_.:-+/ #xeEy*{}', '\n'];

test('every text of up to three of the characters that matter is written as cdk8s writes it', () => {
  const longer = (texts: readonly string[]) =>
    texts.flatMap((text) => LETTERS.map((letter) => text + letter));
  const one = longer(['']);
  const two = longer(one);
  const all = [...one, ...two, ...longer(two)].map((text) => ({ a: [text] }));
  expect(all.filter((object) => yamlOf([object]) !== Yaml.stringify(object))).toEqual([]);
});

test.each(TEXTS)('the key %j is written as cdk8s writes it', (key) => {
  for (const value of [1, 'a b', { a: 1 }, [1, { b: 2 }], [], 'a\nb\n'])
    for (const object of [{ [key]: value }, { a: [{ [key]: value, other: 1 }] }])
      expect(yamlOf([object])).toBe(Yaml.stringify(object));
});

const shared = { a: 1 };
const none = {};
const list = [1];
test.each<[string, object]>([
  ['a group', { a: shared, b: [shared] }],
  ['a list', { a: list, b: [list] }],
  ['nothing', { a: none, b: none }],
  ['one within itself', { a: [shared, { b: shared }] }],
])('%s that stands in two places is written as cdk8s writes it', (_, object) => {
  expect(yamlOf([object])).toBe(Yaml.stringify(object));
});

test.each<[string, object]>([
  ['an instance', new Map([['a', 1]])],
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
