import { fromJSONSchema } from 'zod';
import gatewayApi from '../../../imports/gateway-api.schema.json';
import istio from '../../../imports/istio.schema.json';
import kubernetes from '../../../imports/kubernetes.schema.json';
import { conforms, type Definitions, type JsonSchema } from '../../../model/schema/json-schema';
import {
  formOfObject,
  hasFormOfKind,
  knownKinds,
  part,
  type PartParams,
} from '../../../model/schema/kubernetes';

const definitions: Definitions = kubernetes.$defs;
const resources: Definitions = { ...istio, ...gatewayApi };

/** The least value that a schema takes, or the fullest one down to a depth. */
function valueOf(schema: JsonSchema, depth: number): unknown {
  if (schema.$ref !== undefined) return valueOf(definitions[schema.$ref.split('/').at(-1)!]!, depth);
  if (schema.anyOf) return valueOf(schema.anyOf[0]!, depth);
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array')
    return Array.from({ length: Math.max(schema.minItems ?? 0, depth > 0 ? 1 : 0) }, () =>
      valueOf(schema.items ?? {}, depth - 1),
    );
  if (schema.type === 'object') {
    const { properties = {}, required = [], additionalProperties } = schema;
    const stated = Object.entries(properties).filter(([name]) => depth > 0 || required.includes(name));
    const fields = stated.map(([name, field]) => [name, valueOf(field, depth - 1)]);
    const isMap = typeof additionalProperties === 'object' && depth > 0;
    return Object.fromEntries(
      isMap ? [...fields, ['a-name', valueOf(additionalProperties, depth - 1)]] : fields,
    );
  }
  return { string: 'text', boolean: true, integer: schema.minimum ?? 1, number: schema.minimum ?? 1 }[
    schema.type ?? 'string'
  ];
}

const WRONG = [
  undefined,
  null,
  'text',
  '',
  1,
  -1,
  0.5,
  1e300,
  2 ** 53 - 1,
  1 - 2 ** 53,
  NaN,
  true,
  [],
  ['text'],
  {},
  { unknown: 1 },
];

/** A value with something else in place of each of its parts, down to a depth, or with one more field. */
function variantsOf(value: unknown, depth: number): unknown[] {
  if (typeof value !== 'object' || value === null || depth === 0) return WRONG;
  const changed = Object.entries(value).flatMap(([key, below]) =>
    variantsOf(below, depth - 1).map((other) =>
      Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other },
    ),
  );
  const more = Array.isArray(value) ? [...value, ...value] : { ...value, more: 1 };
  return [...WRONG, ...changed, more];
}

/** Variants that are taken without being asked of zod, which would refuse them. */
function wronglyTaken(
  takes: (value: unknown) => boolean,
  zod: PartParams['form'],
  value: unknown,
): unknown[] {
  const form = zod();
  return variantsOf(value, 2).filter((each) => takes(each) && !form.safeParse(each).success);
}

test.each(Object.keys(definitions))('a value that is taken for a %s is one for zod too', (name) => {
  const schema = definitions[name]!;
  const { params } = part<Record<string, unknown>>(name, ...(schema.required ?? [])).def as unknown as {
    params: PartParams;
  };
  const takes = (value: unknown) => conforms(schema, value, definitions);
  expect(wronglyTaken(takes, params.form, valueOf(schema, 2))).toEqual([]);
});

test.each(knownKinds())('an object that is taken for a $kind of $apiVersion is one for zod too', (kind) => {
  const { apiVersion, kind: name } = kind;
  const schema = resources[`${apiVersion}/${name}`];
  const takes = (value: unknown) => hasFormOfKind(apiVersion, name, value);
  const value = schema ? valueOf(schema, 8) : {};
  expect(wronglyTaken(takes, () => formOfObject(apiVersion, name)!, value)).toEqual([]);
});

/** Every schema below one that has no fields of its own: what bounds a value. */
function boundsIn(schema: JsonSchema): JsonSchema[] {
  const { properties, items, additionalProperties } = schema;
  const below = [...Object.values(properties ?? {}), items, additionalProperties];
  return [
    ...(properties ? [] : [schema]),
    ...below.flatMap((each) => (typeof each === 'object' ? boundsIn(each) : [])),
  ];
}
const bounds = new Set(
  Object.values(resources)
    .flatMap(boundsIn)
    .map((each) => JSON.stringify(each)),
);

test('a value that is taken within the bounds of Istio is one for zod too', () => {
  for (const text of bounds) {
    const schema = JSON.parse(text) as JsonSchema;
    const takes = (each: unknown) => conforms(schema, each, {});
    const value = valueOf(schema, 3);
    expect(wronglyTaken(takes, () => fromJSONSchema({ ...schema } as never), value)).toEqual([]);
    const tooLong = Array<unknown>((schema.maxItems ?? 0) + 1).fill((value as unknown[] | undefined)?.[0]);
    expect(takes(tooLong) && schema.maxItems !== undefined).toBe(false);
  }
});

test.each(knownKinds())('a whole $kind of $apiVersion is taken without zod', ({ apiVersion, kind }) => {
  const name = (kubernetes.kinds as Record<string, string>)[`${apiVersion}/${kind}`];
  const schema = name === undefined ? resources[`${apiVersion}/${kind}`]! : definitions[name]!;
  expect(hasFormOfKind(apiVersion, kind, valueOf(schema, 6))).toBe(true);
});

test('a kind that is not known is not taken', () =>
  expect(hasFormOfKind('example.com/v1', 'Shop', {})).toBe(false));

/** Keywords that the schemas use. */
function keywordsIn(schema: JsonSchema): string[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const below = [...Object.values(properties), ...anyOf, items, additionalProperties];
  return [
    ...Object.keys(schema),
    ...below.flatMap((each) => (typeof each === 'object' ? keywordsIn(each) : [])),
  ];
}

test('the schemas have no other keyword than those that are judged', () => {
  const used = [...Object.values(definitions), ...Object.values(resources)].flatMap(keywordsIn);
  expect([...new Set(used)].toSorted()).toEqual([
    '$ref',
    'additionalProperties',
    'anyOf',
    'enum',
    'items',
    'maxItems',
    'maximum',
    'minItems',
    'minimum',
    'nullable',
    'properties',
    'required',
    'type',
  ]);
});
