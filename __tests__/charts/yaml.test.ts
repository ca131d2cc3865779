import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { toYaml } from '../../charts/yaml';
import { full, objectsOf, plain } from '../support';

/** Strings that YAML could take for something else, and some that it could not. */
const WORDS = String.raw`
  a --- ... -a a- :a a: a:b a#b !a &a *a %a @a a"b it's [] {} a,b \ a\b
  y Y yes Yes YES yEs n N no No true True TRUE tRue false on On off OFF null Null NULL ~ nan .nan .NaN .inf -.inf inf Infinity = <<
  -1 +1 01 07 0x1F 0xA 1xA 0XF 0b11 0b 0B0 0b-1 0o7 0O17 -0o1_7 1_000 1.5 1. .5 1e5 1e e5 E5 e-5 1E+5 1e3_ -_1 1_.5E_9
  000000000000000 1111111111111111 1m 10s 64Mi 1Gi 1Ki 12:30 12:30:45 190:20:30.15 1:a a:1 2001-01-01 2001-12-14t21:59:43.10-05:00
  1.2.3 1.2.3.4 10.0.0.0/16 0.0.0.0/0 999.999.999.999/99 1.2.3.4:80
  ./a ./a.example.com ~/* /a/* /a/{*} a{b} /{ https://a.example.com//* /a/ a/b a.b .a _a a_ $a a=b
  http://a.example.com:80/x?y=z *.example.com ghcr.io/a/b:1.0@sha256:0a é 日本
`
  .trim()
  .split(/\s+/);

/** Strings with blanks, lines and characters that are no letters. */
const SPACED = [
  ...['', ' ', 'a ', ' a', 'a b', '- a', '? a', 'a: b', 'a #b', '# a\nb', '\t', 'a\tb', 'a\r\nb'],
  ...[
    '\n',
    'a\n',
    '\na',
    'a\nb',
    'a\nb\n',
    'a\n\nb\n\n',
    '  a\nb',
    'a\n  b\n',
    ' \n',
    '\n \n\n',
    '\n\ta\n',
    '\ta\n\tb',
  ],
  'server {\n  listen 80;\n \n  location / { proxy_pass http://b; }\n  ',
  ...['\u0000', 'a\u007f', '\u0080', 'a\u0085b', '\u2028', 'a\u2029b\n', '\ufeffa', '\uffff', '\ud800'],
  ...['x'.repeat(300), `${'long '.repeat(50)}end`, `${'y'.repeat(90)}\n${'z '.repeat(90)}`],
];
const TEXTS = [...WORDS, ...SPACED];

/** Every text of up to three characters that mean something in YAML, or in what it takes for numbers, dates and words. */
const LETTERS = [...'015_.:-+/ #xeEy*{}', '\n'];
const longer = (texts: readonly string[]) => texts.flatMap((text) => LETTERS.map((letter) => text + letter));
const SHORT = [longer(['']), longer(longer([''])), longer(longer(longer([''])))].flat();

const OTHERS = [null, true, false, 0, 1, -1, 1.5, 1e21, 1e-7, 2 ** 53, [], {}];

/** A value in each place that it can have, and a text as a key too. */
function placesOf(value: unknown): object {
  const keys = typeof value === 'string' ? { [value]: value, more: [{ [value]: { [value]: [value] } }] } : {};
  return {
    alone: { a: value },
    first: { a: value, b: { c: 1 } },
    list: [value, [[value], value]],
    in: [{ a: [value] }],
    keys,
  };
}

test.each([...TEXTS, ...OTHERS].map((value) => [value]))(
  '%j is read back as it is, wherever it stands',
  (value) => {
    expect(parse(toYaml([placesOf(value)]), { version: '1.1' })).toEqual(placesOf(value));
  },
);

test('every short text is read back as it is', () => {
  expect(parse(toYaml([SHORT]), { version: '1.1' })).toEqual(SHORT);
});

test.each<[string, unknown, string]>([
  ['a name', 'front-desk', 'a: front-desk\n'],
  ['an amount', '100m', 'a: 100m\n'],
  ['a sentence', "it's plain, isn't it?", "a: it's plain, isn't it?\n"],
  ['a number that is a text', '8080', 'a: "8080"\n'],
  ['lines', 'if a:\n  b\n\nc\n', 'a: |\n  if a:\n    b\n\n  c\n'],
  ['lines without an end', 'a\nb', 'a: |-\n  a\n  b\n'],
])('%s is written as a person would', (_, value, yaml) => expect(toYaml([{ a: value }])).toBe(yaml));

/** What kubectl reads, which takes no other way to read YAML than the API server's other clients. */
const readByKubectl = (input: string) =>
  spawnSync('kubectl', ['label', '--local', '--filename=-', '--output=json', 'read=yes'], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
const hasKubectl = readByKubectl('').error === undefined;

(hasKubectl ? describe : describe.skip)(`kubectl${hasKubectl ? '' : ' (skipped: there is none)'}`, () => {
  test('reads all of it back as it is', () => {
    // UTF-8 has no half of a character.
    const texts = [...TEXTS, ...SHORT].filter((text) => Buffer.from(text).toString() === text);
    const object = {
      apiVersion: 'example.com/v1',
      kind: 'Read',
      metadata: { name: 'read' },
      data: [...texts, ...OTHERS].map(placesOf),
    };
    const { stdout, stderr } = readByKubectl(toYaml([object]));
    expect(stderr).toBe('');
    expect((JSON.parse(stdout) as typeof object).data).toEqual(object.data);
  });
});

test('a value that stands in two places is written twice: a review need not follow an anchor', () => {
  const shared = { a: 1 };
  expect(toYaml([{ a: shared, b: [shared, [shared]] }])).toBe('a:\n  a: 1\nb:\n  - a: 1\n  - - a: 1\n');
});

test('objects stand in documents of their own', () => {
  expect(toYaml([{ a: 1 }, {}])).toBe('a: 1\n---\n{}\n');
});

test('the objects of whole environments are read back as they are', async () => {
  for (const environment of [plain, full])
    for (const object of await objectsOf(environment))
      expect(parse(toYaml([object]), { version: '1.1' })).toEqual(object);
});
