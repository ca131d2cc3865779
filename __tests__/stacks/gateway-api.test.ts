import type { Plan } from '../../model/plan';
import { small } from './environments';
import { terraformOf } from './stack';

const on: Plan = { ...small, mesh: { ...small.mesh, gatewayApi: true } };

/** What is written through azapi. */
const written = (settings: Plan) =>
  (terraformOf(settings).resource as { azapi_update_resource?: Record<string, Record<string, unknown>> })
    .azapi_update_resource ?? {};

test("the cluster gets AKS's managed Gateway API through azapi, again whenever azurerm writes the cluster", () => {
  const { gateway_api, ssh_access } = written(on);
  expect(gateway_api).toEqual({
    '//': expect.anything(),
    type: 'Microsoft.ContainerService/managedClusters@2026-02-01',
    resource_id: '${azurerm_kubernetes_cluster.aks.id}',
    body: { properties: { ingressProfile: { gatewayAPI: { installation: 'Standard' } } } },
    ignore_missing_property: false,
    sensitive_body_version: ssh_access!.sensitive_body_version,
  });
});

test('SSH access is written after the Gateway API, never at the same time', () => {
  expect(written(on).ssh_access).toHaveProperty('depends_on', ['azapi_update_resource.gateway_api']);
  expect(written(small).ssh_access).not.toHaveProperty('depends_on');
});

test('a cluster whose SSH access no setting states gets the Gateway API all the same', () => {
  const open = { ...on, cluster: { ...on.cluster, sshAccess: undefined } };
  expect(Object.keys(written(open))).toEqual(['gateway_api']);
});

test.each([false])('nothing is written of the Gateway API where the setting is %s', (gatewayApi) => {
  expect(written({ ...small, mesh: { ...small.mesh, gatewayApi } })).not.toHaveProperty('gateway_api');
});
