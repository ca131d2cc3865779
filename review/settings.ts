import type { Plan } from '../model/plan';

/** The settings that fields of the stack come from, by the start of the block's address and the path of the field. */
const TERRAFORM: readonly (readonly [string, string, string])[] = [
  ['azurerm_resource_group', 'location', 'resourceGroup.location'],
  ['azurerm_resource_group', 'name', 'resourceGroup.name'],
  ['azurerm_resource_group', 'tags', 'resourceGroup.tags'],
  ['azurerm_kubernetes_cluster', 'name', 'cluster.name'],
  ['azurerm_kubernetes_cluster', 'dns_prefix', 'cluster.name'],
  ['azurerm_kubernetes_cluster', 'sku_tier', 'cluster.tier'],
  ['azurerm_kubernetes_cluster', 'default_node_pool.vm_size', 'cluster.nodePool.vmSize'],
  ['azurerm_kubernetes_cluster', 'default_node_pool.node_count', 'cluster.nodePool.nodeCount'],
  ['azurerm_kubernetes_cluster', 'default_node_pool.min_count', 'cluster.nodePool.nodeCount'],
  ['azurerm_kubernetes_cluster', 'default_node_pool.max_count', 'cluster.nodePool.maxCount'],
  ['azurerm_kubernetes_cluster', 'network_profile.network_data_plane', 'cluster.networkPolicy'],
  ['azurerm_kubernetes_cluster', 'network_profile.network_policy', 'cluster.networkPolicy'],
  ['azurerm_kubernetes_cluster', 'lifecycle.prevent_destroy', 'cluster.preventDestroy'],
  ['azurerm_kubernetes_cluster', 'service_mesh_profile.revisions', 'mesh.revisions'],
];

/** The setting that a field of a block of Terraform comes from; undefined where none is known. */
export function settingOfField(address: string, field: string): string | undefined {
  return TERRAFORM.find(
    ([type, path]) => address.startsWith(`${type}.`) && (field === path || field.startsWith(`${path}.`)),
  )?.[2];
}

/** The settings of the workload that an object is of, by the plan of what the working tree renders; undefined where none is known. */
export function settingOfObject(name: string, plan: Plan | undefined): string | undefined {
  const [, namespace, object = ''] = /^\w+ ([^/ ]+)\/(\S+)$/.exec(name) ?? [];
  const near = plan?.workloads.filter((each) => each.namespace === namespace) ?? [];
  const found =
    near.find((each) => each.name === object) ??
    near.find(({ name: own, settings }) =>
      Object.keys(settings.versions ?? {}).some((version) => object === `${own}-${version}`),
    );
  return found?.path;
}
