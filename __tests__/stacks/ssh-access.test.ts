import type { Plan } from '../../model/plan';
import { synthStacks } from '../../stacks/synth';
import { textsOf } from '../support';
import { small } from './environments';
import { aks, terraformOf } from './stack';

/** What is written through azapi. */
const written = (settings: Plan) =>
  (terraformOf(settings).resource as { azapi_update_resource?: Record<string, Record<string, unknown>> })
    .azapi_update_resource;

test('one thing is written through azapi, SSH access, and its loss is noticed', () => {
  expect(written(small)).toEqual({
    ssh_access: {
      '//': expect.anything(),
      type: 'Microsoft.ContainerService/managedClusters/agentPools@2025-10-01',
      resource_id: '${azurerm_kubernetes_cluster.aks.id}/agentPools/system',
      body: { properties: { securityProfile: { sshAccess: 'Disabled' } } },
      ignore_missing_property: false,
      sensitive_body_version: { send_again_on: expect.any(String) },
    },
  });
});

test('what makes azurerm write the cluster sends SSH access again, in place', async () => {
  const { ssh_access } = written(small)!;
  // The file and the place in it that cdktf gives the arguments of the cluster.
  expect(ssh_access!.sensitive_body_version).toEqual({
    send_again_on:
      '${sha256(jsonencode({ for name, value in jsondecode(file("${path.module}/cdk.tf.json")).resource.azurerm_kubernetes_cluster.aks : name => value if name != "lifecycle" }))}',
  });
  const made = textsOf(await synthStacks([small]));
  expect(JSON.parse(made['stacks/small/cdk.tf.json']!)).toHaveProperty(
    'resource.azurerm_kubernetes_cluster.aks.tags',
  );
  expect(ssh_access).not.toHaveProperty('lifecycle');
});

test('the plan asks Azure whether the subscription may close SSH', () => {
  const { data, resource } = terraformOf(small);
  expect(data).toHaveProperty('azapi_resource.ssh_feature', {
    '//': expect.anything(),
    type: 'Microsoft.ContainerService/features@2021-07-01',
    resource_id:
      '/subscriptions/${data.azurerm_client_config.client.subscription_id}/providers/Microsoft.Features/providers/Microsoft.ContainerService/features/DisableSSHPreview',
    response_export_values: { state: 'properties.state' },
    ignore_not_found: true,
  });
  expect(resource).toHaveProperty('azurerm_kubernetes_cluster.aks.lifecycle.precondition.2', {
    condition: '${try(data.azapi_resource.ssh_feature.output.state, "NotRegistered") == "Registered"}',
    error_message: expect.stringMatching(
      /DisableSSHPreview.*az feature register --namespace Microsoft\.ContainerService --name DisableSSHPreview.*leave 'cluster\.sshAccess' out/,
    ),
  });
});

test.each([
  ['LocalUser', { ...small.cluster, sshAccess: 'LocalUser' }],
  ['not stated', { ...small.cluster, sshAccess: undefined }],
] as const)('nothing of the subscription is asked where SSH access is %s', (_, open) => {
  const { data, resource } = terraformOf({ ...small, cluster: open });
  expect(data).not.toHaveProperty('azapi_resource.ssh_feature');
  expect(resource).toHaveProperty('azurerm_kubernetes_cluster.aks.lifecycle.precondition.length', 2);
});

test('SSH access that no setting states is left as it is', () => {
  const cluster = { ...small.cluster, sshAccess: undefined };
  expect(terraformOf({ ...small, cluster }).resource).not.toHaveProperty('azapi_update_resource.ssh_access');
});

test('the node pool that azapi names is the one that azurerm makes', () => {
  expect(aks(small).default_node_pool).toHaveProperty('name', 'system');
});
