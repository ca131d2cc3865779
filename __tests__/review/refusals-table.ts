import type { KubernetesObject } from '../../objects/object';

type Fields = Readonly<Record<string, unknown>>;

/** Changes of an object that the cluster has, and whether it takes them. */
export interface RefusalCase {
  readonly object: KubernetesObject;
  /** Fields of the cluster's answer that a change depends on. @default none */
  readonly status?: Fields;
  /** Fields that are written over it, each with what the server says of it; undefined leaves a field out. */
  readonly refused: readonly [fields: Fields, says: string][];
  readonly accepted: readonly Fields[];
}

const made = (apiVersion: string, kind: string, fields: object, namespace: string | undefined = 'shop') =>
  ({
    apiVersion,
    kind,
    metadata: { name: kind.toLowerCase(), ...(namespace !== undefined && { namespace }) },
    ...fields,
  }) as unknown as KubernetesObject;
const clusterWide = (apiVersion: string, kind: string, fields: object) => {
  const { metadata, ...rest } = made(apiVersion, kind, fields);
  return { ...rest, metadata: { name: metadata.name } } as unknown as KubernetesObject;
};

const template = (app: string, image = 'ghcr.io/example/web:1.0.0') => ({
  metadata: { labels: { app, tier: 'web' } },
  spec: { containers: [{ name: 'web', image }] },
});
const selector = (labels: object) => ({ matchLabels: labels });
const job = (image?: string) => {
  const { metadata, spec } = template('job', image);
  return { metadata, spec: { ...spec, restartPolicy: 'Never' } };
};
const claim = (storage = '1Gi', storageClassName = 'slow') => ({
  accessModes: ['ReadWriteOnce'],
  storageClassName,
  resources: { requests: { storage } },
});
const workload = { selector: selector({ app: 'web' }), template: template('web') };
const stateful = {
  ...workload,
  serviceName: 'web',
  podManagementPolicy: 'OrderedReady',
  volumeClaimTemplates: [{ metadata: { name: 'pages' }, spec: claim() }],
};
const role = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name });
const otherSelector = { selector: selector({ app: 'web', tier: 'web' }) };

/** Every kind of refusal that the review names, with changes beside it that a cluster takes. */
export const REFUSALS: readonly RefusalCase[] = [
  ...['Deployment', 'DaemonSet', 'ReplicaSet'].map((kind): RefusalCase => ({
    object: made('apps/v1', kind, { spec: workload }),
    refused: [[{ spec: { ...workload, ...otherSelector } }, 'field is immutable']],
    accepted: [{ spec: { ...workload, template: template('web', 'ghcr.io/example/web:2.0.0') } }],
  })),
  {
    object: made('apps/v1', 'StatefulSet', { spec: stateful }),
    refused: [
      [{ spec: { ...stateful, serviceName: 'other' } }, 'updates to statefulset spec'],
      [{ spec: { ...stateful, ...otherSelector } }, 'updates to statefulset spec'],
      [{ spec: { ...stateful, podManagementPolicy: 'Parallel' } }, 'updates to statefulset spec'],
      [
        {
          spec: { ...stateful, volumeClaimTemplates: [{ metadata: { name: 'pages' }, spec: claim('2Gi') }] },
        },
        'updates to statefulset spec',
      ],
      [{ spec: { ...stateful, volumeClaimTemplates: undefined } }, 'updates to statefulset spec'],
    ],
    accepted: [
      { spec: { ...stateful, replicas: 3 } },
      { spec: { ...stateful, template: template('web', 'ghcr.io/example/web:2.0.0') } },
      { spec: { ...stateful, podManagementPolicy: undefined } },
    ],
  },
  {
    object: made('batch/v1', 'Job', { spec: { template: job() } }),
    refused: [
      [{ spec: { template: job('ghcr.io/example/web:2.0.0') } }, 'field is immutable'],
      [{ spec: { template: job(), completions: 3 } }, 'field is immutable'],
      [{ spec: { template: job(), completionMode: 'Indexed', completions: 1 } }, 'field is immutable'],
    ],
    accepted: [
      { spec: { template: job(), ttlSecondsAfterFinished: 60 } },
      { spec: { template: job(), completionMode: 'NonIndexed' } },
      { spec: { template: job(), completions: 1 } },
    ],
  },
  {
    object: made('v1', 'PersistentVolumeClaim', { spec: claim('2Gi') }),
    status: { phase: 'Bound', capacity: { storage: '2Gi' }, accessModes: ['ReadWriteOnce'] },
    refused: [
      [{ spec: claim('2Gi', 'fast') }, 'spec is immutable after creation'],
      [{ spec: { ...claim('2Gi'), accessModes: ['ReadWriteMany'] } }, 'spec is immutable after creation'],
      [{ spec: claim('1Gi') }, 'can not be less than'],
    ],
    accepted: [{ spec: claim('4Gi') }, { spec: { ...claim('2Gi'), volumeMode: 'Filesystem' } }],
  },
  {
    object: made('v1', 'Service', { spec: { ports: [{ port: 80 }], selector: { app: 'web' } } }),
    refused: [
      [
        { spec: { ports: [{ port: 80 }], selector: { app: 'web' }, clusterIP: 'None' } },
        'may not change once set',
      ],
    ],
    accepted: [
      { spec: { ports: [{ port: 81 }], selector: { app: 'web' } } },
      { spec: { ports: [{ port: 80 }], selector: { app: 'web' }, type: 'LoadBalancer' } },
    ],
  },
  {
    object: {
      ...made('v1', 'Service', {
        spec: { clusterIP: 'None', ports: [{ port: 80 }], selector: { app: 'web' } },
      }),
      metadata: { name: 'headless', namespace: 'shop' },
    },
    refused: [
      [
        { spec: { clusterIP: '10.96.7.7', ports: [{ port: 80 }], selector: { app: 'web' } } },
        'may not change once set',
      ],
    ],
    accepted: [{ spec: { ports: [{ port: 80 }], selector: { app: 'web' } } }],
  },
  {
    object: made('v1', 'Secret', { type: 'Opaque', stringData: { password: 'a' } }),
    refused: [[{ type: 'example.com/own' }, 'field is immutable']],
    accepted: [{ stringData: { password: 'b' } }, { type: undefined }, { immutable: true }],
  },
  {
    object: {
      ...made('v1', 'Secret', { immutable: true, stringData: { password: 'a' } }),
      metadata: { name: 'fixed', namespace: 'shop' },
    },
    refused: [
      [{ stringData: { password: 'b' } }, 'field is immutable'],
      [{ immutable: undefined }, 'field is immutable'],
    ],
    accepted: [{ metadata: { name: 'fixed', namespace: 'shop', labels: { team: 'shop' } } }],
  },
  {
    object: made('v1', 'ConfigMap', { immutable: true, data: { rate: '1' } }),
    refused: [
      [{ data: { rate: '2' } }, 'field is immutable'],
      [{ immutable: false }, 'field is immutable'],
      [{ immutable: undefined }, 'field is immutable'],
    ],
    accepted: [{ metadata: { name: 'configmap', namespace: 'shop', labels: { team: 'shop' } } }],
  },
  {
    object: {
      ...made('v1', 'ConfigMap', { data: { rate: '1' } }),
      metadata: { name: 'open', namespace: 'shop' },
    },
    refused: [],
    accepted: [{ data: { rate: '2' } }, { immutable: true }, { immutable: true, data: { rate: '2' } }],
  },
  ...[
    made('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: role('view'), subjects: [] }),
    clusterWide('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', {
      roleRef: role('view'),
      subjects: [],
    }),
  ].map((object): RefusalCase => ({
    object,
    refused: [[{ roleRef: role('edit') }, 'cannot change roleRef']],
    accepted: [{ subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'team' }] }],
  })),
  {
    object: clusterWide('storage.k8s.io/v1', 'StorageClass', {
      provisioner: 'disk.csi.azure.com',
      parameters: { skuName: 'Premium_LRS' },
      reclaimPolicy: 'Delete',
      allowVolumeExpansion: true,
    }),
    refused: [
      [{ parameters: { skuName: 'Standard_LRS' } }, 'updates to parameters are forbidden'],
      [{ provisioner: 'file.csi.azure.com' }, 'updates to provisioner are forbidden'],
      [{ reclaimPolicy: 'Retain' }, 'updates to reclaimPolicy are forbidden'],
      [{ volumeBindingMode: 'WaitForFirstConsumer' }, 'field is immutable'],
    ],
    accepted: [
      { allowVolumeExpansion: false },
      { reclaimPolicy: undefined },
      { volumeBindingMode: 'Immediate' },
    ],
  },
  {
    object: clusterWide('scheduling.k8s.io/v1', 'PriorityClass', { value: 10 }),
    refused: [[{ value: 20 }, 'may not be changed']],
    accepted: [{ description: 'pods of the shop' }],
  },
];

/** An object after a change, without the fields that it leaves out. */
export function changedObject(object: KubernetesObject, fields: Fields): KubernetesObject {
  return JSON.parse(JSON.stringify({ ...object, ...fields })) as KubernetesObject;
}
