import {
  describeObject,
  filterKind,
  getApiGroup,
  groupKind,
  isBuiltIn,
  isKind,
  isNamespaced,
  objectId,
} from '../../objects/identity';
import { object } from '../rules/judging';

test.each([
  ['v1', 'Service', '', 'Service'],
  ['apps/v1', 'Deployment', 'apps', 'Deployment.apps'],
  ['networking.istio.io/v1', 'Gateway', 'networking.istio.io', 'Gateway.networking.istio.io'],
  ['networking.istio.io/v1beta1', 'Gateway', 'networking.istio.io', 'Gateway.networking.istio.io'],
])('the API group of %s %s is %j, and the kind %s in any version', (apiVersion, kind, group, id) => {
  expect(getApiGroup({ apiVersion, kind })).toBe(group);
  expect(groupKind({ apiVersion, kind })).toBe(id);
  expect(isKind({ apiVersion, kind }, id)).toBe(true);
});

test('a kind of one name in another API group is another kind', () => {
  const gateways = ['networking.istio.io/v1', 'gateway.networking.k8s.io/v1', 'v1'].map((apiVersion) =>
    object(apiVersion, 'Gateway', 'web'),
  );
  expect(filterKind(gateways, 'Gateway.networking.istio.io')).toEqual([gateways[0]]);
  expect(filterKind(gateways, 'Gateway')).toEqual([gateways[2]]);
  expect(new Set(gateways.map(objectId)).size).toBe(3);
});

test.each([
  ['v1', 'Namespace', false],
  ['v1', 'ConfigMap', true],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', false],
  ['rbac.authorization.k8s.io/v1', 'Role', true],
  ['node.k8s.io/v1', 'RuntimeClass', false],
  ['gateway.networking.k8s.io/v1', 'GatewayClass', false],
  ['gateway.networking.k8s.io/v1', 'Gateway', true],
  ['example.com/v1', 'Namespace', true],
])('of %s %s, it is %s that its objects are in namespaces', (apiVersion, kind, expected) => {
  expect(isNamespaced({ apiVersion, kind })).toBe(expected);
});

test.each([
  ['v1', true],
  ['batch/v1', true],
  ['networking.k8s.io/v1', true],
  ['gateway.networking.k8s.io/v1', false],
  ['networking.istio.io/v1', false],
])('of %s, it is %s that Kubernetes itself has its kinds', (apiVersion, expected) => {
  expect(isBuiltIn({ apiVersion, kind: 'Any' })).toBe(expected);
});

test('an object is told from others by group, kind, namespace and name, and described without its group', () => {
  const web = object('apps/v1', 'Deployment', 'web');
  const shop = { ...object('v1', 'Namespace', 'shop'), metadata: { name: 'shop' } };
  expect([web, shop].map(objectId)).toEqual(['Deployment.apps reading/web', 'Namespace shop']);
  expect([web, shop].map(describeObject)).toEqual(['Deployment reading/web', 'Namespace shop']);
  // As a hook's is rendered, which has the namespace of its application.
  expect(objectId(object('v1', 'Namespace', 'shop'))).toBe('Namespace shop');
});
