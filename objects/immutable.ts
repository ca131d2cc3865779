import { groupKind, type Kind } from './identity';

/** The fields of a kind that a cluster rejects a change of. */
interface Immutable {
  /** Paths of fields, with all that is in them. */
  readonly fields: readonly string[];
  /** Fields within them that may change. @default none */
  readonly but?: readonly string[];
  /** Field that has to be true for them to be immutable. @default they always are */
  readonly if?: string;
}

const SELECTOR: Immutable = { fields: ['spec.selector'] };
const DATA: Immutable = { fields: ['data', 'binaryData', 'stringData'], if: 'immutable' };

/** Source: k8s.io/kubernetes v1.35.4, pkg/apis/.../validation; the Gateway API's CRDs 1.4.1. */
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
    },
  ],
  PersistentVolumeClaim: [
    { fields: ['spec'], but: ['spec.resources.requests', 'spec.volumeAttributesClassName'] },
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
    },
  ],
  Secret: [{ fields: ['type'] }, DATA],
  ConfigMap: [DATA],
  'RoleBinding.rbac.authorization.k8s.io': [{ fields: ['roleRef'] }],
  'ClusterRoleBinding.rbac.authorization.k8s.io': [{ fields: ['roleRef'] }],
  'StorageClass.storage.k8s.io': [
    { fields: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] },
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

/** Whether a cluster rejects an object of a kind that it has already, where a field has changed. */
export function isImmutable(
  kind: Kind & Readonly<Record<string, unknown>>,
  path: readonly string[],
): boolean {
  const field = path.join('.');
  return (IMMUTABLE[groupKind(kind)] ?? []).some(
    ({ fields, but = [], if: condition }) =>
      (condition === undefined || kind[condition] === true) && isIn(field, fields) && !isIn(field, but),
  );
}
