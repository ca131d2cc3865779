import gatewayApi from '../../../imports/gateway-api.schema.json';
import istio from '../../../imports/istio.schema.json';
import kubernetes from '../../../imports/kubernetes.schema.json';
import { conforms, type Definitions, type JsonSchema } from '../../../model/schema/json-schema';

const definitions: Definitions = {
  port: {
    type: 'object',
    properties: { number: { type: 'integer', minimum: 1, maximum: 9 } },
    required: ['number'],
  },
};
const shop: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    open: { type: 'boolean' },
    share: { type: 'number', minimum: 0 },
    size: { enum: ['small', 'big'] },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    ports: { type: 'array', items: { $ref: '#/$defs/port' }, minItems: 1, maxItems: 2 },
    amount: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    anything: {},
    free: { type: 'object' },
  },
  required: ['name'],
};

test.each<object>([
  { name: '' },
  { name: 'a', open: undefined },
  { name: 'a', open: false, share: 0, size: 'big', labels: {}, free: { a: [null] } },
  { name: 'a', labels: { a: 'b' }, ports: [{ number: 1 }, { number: 9, more: true }] },
  { name: 'a', amount: 1, anything: null },
  { name: 'a', amount: '1', anything: { a: 1 } },
])('%j is accepted', (value) => expect(conforms(shop, value, definitions)).toBe(true));

test.each<[unknown]>([
  ['a'],
  [null],
  [[]],
  [{}],
  [{ name: null }],
  [{ name: 'a', opn: true }],
  [{ name: 'a', toString: 1 }],
  [{ name: 'a', open: 'yes' }],
  [{ name: 'a', share: '1' }],
  [{ name: 'a', share: Infinity }],
  [{ name: 'a', share: -1 }],
  [{ name: 'a', size: 'Big' }],
  [{ name: 'a', labels: [] }],
  [{ name: 'a', labels: new Date(0) }],
  [{ name: 'a', labels: { b: 1 } }],
  [{ name: 'a', labels: { b: undefined } }],
  [{ name: 'a', ports: {} }],
  [{ name: 'a', ports: [] }],
  [{ name: 'a', ports: [{ number: 1 }, { number: 1 }, { number: 1 }] }],
  [{ name: 'a', ports: [{ number: 1 }, {}] }],
  [{ name: 'a', ports: [{ number: 1.5 }] }],
  [{ name: 'a', ports: [{ number: 10 }] }],
  [{ name: 'a', amount: true }],
])('%j is not accepted', (value) => expect(conforms(shop, value, definitions)).toBe(false));

/** Keywords that a schema uses. */
function keywordsIn(schema: JsonSchema): string[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const below = [...Object.values(properties), ...anyOf, items, additionalProperties];
  return [
    ...Object.keys(schema),
    ...below.flatMap((each) => (typeof each === 'object' ? keywordsIn(each) : [])),
  ];
}

test('the schemas of Kubernetes, Istio and the Gateway API have no other keyword than those that are judged', () => {
  const all = [kubernetes.$defs, istio, gatewayApi].flatMap((each) => Object.values(each as Definitions));
  expect([...new Set(all.flatMap(keywordsIn))].toSorted()).toEqual([
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
