/** A stack's cdk.tf.json. */
export interface StackJson {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  [block: string]: unknown;
}

const aks = ({ resource }: StackJson) => resource.azurerm_kubernetes_cluster!.aks!;
const group = ({ resource }: StackJson) => resource.azurerm_resource_group!.resource_group!;
const within = (block: string, fields: object) => (stack: StackJson) => {
  const stated = aks(stack)[block];
  aks(stack)[block] = { ...(stated as object), ...fields };
};
const pool = (fields: object) => within('default_node_pool', fields);
const network = (fields: object) => within('network_profile', fields);

/** One field of the small stack edited, by what it is called. */
export const STACK_CHANGES: Readonly<Record<string, (stack: StackJson) => void>> = {
  nothing: () => undefined,
  'location of the group': (stack) => (group(stack).location = 'northeurope'),
  'name of the group': (stack) => (group(stack).name = 'rg-other'),
  'tags of the group': (stack) => (group(stack).tags = { team: 'shop' }),
  'name of the cluster': (stack) => (aks(stack).name = 'aks-other'),
  dns_prefix: (stack) => (aks(stack).dns_prefix = 'other'),
  'data plane': network({ network_data_plane: 'cilium', network_policy: 'cilium' }),
  'plugin mode left out': network({ network_plugin_mode: undefined }),
  'pod_cidr changed': network({ pod_cidr: '10.200.0.0/16' }),
  'pod_cidr left out': network({ pod_cidr: undefined }),
  outbound_type: network({ outbound_type: 'userDefinedRouting' }),
  'network policy added': network({ network_policy: 'azure' }),
  vm_size: pool({ vm_size: 'Standard_D16s_v5' }),
  'vm_size without a temporary pool': pool({
    vm_size: 'Standard_D16s_v5',
    temporary_name_for_rotation: undefined,
  }),
  max_pods: pool({ max_pods: 100 }),
  'name of the pool': pool({ name: 'other' }),
  'drain timeout left out': pool({ upgrade_settings: { max_surge: '10%' } }),
  sku_tier: (stack) => (aks(stack).sku_tier = 'Standard'),
  'mesh revisions': within('service_mesh_profile', { revisions: ['asm-1-30', 'asm-1-31'] }),
  'private cluster': (stack) => (aks(stack).private_cluster_enabled = true),
  'RBAC off': (stack) => (aks(stack).role_based_access_control_enabled = false),
  'group under another key': (stack) => {
    stack.resource.azurerm_resource_group = { other: group(stack) };
    const moved = JSON.stringify(stack).replaceAll(
      'azurerm_resource_group.resource_group',
      'azurerm_resource_group.other',
    );
    Object.assign(stack, JSON.parse(moved));
  },
  'group under another key, moved': (stack) => {
    STACK_CHANGES['group under another key']!(stack);
    stack.moved = [{ from: 'azurerm_resource_group.resource_group', to: 'azurerm_resource_group.other' }];
  },
};

/** A stack in which one field is edited. */
export function changeStack(stack: StackJson, change: string): StackJson {
  const copy = structuredClone(stack);
  STACK_CHANGES[change]!(copy);
  return JSON.parse(JSON.stringify(copy)) as StackJson;
}
