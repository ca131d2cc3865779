import { resources } from './azurerm-force-new.json';

/** What a change of a field does to a resource of Azure, as far as its settings say. */
export type Effect =
  /** Destroys it and makes it anew. */
  | 'replace'
  /** The same, unless Azure has the new value already, or keeps the old one. */
  | 'may-replace'
  /** Makes the nodes of a pool anew by way of a temporary pool, without draining them. */
  | 'rotate'
  /** Changes it in place. */
  | 'update';

interface FieldRules {
  readonly always?: Readonly<Record<string, { readonly computed?: boolean }>>;
  readonly when?: Readonly<Record<string, unknown>>;
  readonly rotate?: readonly string[];
}

type IsReplaced = (before: unknown, after: unknown) => boolean;

const isUnset = (value: unknown) => [undefined, null, 0, '', '0'].includes(value as string);
const unset: IsReplaced = (before, after) => !isUnset(before) && isUnset(after);
const hasBase = (name: string) => (sku: unknown) => typeof sku === 'string' && sku.startsWith(name);
const isLinux = (sku: unknown) => hasBase('Ubuntu')(sku) || hasBase('AzureLinux')(sku);

/**
 * The conditions of `when` in azurerm-force-new.json, by type and field. A missing data plane is `azure`.
 *
 * Source: hashicorp/terraform-provider-azurerm v4.55.0, the lines that the file names.
 */
export const CONDITIONS: Readonly<Record<string, Readonly<Record<string, IsReplaced>>>> = {
  azurerm_kubernetes_cluster: {
    'default_node_pool.upgrade_settings.drain_timeout_in_minutes': unset,
    'default_node_pool.upgrade_settings.undrainable_node_behavior': unset,
    'service_principal.client_id': (before) => isUnset(before) || before === 'msi',
    'windows_profile.gmsa': unset,
    'windows_profile.gmsa.dns_server': unset,
    'windows_profile.gmsa.root_domain': unset,
    'api_server_access_profile.subnet_id': unset,
    'default_node_pool.name': () => true,
    'network_profile.network_data_plane': (before = 'azure', after = 'azure') => before !== after,
    'network_profile.network_plugin_mode': (_, after) => after !== 'overlay',
    'network_profile.network_policy': (before, after) => !isUnset(before) && !isUnset(after),
  },
  azurerm_kubernetes_cluster_node_pool: {
    os_sku: (before, after) => !isLinux(before) || !isLinux(after),
    'upgrade_settings.drain_timeout_in_minutes': unset,
    'upgrade_settings.undrainable_node_behavior': unset,
  },
  azurerm_disk_encryption_set: {
    'identity.type': (before, after) => `${before}`.includes('UserAssigned') && after === 'SystemAssigned',
  },
  azurerm_log_analytics_workspace: {
    sku: (before, after) =>
      !isUnset(before) &&
      before !== 'LACluster' &&
      ![`${before} ${after}`].some((pair) =>
        ['CapacityReservation PerGB2018', 'PerGB2018 CapacityReservation'].includes(pair),
      ),
  },
  azurerm_monitor_data_collection_rule: { kind: (before) => !isUnset(before) },
  azurerm_public_ip: { domain_name_label_scope: (before, after) => !isUnset(before) || isUnset(after) },
};

/**
 * What azapi's resources are made anew for; a change of their body never does.
 *
 * Source: Azure/terraform-provider-azapi v2.12.0, azapi_resource.go, azapi_update_resource.go.
 */
const AZAPI: Readonly<Record<string, FieldRules>> = {
  azapi_resource: { always: { name: {}, parent_id: {}, location: {}, replace_triggers_external_values: {} } },
  azapi_update_resource: {
    always: { name: {}, parent_id: {}, resource_id: {}, replace_triggers_external_values: {} },
  },
};

const RULES: Readonly<Record<string, FieldRules>> = {
  ...(resources as Record<string, FieldRules>),
  ...AZAPI,
};

/** Whether it is known what the fields of a type of resource do. */
export function isKnownResource(type: string): boolean {
  return Object.hasOwn(RULES, type);
}

/**
 * What a change of one field of a resource does.
 *
 * @param field its path without the numbers of blocks, such as `default_node_pool.vm_size`
 */
export function effectOf(type: string, field: string, before: unknown, after: unknown): Effect {
  const { always = {}, when = {}, rotate = [] } = RULES[type] ?? {};
  const rule = always[field];
  // What is computed and left out keeps its value; what is set for the first time may be what Azure chose.
  if (rule?.computed) {
    if (after === undefined) return 'update';
    return before === undefined ? 'may-replace' : 'replace';
  }
  if (rule) return 'replace';
  if (Object.hasOwn(when, field) && CONDITIONS[type]?.[field]?.(before, after)) return 'replace';
  return rotate.some((each) => field === each || field.startsWith(`${each}.`)) ? 'rotate' : 'update';
}
