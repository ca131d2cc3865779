import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { AzureStack } from '../../stacks/azure-stack';
import { synthStacks } from '../../stacks/synth';
import type { Settings } from '../../settings';
import { lab, production, scratch } from '../support';

const outdir = scratch();

function terraformOf(
  settings: Settings,
): Record<'data' | 'locals' | 'output' | 'provider' | 'resource' | 'terraform', unknown> {
  const stack = new AzureStack(new App({ outdir, stackTraces: false }), settings.environment, settings);
  stack.prepareStack();
  return stack.toTerraform();
}

const aks = (settings: Settings) =>
  (terraformOf(settings).resource as { azurerm_kubernetes_cluster: { aks: Record<string, unknown> } })
    .azurerm_kubernetes_cluster.aks;

test('the mesh has the revisions and the gateways of the settings', () => {
  expect(aks(lab).service_mesh_profile).toEqual({
    mode: 'Istio',
    revisions: ['asm-1-30'],
    external_ingress_gateway_enabled: true,
    internal_ingress_gateway_enabled: false,
  });
  const mesh = {
    ...lab.mesh,
    revisions: ['asm-1-30', 'asm-1-31'],
    ingressGateways: ['internal'],
  } as const;
  expect(aks({ ...lab, mesh }).service_mesh_profile).toEqual({
    mode: 'Istio',
    revisions: ['asm-1-30', 'asm-1-31'],
    external_ingress_gateway_enabled: false,
    internal_ingress_gateway_enabled: true,
  });
});

test('every field is stated that would drift or that AKS would choose', () => {
  expect(aks(lab)).toMatchObject({
    oidc_issuer_enabled: true,
    image_cleaner_enabled: true,
    image_cleaner_interval_hours: 48,
    network_profile: {
      network_plugin: 'azure',
      network_plugin_mode: 'overlay',
      load_balancer_sku: 'standard',
      outbound_type: 'loadBalancer',
    },
    default_node_pool: {
      type: 'VirtualMachineScaleSets',
      vm_size: 'Standard_D8s_v5',
      node_count: 1,
      temporary_name_for_rotation: 'rotation',
      upgrade_settings: {
        max_surge: '10%',
        drain_timeout_in_minutes: 30,
        node_soak_duration_in_minutes: 0,
        undrainable_node_behavior: 'Schedule',
      },
    },
  });
});

test('every setting of an environment arrives in its stack', () => {
  expect(terraformOf(production)).toMatchObject({
    resource: {
      azurerm_resource_group: { resource_group: { name: 'rg-shop', location: 'northeurope' } },
      azurerm_kubernetes_cluster: {
        aks: {
          name: 'aks-shop',
          location: '${azurerm_resource_group.resource_group.location}',
          resource_group_name: '${azurerm_resource_group.resource_group.name}',
          kubernetes_version: expect.stringContaining('"1.34")'),
          sku_tier: 'Premium',
          support_plan: 'AKSLongTermSupport',
          automatic_upgrade_channel: 'patch',
          node_os_upgrade_channel: 'NodeImage',
          role_based_access_control_enabled: true,
          default_node_pool: {
            vm_size: 'Standard_E4s_v5',
            // A pool without it keeps its version when that of the control plane changes.
            orchestrator_version: expect.stringContaining('"1.34")'),
            max_pods: 250,
          },
          network_profile: {
            pod_cidr: '10.244.0.0/16',
            service_cidr: '10.0.0.0/16',
            dns_service_ip: '10.0.0.10',
          },
          service_mesh_profile: {
            revisions: ['asm-1-30'],
            external_ingress_gateway_enabled: true,
            internal_ingress_gateway_enabled: true,
          },
        },
      },
      azapi_update_resource: {
        ssh_access: { body: { properties: { securityProfile: { sshAccess: 'LocalUser' } } } },
      },
    },
  });
});

test('with a highest count, the autoscaler owns the number of nodes', () => {
  const { default_node_pool } = aks(production);
  expect(default_node_pool).toMatchObject({ auto_scaling_enabled: true, min_count: 3, max_count: 6 });
  expect(default_node_pool).not.toHaveProperty('node_count');
});

/** What is written through azapi. */
const written = (settings: Settings) =>
  (terraformOf(settings).resource as { azapi_update_resource?: Record<string, Record<string, unknown>> })
    .azapi_update_resource;

test('one thing is written through azapi, SSH access, and its loss is noticed', () => {
  expect(written(lab)).toEqual({
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

test('what makes azurerm write the cluster sends SSH access again, in place', () => {
  const { ssh_access } = written(lab)!;
  // The file and the place in it that cdktf gives the arguments of the cluster.
  expect(ssh_access!.sensitive_body_version).toEqual({
    send_again_on:
      '${sha256(jsonencode({ for name, value in jsondecode(file("${path.module}/cdk.tf.json")).resource.azurerm_kubernetes_cluster.aks : name => value if name != "lifecycle" }))}',
  });
  const folder = join(outdir, 'fingerprint');
  synthStacks([lab], folder);
  expect(JSON.parse(readFileSync(join(folder, 'stacks/lab/cdk.tf.json'), 'utf8'))).toHaveProperty(
    'resource.azurerm_kubernetes_cluster.aks.tags',
  );
  expect(ssh_access).not.toHaveProperty('lifecycle');
});

test('a version that runs is left alone as long as it is a patch of the minor version in the settings', () => {
  const { data } = terraformOf(lab);
  expect(data).toMatchObject({
    azapi_resource: {
      running: {
        type: 'Microsoft.ContainerService/managedClusters@2025-10-01',
        resource_id:
          '/subscriptions/${data.azurerm_client_config.client.subscription_id}/resourceGroups/rg-aks-labs/providers/Microsoft.ContainerService/managedClusters/aks-labs',
        response_export_values: {
          controlPlane: 'properties.kubernetesVersion',
          nodePool: "properties.agentPoolProfiles[?name=='system'].orchestratorVersion | [0]",
        },
        ignore_not_found: true,
      },
    },
  });
  expect(aks(lab)).toMatchObject({
    kubernetes_version:
      '${try(regex("^1[.]35[.][0-9]+$", data.azapi_resource.running.output.controlPlane), "1.35")}',
    default_node_pool: {
      orchestrator_version:
        '${try(regex("^1[.]35[.][0-9]+$", data.azapi_resource.running.output.nodePool), "1.35")}',
    },
  });
});

test('a cluster is protected from destruction where its settings say so, and only there', () => {
  expect(aks(production)).toHaveProperty('lifecycle', { prevent_destroy: true });
  expect(aks(lab)).not.toHaveProperty('lifecycle.prevent_destroy');
});

test('the plan asks Azure whether the location offers the revision that is to run, for its Kubernetes version', () => {
  const mesh = { ...lab.mesh, revisions: ['asm-1-30', 'asm-1-31'] } as const;
  const { data, locals, resource } = terraformOf({ ...lab, mesh });
  expect(data).toMatchObject({
    azapi_resource: {
      mesh_revisions: {
        resource_id: expect.stringMatching(/\/locations\/westus3\/meshRevisionProfiles\/istio$/),
        response_export_values: ['properties.meshRevisions'],
      },
    },
  });
  expect(locals).toMatchObject({
    mesh_revision: 'asm-1-31',
    mesh_kubernetes_versions: expect.stringContaining('c.name != "AKSLongTermSupport"'),
  });
  const { precondition } = (
    resource as { azurerm_kubernetes_cluster: { aks: { lifecycle: { precondition: unknown[] } } } }
  ).azurerm_kubernetes_cluster.aks.lifecycle;
  expect(precondition.slice(0, 2)).toEqual([
    {
      condition: '${contains(local.mesh_revisions[*].revision, local.mesh_revision)}',
      error_message: expect.stringContaining(
        'westus3 does not offer the mesh revision ${local.mesh_revision}; it offers',
      ),
    },
    {
      condition:
        '${!contains(local.mesh_revisions[*].revision, local.mesh_revision) || contains(local.mesh_kubernetes_versions, "1.35")}',
      error_message: expect.stringContaining('does not run on Kubernetes 1.35; it runs on'),
    },
  ]);
});

test('the location asked is that of the environment', () => {
  const { data, resource } = terraformOf({ ...production, mesh: { ...production.mesh, checkAtPlan: true } });
  expect(data).toHaveProperty(
    'azapi_resource.mesh_revisions.resource_id',
    '/subscriptions/${data.azurerm_client_config.client.subscription_id}/providers/Microsoft.ContainerService/locations/northeurope/meshRevisionProfiles/istio',
  );
  expect(resource).toHaveProperty(
    'azurerm_kubernetes_cluster.aks.lifecycle.precondition.0.error_message',
    expect.stringContaining('northeurope does not offer'),
  );
});

test('the plan asks Azure whether the subscription may close SSH', () => {
  const { data, resource } = terraformOf(lab);
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
  ['LocalUser', { ...lab.cluster, sshAccess: 'LocalUser' }],
  ['not stated', { ...lab.cluster, sshAccess: undefined }],
] as const)('nothing of the subscription is asked where SSH access is %s', (_, open) => {
  const { data, resource } = terraformOf({ ...lab, cluster: open });
  expect(data).not.toHaveProperty('azapi_resource.ssh_feature');
  expect(resource).toHaveProperty('azurerm_kubernetes_cluster.aks.lifecycle.precondition.length', 2);
});

test('a setting switches these questions off', () => {
  const { data, resource } = terraformOf({ ...lab, mesh: { ...lab.mesh, checkAtPlan: false } });
  expect(data).not.toHaveProperty('azapi_resource.mesh_revisions');
  expect(data).not.toHaveProperty('azapi_resource.ssh_feature');
  expect(resource).not.toHaveProperty('azurerm_kubernetes_cluster.aks.lifecycle.precondition');
});

test('SSH access that no setting states is left as it is', () => {
  const cluster = { ...lab.cluster, sshAccess: undefined };
  expect(terraformOf({ ...lab, cluster }).resource).not.toHaveProperty('azapi_update_resource.ssh_access');
});

test('the node pool that azapi names is the one that azurerm makes', () => {
  expect(aks(lab).default_node_pool).toHaveProperty('name', 'system');
});

test.each([
  ['aks_labs', 'aks-labs'],
  ['a'.repeat(60), 'a'.repeat(54)],
  [`${'a'.repeat(53)}-b`, 'a'.repeat(53)],
])('a cluster named %s has the DNS prefix %s', (name, prefix) => {
  expect(aks({ ...lab, cluster: { ...lab.cluster, name } }).dns_prefix).toBe(prefix);
});

test('state is a relative path, so that the output is the same on every machine, or a blob', () => {
  expect(terraformOf(lab).terraform).toHaveProperty('backend', {
    local: { path: '../../../terraform.lab.tfstate' },
  });
  expect(terraformOf(production).terraform).toHaveProperty('backend', {
    azurerm: {
      resource_group_name: 'rg-state',
      storage_account_name: 'shopstate',
      container_name: 'tfstate',
      key: 'production.tfstate',
    },
  });
});

test('providers are pinned to one release, and no version of Terraform is required, which would blind checkov', () => {
  expect(terraformOf(lab).terraform).toHaveProperty('required_providers', {
    azapi: { source: 'Azure/azapi', version: '2.12.0' },
    azurerm: { source: 'azurerm', version: '4.55.0' },
  });
  expect(terraformOf(lab).terraform).not.toHaveProperty('required_version');
});

test('no subscription is in the output: the providers read ARM_SUBSCRIPTION_ID', () => {
  expect(JSON.stringify(terraformOf(lab))).not.toMatch(/subscription_id":|\/subscriptions\/[^$]/);
});

test('the outputs are what a person needs next', () => {
  expect(terraformOf(lab).output).toEqual({
    get_credentials: {
      value:
        "az aks get-credentials --resource-group '${azurerm_resource_group.resource_group.name}' --name '${azurerm_kubernetes_cluster.aks.name}'",
      description: expect.any(String),
    },
    cluster_id: { value: '${azurerm_kubernetes_cluster.aks.id}' },
    mesh_revisions: { value: '${azurerm_kubernetes_cluster.aks.service_mesh_profile[0].revisions}' },
    oidc_issuer_url: { value: '${azurerm_kubernetes_cluster.aks.oidc_issuer_url}' },
  });
});

test('all that can be tagged is tagged', () => {
  const tags = { owner: 'team', environment: 'lab', 'managed-by': 'aks-istio-cdk' };
  const { resource } = terraformOf({
    ...lab,
    resourceGroup: { ...lab.resourceGroup, tags: { owner: 'team' } },
  });
  expect(resource).toMatchObject({
    azurerm_resource_group: { resource_group: { tags } },
    azurerm_kubernetes_cluster: { aks: { tags, default_node_pool: { tags } } },
  });
});
