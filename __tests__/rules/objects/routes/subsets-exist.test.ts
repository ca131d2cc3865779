import { subsetsExist } from '../../../../rules/objects/routes/subsets-exist';
import { object, objects } from '../../judging';

const service = object('v1', 'Service', 'web', { spec: { selector: { app: 'web' } } });
const pods = (name: string, labels: object, namespace?: string) =>
  object('apps/v1', 'Deployment', name, { spec: { template: { metadata: { labels } } } }, namespace);
const v1 = pods('web-v1', { app: 'web', version: 'v1', tier: 'front' });
const rule = (subsets: readonly object[], host = 'web', namespace?: string) =>
  object('networking.istio.io/v1', 'DestinationRule', 'web', { spec: { host, subsets } }, namespace);
const route = (fields: object) => object('networking.istio.io/v1', 'VirtualService', 'web', { spec: fields });
const leading = (destination: object, by = 'http') => route({ [by]: [{ route: [{ destination }] }] });
const stable = { name: 'stable', labels: { version: 'v1' } };
const judge = (...rendered: ReturnType<typeof route>[]) => objects(subsetsExist, [service, v1, ...rendered]);

test.each(['web', 'web.reading.svc.cluster.local'])(
  'a subset of a DestinationRule whose labels pods carry is taken, by the host %s',
  (host) => {
    expect(judge(rule([stable]), leading({ host, subset: 'stable' }))).toEqual([]);
    expect(
      judge(rule([stable], 'web.reading.svc.cluster.local', 'default'), leading({ host, subset: 'stable' })),
    ).toEqual([]);
  },
);

test.each(['http', 'tcp', 'tls'])('a subset that no DestinationRule has is rejected for %s', (by) => {
  expect(judge(rule([stable]), leading({ host: 'web', subset: 'canary' }, by))).toEqual([
    {
      field: `spec.${by}.0.route.0.destination.subset`,
      value: 'canary',
      problem: 'no DestinationRule for web.reading.svc.cluster.local has this subset; it has stable',
      fix: 'use a subset that it has, or add this one to a DestinationRule',
    },
  ]);
});

test('a subset of the DestinationRule of another host is rejected', () => {
  expect(judge(rule([stable], 'other'), leading({ host: 'web', subset: 'stable' }))).toEqual([
    expect.objectContaining({
      problem: 'no DestinationRule for web.reading.svc.cluster.local has this subset; it has none',
    }),
  ]);
});

test('a subset that a mirror names is held to the same', () => {
  const mirrored = route({ http: [{ mirrors: [{ destination: { host: 'web', subset: 'canary' } }] }] });
  expect(judge(rule([stable]), mirrored)).toEqual([
    expect.objectContaining({ field: 'spec.http.0.mirrors.0.destination.subset', value: 'canary' }),
  ]);
});

test('a route without a subset is taken', () => {
  expect(judge(leading({ host: 'web' }), route({ http: [{ redirect: { uri: '/' } }] }))).toEqual([]);
});

test.each<[string, object]>([
  ['a version that nobody runs', { version: 'v2' }],
  ['one label of two', { version: 'v1', tier: 'back' }],
  ['pods that the Service does not select', { app: 'other' }],
])('a subset of %s is rejected', (_, labels) => {
  const others = [pods('other', { app: 'other' }), pods('web', { app: 'web', version: 'v2' }, 'default')];
  expect(judge(...others, rule([stable, { name: 'canary', labels }]))).toEqual([
    {
      field: 'spec.subsets.1.labels',
      value: labels,
      problem: 'no pod that Service reading/web selects has these labels',
      fix: 'set labels that the pods of a version have, or remove the subset',
    },
  ]);
});

test.each<[string, object, object]>([
  ['without labels of its own', service, { name: 'all' }],
  [
    'of a Service whose endpoints others make',
    object('v1', 'Service', 'web', { spec: { selector: {} } }),
    { name: 'a', labels: { a: 'b' } },
  ],
  [
    'of an outside host',
    object('networking.istio.io/v1', 'ServiceEntry', 'web', {
      spec: { hosts: ['web.reading.svc.cluster.local'] },
    }),
    { name: 'a', labels: { a: 'b' } },
  ],
])('a subset %s is taken', (_, host, subset) => {
  expect(objects(subsetsExist, [host as typeof service, v1, rule([subset])])).toEqual([]);
});
