import { noGatewayProxyNameConflicts } from '../../../../rules/objects/gateways/no-gateway-proxy-name-conflicts';
import { object, objects } from '../../judging';

const gateway = (gatewayClassName: string) =>
  object('gateway.networking.k8s.io/v1', 'Gateway', 'external', { spec: { gatewayClassName } });

test('what has another name, another kind, another namespace or another class is taken', () => {
  const rendered = [
    gateway('istio'),
    object('v1', 'Service', 'external'),
    object('v1', 'ConfigMap', 'external-istio'),
    object('v1', 'Service', 'external-istio', {}, 'archive'),
  ];
  expect(objects(noGatewayProxyNameConflicts, rendered)).toEqual([]);
  const other = [gateway('other'), object('v1', 'Service', 'external-istio')];
  expect(objects(noGatewayProxyNameConflicts, other)).toEqual([]);
});

test.each([
  ['apps/v1', 'Deployment'],
  ['v1', 'Service'],
  ['v1', 'ServiceAccount'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
])('a %s %s with the name of what Istio makes for a Gateway is rejected', (apiVersion, kind) => {
  expect(
    objects(noGatewayProxyNameConflicts, [gateway('istio'), object(apiVersion, kind, 'external-istio')]),
  ).toEqual([
    {
      field: 'metadata.name',
      value: 'external-istio',
      problem: 'is the name that Istio gives to the proxies of Gateway reading/external',
      fix: 'rename it: for a workload, in its application',
    },
  ]);
});
