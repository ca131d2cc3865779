import { App } from 'cdktf';
import { AzureStack } from '../../stacks/azure-stack';
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
    kubernetes_version: '1.35',
    oidc_issuer_enabled: true,
    image_cleaner_interval_hours: 48,
    network_profile: {
      network_plugin: 'azure',
      network_plugin_mode: 'overlay',
      outbound_type: 'loadBalancer',
    },
    default_node_pool: {
      vm_size: 'Standard_D8s_v5',
      node_count: 1,
      temporary_name_for_rotation: 'rotation',
      upgrade_settings: { max_surge: '10%', drain_timeout_in_minutes: 30, node_soak_duration_in_minutes: 0 },
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
          kubernetes_version: '1.34',
          sku_tier: 'Premium',
          support_plan: 'AKSLongTermSupport',
          automatic_upgrade_channel: 'patch',
          node_os_upgrade_channel: 'NodeImage',
          role_based_access_control_enabled: true,
          // A pool without it keeps its version when that of the control plane changes.
          default_node_pool: { vm_size: 'Standard_E4s_v5', orchestrator_version: '1.34', max_pods: 250 },
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

test('SSH access is set through azapi, and again whenever azurerm rewrites the node pool', () => {
  expect(terraformOf(lab).resource).toMatchObject({
    azapi_update_resource: {
      ssh_access: {
        type: 'Microsoft.ContainerService/managedClusters/agentPools@2025-10-01',
        resource_id: '${azurerm_kubernetes_cluster.aks.id}/agentPools/system',
        body: { properties: { securityProfile: { sshAccess: 'Disabled' } } },
        locks: ['${azurerm_kubernetes_cluster.aks.id}'],
        lifecycle: { replace_triggered_by: ['azurerm_kubernetes_cluster.aks.default_node_pool'] },
      },
    },
  });
});

test.each([
  ['asm-1-29', 'InitContainers'],
  ['asm-1-30', 'CNIChaining'],
] as const)(
  'a mesh installed with %s keeps %s, and is told again whenever azurerm rewrites its profile',
  (installedRevision, mechanism) => {
    const mesh = { ...lab.mesh, installedRevision, revisions: ['asm-1-30'] } as const;
    expect(terraformOf({ ...lab, mesh }).resource).toMatchObject({
      azapi_update_resource: {
        proxy_redirection: {
          type: 'Microsoft.ContainerService/managedClusters@2026-01-01',
          resource_id: '${azurerm_kubernetes_cluster.aks.id}',
          body: {
            properties: {
              serviceMeshProfile: { istio: { components: { proxyRedirectionMechanism: mechanism } } },
            },
          },
          locks: ['${azurerm_kubernetes_cluster.aks.id}'],
          lifecycle: { replace_triggered_by: ['azurerm_kubernetes_cluster.aks.service_mesh_profile'] },
        },
      },
    });
  },
);

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
  expect(resource).toHaveProperty('azurerm_kubernetes_cluster.aks.lifecycle.precondition', [
    {
      condition: '${contains(local.mesh_revisions[*].revision, local.mesh_revision)}',
      error_message: expect.stringContaining(
        'westus3 does not offer the mesh revision ${local.mesh_revision}; it offers',
      ),
    },
    {
      condition: expect.stringContaining('contains(local.mesh_kubernetes_versions, "1.35")'),
      error_message: expect.stringContaining('does not run on Kubernetes 1.35; it runs on'),
    },
  ]);
});

test('a setting switches that question off', () => {
  const { data, resource } = terraformOf({ ...lab, mesh: { ...lab.mesh, checkAtPlan: false } });
  expect(data).toBeUndefined();
  expect(resource).not.toHaveProperty('azurerm_kubernetes_cluster.aks.lifecycle');
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
