import { groupKind, type Kind } from './identity';
import { parseQuantity } from './quantity';

/** The fields of a kind that a cluster rejects a change of. */
interface Immutable {
  /** Paths of fields, with all that is in them. */
  readonly fields: readonly string[];
  /** Fields within them that may change. @default none */
  readonly but?: readonly string[];
  /** Field that has to be true for them to be immutable. @default they always are */
  readonly if?: string;
  /** Values that the server fills in where a field is left out. @default none */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Fields that keep the value which the cluster has where they are left out. @default none */
  readonly kept?: readonly string[];
}

const SELECTOR: Immutable = { fields: ['spec.selector'] };
const DATA: Immutable = { fields: ['data', 'binaryData', 'stringData', 'immutable'], if: 'immutable' };

/**
 * Source: k8s.io/kubernetes v1.35.4, pkg/apis/.../validation; the Gateway API's CRDs 1.4.1. `__tests__/cluster/refusals.ts` asks a real
 * API server.
 */
const IMMUTABLE: Readonly<Record<string, readonly Immutable[]>> = {
  'Deployment.apps': [SELECTOR],
  'DaemonSet.apps': [SELECTOR],
  'ReplicaSet.apps': [SELECTOR],
  'StatefulSet.apps': [
    {
      fields: ['spec'],
      but: [
        'spec.replicas',
        'spec.ordinals',
        'spec.template',
        'spec.updateStrategy',
        'spec.revisionHistoryLimit',
        'spec.persistentVolumeClaimRetentionPolicy',
        'spec.minReadySeconds',
      ],
      defaults: { 'spec.podManagementPolicy': 'OrderedReady' },
    },
  ],
  'Job.batch': [
    {
      fields: [
        'spec.selector',
        'spec.template',
        'spec.completionMode',
        'spec.podFailurePolicy',
        'spec.backoffLimitPerIndex',
        'spec.successPolicy',
        'spec.managedBy',
        'spec.completions',
      ],
      defaults: { 'spec.completionMode': 'NonIndexed', 'spec.completions': 1 },
    },
  ],
  PersistentVolumeClaim: [
    {
      fields: ['spec'],
      but: ['spec.resources.requests', 'spec.volumeAttributesClassName'],
      defaults: { 'spec.volumeMode': 'Filesystem' },
    },
  ],
  Service: [
    {
      fields: [
        'spec.clusterIP',
        'spec.clusterIPs',
        'spec.ipFamilies',
        'spec.loadBalancerClass',
        'spec.healthCheckNodePort',
      ],
      kept: ['spec.clusterIP', 'spec.clusterIPs', 'spec.ipFamilies', 'spec.healthCheckNodePort'],
    },
  ],
  Secret: [{ fields: ['type'], defaults: { type: 'Opaque' } }, DATA],
  ConfigMap: [DATA],
  'RoleBinding.rbac.authorization.k8s.io': [{ fields: ['roleRef'] }],
  'ClusterRoleBinding.rbac.authorization.k8s.io': [{ fields: ['roleRef'] }],
  'StorageClass.storage.k8s.io': [
    {
      fields: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
      defaults: { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
    },
  ],
  'PriorityClass.scheduling.k8s.io': [{ fields: ['value'] }],
  'IngressClass.networking.k8s.io': [{ fields: ['spec.controller'] }],
  ResourceQuota: [{ fields: ['spec.scopes', 'spec.scopeSelector'] }],
  'EndpointSlice.discovery.k8s.io': [{ fields: ['addressType'] }],
  'GatewayClass.gateway.networking.k8s.io': [{ fields: ['spec.controllerName'] }],
  Pod: [
    {
      fields: ['spec'],
      but: [
        'spec.containers',
        'spec.initContainers',
        'spec.activeDeadlineSeconds',
        'spec.tolerations',
        'spec.terminationGracePeriodSeconds',
      ],
    },
  ],
};

const isIn = (path: string, fields: readonly string[]) =>
  fields.some((field) => path === field || path.startsWith(`${field}.`));

/** Whether a claim would shrink. */
function isLess(field: string, before: unknown, after: unknown): boolean {
  const [old, now] = [parseQuantity(before), parseQuantity(after)];
  return field === 'spec.resources.requests.storage' && old !== undefined && now !== undefined && now < old;
}

/** Whether a cluster rejects an object of a kind that it has already, as the value of a field becomes another one. */
export function isImmutable(
  kind: Kind & Readonly<Record<string, unknown>>,
  path: readonly string[],
  before: unknown,
  after: unknown,
): boolean {
  const field = path.join('.');
  if (groupKind(kind) === 'PersistentVolumeClaim' && isLess(field, before, after)) return true;
  return (IMMUTABLE[groupKind(kind)] ?? []).some(
    ({ fields, but = [], if: condition, defaults = {}, kept = [] }) =>
      (condition === undefined || kind[condition] === true) &&
      isIn(field, fields) &&
      !isIn(field, but) &&
      (before ?? defaults[field]) !== (after ?? defaults[field]) &&
      !(after === undefined && isIn(field, kept)),
  );
}
