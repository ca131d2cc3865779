import type { Check, KubernetesObject } from '../../verify/check';
import { leftovers } from '../../verify/leftovers';
import { lab } from '../fixtures/settings';
import { selected } from './selected';

const labels = { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' };
const object = (apiVersion: string, kind: string, name: string): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', labels },
});
const rendered = [object('v1', 'ConfigMap', 'new')];

test.each([
  ['v1', 'ConfigMap'],
  ['v1', 'Namespace'],
  ['v1', 'Service'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['networking.istio.io/v1', 'DestinationRule'],
  ['networking.istio.io/v1', 'Gateway'],
  ['networking.istio.io/v1', 'ServiceEntry'],
  ['networking.istio.io/v1', 'Sidecar'],
  ['networking.istio.io/v1', 'VirtualService'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['security.istio.io/v1', 'PeerAuthentication'],
  ['security.istio.io/v1', 'RequestAuthentication'],
  ['telemetry.istio.io/v1', 'Telemetry'],
])('an old object of %s %s is found, though none of its kind is rendered', async (apiVersion, kind) => {
  const live = [...rendered, object(apiVersion, kind, 'old')];
  const [check] = leftovers({ settings: lab, rendered }) as [Check];
  const actual = await check.actual({
    version: async () => '1.35',
    list: async (...query) => selected(live, ...query),
    exec: async () => '',
    get: async () => '',
  });
  expect(actual).toBe(`${kind} shop/old`);
});
