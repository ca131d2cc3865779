import { createPodFinder } from '../../objects/selectors';
import { object } from '../rules/judging';

const pods = (name: string, labels?: object, namespace?: string) =>
  object('apps/v1', 'Deployment', name, { spec: { template: { metadata: { labels } } } }, namespace);
const all = [
  pods('web', { app: 'web', version: 'v1' }),
  pods('web-2', { app: 'web', version: 'v2' }),
  pods('other', { app: 'other' }),
  pods('bare'),
  pods('web', { app: 'web' }, 'default'),
  object('v1', 'Service', 'web', { spec: { selector: { app: 'web' } } }),
];
const namesOf = (apiVersion: string, kind: string, spec: object) =>
  createPodFinder(all)(object(apiVersion, kind, 'any', { spec })).map(({ metadata }) => metadata.name);
const network = (podSelector: object) => namesOf('networking.k8s.io/v1', 'NetworkPolicy', { podSelector });

test.each<[string, string, string, object, string[]]>([
  ['a Service', 'v1', 'Service', { selector: { app: 'web' } }, ['web', 'web-2']],
  ['a Service by two labels', 'v1', 'Service', { selector: { app: 'web', version: 'v2' } }, ['web-2']],
  ['a Service without a selector', 'v1', 'Service', {}, []],
  [
    'a policy of Istio',
    'security.istio.io/v1',
    'AuthorizationPolicy',
    { selector: { matchLabels: { app: 'other' } } },
    ['other'],
  ],
  [
    'a policy for its namespace',
    'security.istio.io/v1',
    'PeerAuthentication',
    {},
    ['web', 'web-2', 'other', 'bare'],
  ],
  [
    'a policy for a Gateway',
    'security.istio.io/v1',
    'AuthorizationPolicy',
    { targetRefs: [{ kind: 'Gateway', name: 'external' }] },
    [],
  ],
  [
    'a Sidecar',
    'networking.istio.io/v1',
    'Sidecar',
    { workloadSelector: { labels: { app: 'web', version: 'v1' } } },
    ['web'],
  ],
  ['a controller', 'apps/v1', 'Deployment', { selector: { matchLabels: { version: 'v1' } } }, ['web']],
])('%s selects the pods of its namespace that have its labels', (_, apiVersion, kind, spec, names) => {
  expect(namesOf(apiVersion, kind, spec)).toEqual(names);
});

test.each<[object[], string[]]>([
  [[{ key: 'app', operator: 'In', values: ['web', 'none'] }], ['web', 'web-2']],
  [[{ key: 'app', operator: 'NotIn', values: ['web'] }], ['other', 'bare']],
  [[{ key: 'version', operator: 'Exists' }], ['web', 'web-2']],
  [[{ key: 'app', operator: 'DoesNotExist' }], ['bare']],
  [[{ key: 'app', operator: 'In', values: null }], []],
  [
    [
      { key: 'app', operator: 'Exists' },
      { key: 'version', operator: 'NotIn', values: ['v1'] },
    ],
    ['web-2', 'other'],
  ],
])('requirements of a NetworkPolicy are met one and all: %j', (matchExpressions, names) => {
  expect(network({ matchExpressions })).toEqual(names);
});

test.each([null, 'app=web', { matchLabels: null }, { matchLabels: {}, matchExpressions: null }])(
  'a selector that says nothing selects all pods, however it says so: %j',
  (podSelector) => {
    expect(network(podSelector as object)).toEqual(['web', 'web-2', 'other', 'bare']);
  },
);

test('labels and requirements are met together', () => {
  const matchExpressions = [{ key: 'version', operator: 'NotIn', values: ['v1'] }];
  expect(network({ matchLabels: { app: 'web' }, matchExpressions })).toEqual(['web-2']);
});
