import { noConflictingFields } from '../../../../rules/objects/all-kinds/no-conflicting-fields';
import { full, objectsOf, plain, running } from '../../../support';
import { object, objects } from '../../judging';

const deployment = (pod: object) =>
  object('apps/v1', 'Deployment', 'shop', { spec: { template: { spec: pod } } });
const container = (fields: object) => deployment({ containers: [{ name: 'shop', ...fields }] });
const httpGet = { path: '/', port: 80 };
const fix = 'set only one of them, where it applies';

test('one of each is taken', async () => {
  const one = container({ readinessProbe: { httpGet, periodSeconds: 5 }, env: [{ name: 'A', value: '' }] });
  expect(objects(noConflictingFields, [one, object('v1', 'Service', 'shop')])).toEqual([]);
  for (const environment of [plain, full])
    expect(objects(noConflictingFields, await objectsOf(environment))).toEqual([]);
});

test.each(['startupProbe', 'readinessProbe', 'livenessProbe'])(
  'a %s that asks in two ways is rejected',
  (probe) => {
    expect(
      objects(noConflictingFields, [container({ [probe]: { httpGet, exec: { command: ['true'] } } })]),
    ).toEqual([
      {
        field: `spec.template.spec.containers.shop.${probe}`,
        value: ['exec', 'httpGet'],
        problem: expect.stringContaining('a probe has one handler, but this has exec and httpGet'),
        fix,
      },
    ]);
  },
);

const handlers = { exec: { command: ['true'] }, grpc: { port: 80 }, httpGet, tcpSocket: { port: 80 } };
const pairs = Object.keys(handlers).flatMap((a, at, all) => all.slice(at + 1).map((b) => [a, b]));

test.each(pairs)('a probe by %s and %s is rejected', (...two) => {
  const readinessProbe = Object.fromEntries(Object.entries(handlers).filter(([name]) => two.includes(name)));
  expect(objects(noConflictingFields, [container({ readinessProbe })])).toEqual([
    expect.objectContaining({ value: two }),
  ]);
});

test('a variable with two values is rejected, in an init container too', () => {
  const env = [{ name: 'A', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }];
  expect(
    objects(noConflictingFields, [deployment({ initContainers: [{ name: 'first', env }], containers: [] })]),
  ).toEqual([
    {
      field: 'spec.template.spec.initContainers.first.env.A',
      value: ['value', 'valueFrom'],
      problem: expect.stringContaining('a variable has one value'),
      fix,
    },
  ]);
});

test('a volume with two sources is rejected', () => {
  const volumes = [{ name: 'data', emptyDir: {}, configMap: { name: 'data' } }];
  expect(objects(noConflictingFields, [deployment({ containers: [], volumes })])).toEqual([
    {
      field: 'spec.template.spec.volumes.data',
      value: ['emptyDir', 'configMap'],
      problem: expect.stringContaining('a volume has one source'),
      fix,
    },
  ]);
});

test('a version that asks in another way than all of them is told so', async () => {
  const environment = running({
    shop: {
      image: 'example.com/shop:1',
      container: { readinessProbe: { httpGet } },
      versions: { v1: {}, v2: { container: { readinessProbe: { exec: { command: ['true'] } } } } },
    },
  });
  expect(objects(noConflictingFields, await objectsOf(environment))).toHaveLength(1);
});

const balancers = (spec: object) =>
  objects(noConflictingFields, [object('networking.istio.io/v1', 'DestinationRule', 'web', { spec })]);

const policies: readonly [string, (loadBalancer: object) => object][] = [
  ['trafficPolicy', (loadBalancer) => ({ trafficPolicy: { loadBalancer } })],
  [
    'trafficPolicy.portLevelSettings.1',
    (loadBalancer) => ({ trafficPolicy: { portLevelSettings: [{}, { loadBalancer }] } }),
  ],
  [
    'subsets.0.trafficPolicy',
    (loadBalancer) => ({ subsets: [{ name: 'v1', trafficPolicy: { loadBalancer } }] }),
  ],
  [
    'subsets.0.trafficPolicy.portLevelSettings.0',
    (loadBalancer) => ({
      subsets: [{ name: 'v1', trafficPolicy: { portLevelSettings: [{ loadBalancer }] } }],
    }),
  ],
];

test.each(policies)('%s balances in one way', (at, stating) => {
  const both = { simple: 'RANDOM', consistentHash: { useSourceIp: true } };
  expect(balancers(stating(both))).toEqual([
    {
      field: `spec.${at}.loadBalancer`,
      value: both,
      problem: "has both 'simple' and 'consistentHash', which exclude each other",
      fix: "keep 'consistentHash' if callers must stay with one pod, and 'simple' otherwise",
    },
  ]);
  for (const one of [
    { simple: 'RANDOM' },
    { consistentHash: { useSourceIp: true } },
    { ...both, simple: null },
  ])
    expect(balancers(stating(one))).toEqual([]);
});
