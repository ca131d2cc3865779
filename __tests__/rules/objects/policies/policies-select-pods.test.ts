import { policiesSelectPods } from '../../../../rules/objects/policies/policies-select-pods';
import { changed, objectsOf } from '../../../support';
import { coast } from '../../../fixtures/calls';
import { object, objects } from '../../judging';

const pods = object('apps/v1', 'Deployment', 'shop', {
  spec: { template: { metadata: { labels: { app: 'shop', version: 'v1' } } } },
});
const ISTIO = 'security.istio.io/v1';
const selecting = (labels: object) => ({ spec: { selector: { matchLabels: labels } } });
const policy = (labels: object, namespace?: string) =>
  object(ISTIO, 'AuthorizationPolicy', 'policy', selecting(labels), namespace);

const KINDS: [kind: string, apiVersion: string, spec: (labels: object) => object][] = [
  ['AuthorizationPolicy', ISTIO, (labels) => ({ selector: { matchLabels: labels } })],
  ['PeerAuthentication', ISTIO, (labels) => ({ selector: { matchLabels: labels } })],
  ['RequestAuthentication', ISTIO, (labels) => ({ selector: { matchLabels: labels } })],
  ['Sidecar', 'networking.istio.io/v1', (labels) => ({ workloadSelector: { labels } })],
  ['NetworkPolicy', 'networking.k8s.io/v1', (labels) => ({ podSelector: { matchLabels: labels } })],
];

test.each(KINDS)('a %s that picks pods is taken, and one that picks none is rejected', (kind, api, spec) => {
  const picking = (labels: object) => object(api, kind, 'policy', { spec: spec(labels) });
  expect(objects(policiesSelectPods, [pods, picking({ app: 'shop' })])).toEqual([]);
  expect(objects(policiesSelectPods, [pods, picking({ app: 'shpo' })])).toEqual([
    {
      field: `spec.${Object.keys(spec({})).join()}`,
      value: Object.values(spec({ app: 'shpo' }))[0],
      problem: "selects no pod that is rendered in 'reading'",
      fix: 'select labels that the pods of a workload have',
    },
  ]);
});

test('a NetworkPolicy that picks pods by what they do not have is taken, and one that then picks none is rejected', () => {
  const without = (key: string) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', 'policy', {
      spec: { podSelector: { matchExpressions: [{ key, operator: 'DoesNotExist' }] } },
    });
  expect(objects(policiesSelectPods, [pods, without('role')])).toEqual([]);
  expect(objects(policiesSelectPods, [pods, without('app')])).toHaveLength(1);
});

test('all that the engine renders picks pods', async () => {
  const docks = 'namespaces.docks';
  const environment = changed(coast, {
    [`${docks}.authorization`]: 'on',
    [`${docks}.networkPolicies`]: true,
    [`${docks}.egress`]: 'declared',
  });
  expect(objects(policiesSelectPods, await objectsOf(environment))).toEqual([]);
});

test('one that picks all pods is taken, and so is one where AKS runs what is not rendered', () => {
  const taken = [
    object(ISTIO, 'AuthorizationPolicy', 'all', { spec: {} }),
    policy({}),
    policy({ istio: 'aks-istio-ingressgateway-external' }, 'aks-istio-ingress'),
    policy({ app: 'istiod' }, 'aks-istio-system'),
    object('v1', 'Service', 'shop', { spec: { selector: { app: 'nobody' } } }),
  ];
  expect(objects(policiesSelectPods, taken)).toEqual([]);
});

test('labels are wanted all of them, from the pods of one workload of the same namespace', () => {
  const other = object('batch/v1', 'CronJob', 'night', {
    spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: 'night' } } } } } },
  });
  const judge = (labels: object, namespace?: string) =>
    objects(policiesSelectPods, [pods, other, policy(labels, namespace)]).length;
  expect(judge({ app: 'shop', version: 'v1' })).toBe(0);
  expect(judge({ app: 'night' })).toBe(0);
  expect(judge({ app: 'night', version: 'v1' })).toBe(1);
  expect(judge({ app: 'shop' }, 'archive')).toBe(1);
});

const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'external');
const targeting = (name: string) =>
  object(ISTIO, 'AuthorizationPolicy', 'policy', {
    spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }] },
  });

test('a policy for a Gateway that is rendered is taken, and one for another is rejected', () => {
  expect(objects(policiesSelectPods, [gateway, targeting('external')])).toEqual([]);
  expect(objects(policiesSelectPods, [gateway, targeting('internal')])).toEqual([
    {
      field: 'spec.targetRefs',
      value: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'internal' },
      problem: "no such Gateway is rendered in 'reading'",
      fix: 'name a Gateway of the same namespace',
    },
  ]);
  const istio = object('networking.istio.io/v1', 'Gateway', 'external');
  expect(objects(policiesSelectPods, [istio, targeting('external')])).toHaveLength(1);
});

test('pods that Istio makes for a Gateway are picked by its name, where it is rendered', () => {
  const label = (name: string) => ({ 'gateway.networking.k8s.io/gateway-name': name });
  expect(objects(policiesSelectPods, [gateway, policy(label('external'))])).toEqual([]);
  expect(objects(policiesSelectPods, [gateway, policy(label('internal'))])).toHaveLength(1);
  expect(objects(policiesSelectPods, [gateway, policy(label('external'), 'archive')])).toHaveLength(1);
});
