import type { KubernetesObject } from '../../../objects/object';
import { staleObjects } from '../../../verify/checks/stale-objects';
import { seen } from '../fake-cluster';
import { example } from '../fixtures';
import { stageOf, type Stage } from '../healthy';

const labels = { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' };
const object = (apiVersion: string, kind: string, name: string, metadata: object = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', labels, ...metadata },
});

let shop: Stage;
beforeAll(async () => {
  shop = await stageOf(example);
});

/** What is seen of these objects beside the healthy ones, where some more are rendered. */
const see = async (extra: readonly KubernetesObject[], rendered: readonly KubernetesObject[] = []) => {
  const desired = { ...shop, rendered: [...shop.rendered, ...rendered] };
  const [actual] = Object.values(await seen(staleObjects, desired, { objects: [...shop.healthy, ...extra] }));
  return actual;
};

test.each([
  ['v1', 'ConfigMap'],
  ['v1', 'Namespace'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'Service'],
  ['v1', 'ServiceAccount'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['batch/v1', 'CronJob'],
  ['batch/v1', 'Job'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['networking.istio.io/v1', 'DestinationRule'],
  ['networking.istio.io/v1', 'Gateway'],
  ['networking.istio.io/v1', 'ServiceEntry'],
  ['networking.istio.io/v1', 'Sidecar'],
  ['networking.istio.io/v1', 'VirtualService'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['security.istio.io/v1', 'PeerAuthentication'],
  ['security.istio.io/v1', 'RequestAuthentication'],
  ['telemetry.istio.io/v1', 'Telemetry'],
  ['gateway.networking.k8s.io/v1', 'GRPCRoute'],
  ['gateway.networking.k8s.io/v1', 'Gateway'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
])('an old object of %s %s is found, though none of its kind is rendered', async (apiVersion, kind) => {
  expect(await see([object(apiVersion, kind, 'old')])).toBe(`${kind} shop/old`);
});

test('an old object is found in every namespace', async () => {
  expect(await see([object('apps/v1', 'Deployment', 'old', { namespace: 'elsewhere' })])).toBe(
    'Deployment elsewhere/old',
  );
});

test.each([
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['example.com/v1', 'Widget'],
  ['gateway.networking.k8s.io/v1', 'BackendTLSPolicy'],
])('an old object of %s %s is found, once one of its kind is rendered', async (apiVersion, kind) => {
  const [old, current] = [object(apiVersion, kind, 'old'), object(apiVersion, kind, 'current')];
  expect(await see([old, current], [current])).toBe(`${kind} shop/old`);
  expect(await see([old])).toBe('ok');
});

test('an object is told from one of another group with its kind and name', async () => {
  const other = object('gateway.networking.k8s.io/v1', 'Gateway', 'other');
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'web-gateway');
  expect(await see([other, gateway], [other])).toBe('Gateway shop/web-gateway');
});

test('Secrets are not looked for', async () => {
  expect(await see([object('v1', 'Secret', 'old')], [object('v1', 'Secret', 'new')])).toBe('ok');
});

test.each<[title: string, metadata: object]>([
  ['has no label of this project', { labels: {} }],
  ['Helm manages', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }],
  ['a release of Helm has', { annotations: { 'meta.helm.sh/release-name': 'theirs' } }],
  ['AKS manages', { labels: { ...labels, 'kubernetes.azure.com/managedby': 'aks' } }],
  ['an add-on of AKS has', { labels: { ...labels, 'addonmanager.kubernetes.io/mode': 'Reconcile' } }],
  ['belongs to another object', { ownerReferences: [{ kind: 'CronJob', name: 'nightly' }] }],
])('what %s is left alone', async (_, metadata) => {
  expect(await see([object('batch/v1', 'Job', 'theirs', metadata)])).toBe('ok');
});
