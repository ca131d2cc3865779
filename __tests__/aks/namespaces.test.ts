import { isPlatformNamespace, isSystemNamespace } from '../../aks/namespaces';

test.each([
  'default',
  'kube-system',
  'kube-public',
  'aks-istio-system',
  'aks-istio-ingress',
  'aks-command',
  'gatekeeper-system',
  'calico-system',
  'istio-system',
])('%s comes with the cluster', (name) => {
  expect(isSystemNamespace(name)).toBe(true);
});

test.each(['shop', 'default-shop', 'my-kube-system', 'aks', 'istio-system-2'])('%s does not', (name) => {
  expect(isSystemNamespace(name)).toBe(false);
});

test('istio-system is reserved, and not there', () => {
  expect(isPlatformNamespace('istio-system')).toBe(false);
  expect(isPlatformNamespace('aks-istio-system')).toBe(true);
});
