import { uniqueDestinationRules } from '../../../../rules/objects/routes/unique-destination-rules';
import { full, objectsOf, plain } from '../../../support';
import { object, objects } from '../../judging';

const rule = (name: string, host: string, more: object = {}, namespace?: string) =>
  object('networking.istio.io/v1', 'DestinationRule', name, { spec: { host, ...more } }, namespace);
const selecting = (app: string) => ({ workloadSelector: { matchLabels: { app } } });

test.each([
  [rule('a', 'shop'), rule('b', 'other')],
  [rule('a', 'shop'), rule('b', 'shop', selecting('client'))],
  [rule('a', 'shop', selecting('one')), rule('b', 'shop', selecting('two'))],
  [rule('a', 'api.example.com'), rule('b', 'api.example.com', {}, 'elsewhere')],
  [rule('a', '*.example.com'), rule('b', 'api.example.com')],
])('one DestinationRule for each host, namespace and selector is taken: %#', (...all) => {
  expect(objects(uniqueDestinationRules, all)).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(uniqueDestinationRules, await objectsOf(environment))).toEqual([]);
});

test.each([
  ['shop', 'shop', {}],
  ['shop', 'shop.reading.svc.cluster.local', {}],
  ['shop', 'shop', selecting('client')],
])('two of one host are rejected: %s and %s with %j', (a, b, more) => {
  expect(objects(uniqueDestinationRules, [rule('a', a, more), rule('b', b, more)])).toEqual([
    {
      field: 'spec.host',
      value: b,
      problem:
        'DestinationRule reading/a is for this host too: of both, only the first policy and the first subset of a name count',
      fix: expect.stringContaining('merge them into one'),
    },
  ]);
});
