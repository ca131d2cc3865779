import { small } from './environments';
import { aks, terraformOf } from './stack';

test('a version that runs is left alone as long as it is a patch of the minor version in the settings', () => {
  const { data } = terraformOf(small);
  expect(data).toMatchObject({
    azapi_resource: {
      running: {
        type: 'Microsoft.ContainerService/managedClusters@2025-10-01',
        resource_id:
          '/subscriptions/${data.azurerm_client_config.client.subscription_id}/resourceGroups/rg-small/providers/Microsoft.ContainerService/managedClusters/aks-small',
        response_export_values: {
          controlPlane: 'properties.kubernetesVersion',
          nodePool: "properties.agentPoolProfiles[?name=='system'].orchestratorVersion | [0]",
        },
        ignore_not_found: true,
      },
    },
  });
  expect(aks(small)).toMatchObject({
    kubernetes_version:
      '${try(regex("^1[.]35[.][0-9]+$", data.azapi_resource.running.output.controlPlane), "1.35")}',
    default_node_pool: {
      orchestrator_version:
        '${try(regex("^1[.]35[.][0-9]+$", data.azapi_resource.running.output.nodePool), "1.35")}',
    },
  });
});
