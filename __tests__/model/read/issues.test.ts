import { z } from 'zod';
import { listFieldsAt } from '../../../model/read/fields';
import { findIssues } from '../../../model/read/issues';
import { findObjectSchema, partialSchema } from '../../../model/schema/kubernetes';

const schema = z.strictObject({
  size: z.number().optional(),
  tags: z
    .record(z.string().regex(/^[a-z]+$/, { error: 'must be lower-case letters' }), z.string())
    .optional(),
  either: z
    .union([
      z.string(),
      z.strictObject({ name: z.string() }),
      z.strictObject({ name: z.string(), key: z.string() }),
    ])
    .optional(),
  word: z.enum(['up', 'down']).optional(),
  list: z.array(z.strictObject({ port: z.int() })).optional(),
});
const problems = (value: unknown) =>
  findIssues(schema, value).map(({ path, problem, fix }) => [path.join('.'), problem, fix]);

test.each<[value: unknown, path: string, problem: string, fix: string]>([
  ['x', '', 'must be an object: { ... }', 'return an object'],
  [{ size: '5' }, 'size', 'must be a number', 'set 5'],
  [{ sise: 5 }, 'sise', 'unknown field', "rename it to 'size'"],
  [{ color: 5 }, 'color', 'unknown field', 'remove it; the fields here are size, tags, either, word, list'],
  [
    { tags: [] },
    'tags',
    'must be a map: { NAME: VALUE, ... }',
    "set an object such as { text: 'text' }, or remove it",
  ],
  [{ tags: { a: 5 } }, 'tags.a', 'must be a string', "set '5'"],
  [{ tags: { A: 'x' } }, 'tags', 'must be lower-case letters', "rename it to 'a'"],
  [{ word: 'left' }, 'word', 'must be one of up, down', "set 'up' or 'down'"],
  [{ list: {} }, 'list', 'must be a list: [ ... ]', 'set a list such as [ { port: 1 } ], or remove it'],
  [{ list: [{ port: 1 }, { prt: 1, port: 1 }] }, 'list.1.prt', 'unknown field', "rename it to 'port'"],
  [{ list: [{ port: 1, word: 'up' }] }, 'list.0.word', 'unknown field', "move it to 'word'"],
])('%j is told in words', (value, path, problem, fix) => {
  expect(problems(value)).toEqual([[path, problem, fix]]);
});

test('of a choice, what is wrong with the schema that the value is closest to', () => {
  expect(problems({ either: { name: 'x', kee: 'y' } })).toEqual([
    ['either.kee', 'unknown field', "rename it to 'key'"],
  ]);
  expect(problems({ either: { nme: 'x' } })).toEqual([
    ['either.name', 'must be a string', 'set a string'],
    ['either.nme', 'unknown field', "rename it to 'name'"],
  ]);
});

test('a value without a schema, and one that matches its schema, have no issue', () => {
  expect(findIssues(undefined, { anything: 1 })).toEqual([]);
  expect(problems({ size: 5, either: { name: 'x' }, list: [] })).toEqual([]);
});

test('the fields of a schema are known at every depth', () => {
  expect(listFieldsAt(schema, ['either'])).toEqual(['name', 'key']);
  expect(listFieldsAt(schema, ['list', 3])).toEqual(['port']);
  expect(listFieldsAt(schema, ['size'])).toEqual([]);
  expect(listFieldsAt(schema, ['nowhere', 'at', 'all'])).toEqual([]);
  expect(listFieldsAt(partialSchema('V1Container'), ['env', 0, 'valueFrom'])).toContain('secretKeyRef');
});

describe("the schemas of Kubernetes' and Istio's own kinds", () => {
  test('are known for what is rendered, and for no other kind', () => {
    expect(findObjectSchema('apps/v1', 'Deployment')).toBeDefined();
    expect(findObjectSchema('networking.istio.io/v1', 'Gateway')).toBeDefined();
    expect(findObjectSchema('networking.istio.io/v1alpha3', 'Gateway')).toBeUndefined();
    expect(findObjectSchema('example.com/v1', 'Shop')).toBeUndefined();
  });

  test('reject what is no data, also where no field of it is wrong', () => {
    const issues = findIssues(partialSchema('V1Container'), { livenessProbe: new Date(0) });
    expect(issues.map(({ path, problem }) => [path.join('.'), problem])).toEqual([
      ['', 'must be data: objects, lists, strings, numbers, true and false'],
    ]);
  });

  test('of which a user sets a part need only what nothing else states', () => {
    expect(findIssues(partialSchema('V1Container'), {})).toEqual([]);
    expect(findIssues(partialSchema('V1CronJobSpec', 'schedule'), {}).map(({ path }) => path)).toEqual([
      ['schedule'],
    ]);
  });

  test('take numbers as quantities, and ports by name or number', () => {
    expect(
      findIssues(partialSchema('V1Container'), {
        resources: { requests: { cpu: 0.5, memory: '1Gi' }, limits: { cpu: 1 } },
        livenessProbe: { httpGet: { port: 'http' }, tcpSocket: { port: 80 } },
      }),
    ).toEqual([]);
    expect(findIssues(partialSchema('V1Container'), { resources: { requests: { cpu: true } } })).toHaveLength(
      1,
    );
  });
});
