import { large, small } from './environments';
import { aks, terraformOf } from './stack';

test('the mesh has the revisions and the gateways of the settings', () => {
  expect(aks(small).service_mesh_profile).toEqual({
    mode: 'Istio',
    revisions: ['asm-1-30'],
    external_ingress_gateway_enabled: true,
    internal_ingress_gateway_enabled: false,
  });
  const mesh = {
    ...small.mesh,
    revisions: ['asm-1-30', 'asm-1-31'],
    ingressGateways: ['internal'],
  } as const;
  expect(aks({ ...small, mesh }).service_mesh_profile).toEqual({
    mode: 'Istio',
    revisions: ['asm-1-30', 'asm-1-31'],
    external_ingress_gateway_enabled: false,
    internal_ingress_gateway_enabled: true,
  });
});

test('every field is stated that would drift or that AKS would choose', () => {
  expect(aks(small)).toMatchObject({
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
  expect(terraformOf(large)).toMatchObject({
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
  const { default_node_pool } = aks(large);
  expect(default_node_pool).toMatchObject({ auto_scaling_enabled: true, min_count: 3, max_count: 6 });
  expect(default_node_pool).not.toHaveProperty('node_count');
});

test('a cluster is protected from destruction where its settings say so, and only there', () => {
  expect(aks(large)).toHaveProperty('lifecycle', { prevent_destroy: true });
  expect(aks(small)).not.toHaveProperty('lifecycle.prevent_destroy');
});

test.each([
  ['aks_labs', 'aks-labs'],
  ['a'.repeat(60), 'a'.repeat(54)],
  [`${'a'.repeat(53)}-b`, 'a'.repeat(53)],
])('a cluster named %s has the DNS prefix %s', (name, prefix) => {
  expect(aks({ ...small, cluster: { ...small.cluster, name } }).dns_prefix).toBe(prefix);
});

test('state is a relative path, so that the output is the same on every machine, or a blob', () => {
  expect(terraformOf(small).terraform).toHaveProperty('backend', {
    local: { path: '../../../terraform.small.tfstate' },
  });
  expect(terraformOf(large).terraform).toHaveProperty('backend', {
    azurerm: {
      resource_group_name: 'rg-state',
      storage_account_name: 'shopstate',
      container_name: 'tfstate',
      key: 'large.tfstate',
    },
  });
});

test('providers are pinned to one release, and no version of Terraform is required, which would blind checkov', () => {
  expect(terraformOf(small).terraform).toHaveProperty('required_providers', {
    azapi: { source: 'Azure/azapi', version: '2.12.0' },
    azurerm: { source: 'azurerm', version: '4.55.0' },
  });
  expect(terraformOf(small).terraform).not.toHaveProperty('required_version');
});

test('no subscription is in the output: the providers read ARM_SUBSCRIPTION_ID', () => {
  expect(JSON.stringify(terraformOf(small))).not.toMatch(/subscription_id":|\/subscriptions\/[^$]/);
});

test('the outputs are what a person needs next', () => {
  expect(terraformOf(small).output).toEqual({
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
  const tags = { owner: 'team', environment: 'small', 'managed-by': 'aks-istio-cdk' };
  const { resource } = terraformOf({
    ...small,
    resourceGroup: { ...small.resourceGroup, tags: { owner: 'team' } },
  });
  expect(resource).toMatchObject({
    azurerm_resource_group: { resource_group: { tags } },
    azurerm_kubernetes_cluster: { aks: { tags, default_node_pool: { tags } } },
  });
});

test("the data plane is that of the engine of NetworkPolicies, and Azure's own without one", () => {
  expect(aks(small)).toHaveProperty('network_profile.network_data_plane', 'azure');
  expect(aks(small)).not.toHaveProperty('network_profile.network_policy');
  const enforced = aks({ ...small, cluster: { ...small.cluster, networkPolicy: 'cilium' } });
  expect(enforced).toMatchObject({
    network_profile: { network_data_plane: 'cilium', network_policy: 'cilium' },
  });
});
