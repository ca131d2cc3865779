import { uniqueInsertedFilters } from '../../../../rules/objects/policies/unique-inserted-filters';
import { judgeObjects } from '../../../../rules';
import { changed, objectsOf, running } from '../../../support';
import { object, objects } from '../../judging';

const LIMIT = 'envoy.filters.http.local_ratelimit';
const patch = (name: string, match: object = {}, operation = 'INSERT_BEFORE') => ({
  applyTo: 'HTTP_FILTER',
  match: { context: 'SIDECAR_INBOUND', ...match },
  patch: { operation, value: { name } },
});
const filter = (
  name: string,
  patches: readonly object[],
  labels: object = { app: 'a' },
  namespace?: string,
) =>
  object(
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    name,
    { spec: { workloadSelector: { labels }, configPatches: patches } },
    namespace,
  );

test.each([
  ['other filters', filter('b', [patch('envoy.filters.http.lua')])],
  ['other proxies', filter('b', [patch(LIMIT)], { app: 'b' })],
  ['another namespace', filter('b', [patch(LIMIT)], { app: 'a' }, 'writing')],
  ['another direction', filter('b', [patch(LIMIT, { context: 'SIDECAR_OUTBOUND' })])],
  ['one port', filter('b', [patch(LIMIT, { listener: { portNumber: 80 } })])],
  ['a change of the filter', filter('b', [patch(LIMIT, {}, 'MERGE')])],
  ['no patches', filter('b', [])],
])('a filter beside %s is taken', (_, other) => {
  expect(objects(uniqueInsertedFilters, [filter('a', [patch(LIMIT)]), other])).toEqual([]);
});

test.each([
  [
    'of two objects',
    [filter('a', [patch(LIMIT)]), filter('b', [patch('x'), patch(LIMIT, {}, 'INSERT_FIRST')])],
  ],
  ['of one object', [filter('a', [patch(LIMIT), patch(LIMIT)])]],
])('a filter that is inserted twice, by patches %s, is rejected', (_, rendered) => {
  expect(objects(uniqueInsertedFilters, rendered)).toEqual([
    expect.objectContaining({
      field: 'spec.configPatches.1',
      value: LIMIT,
      problem: expect.stringMatching(/^'a' inserts this filter into the same proxies/),
    }),
  ]);
});

test('a limit that a hook adds beside that of the settings is rejected, and without it all rules are kept', async () => {
  const shop = {
    image: 'example.com/shop:1',
    ports: { http: 80 },
    rateLimits: { http: { requests: 1, per: '1s' } },
  };
  const environment = changed(running({ shop }), {});
  const rendered = await objectsOf(environment);
  expect(judgeObjects(rendered, environment)).toEqual([]);
  const own = filter('own', [patch(LIMIT)], { app: 'shop' });
  expect(judgeObjects([...rendered, own], environment).map(({ where }) => where)).toEqual([
    expect.stringContaining('own'),
  ]);
});
