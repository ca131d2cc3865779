import { isKind } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';
import { getPodTemplate } from '../../objects/pod-template';
import type { Difference } from '../differences';
import type { Comparison, Finding } from '../findings';
import { count, show, showNames } from '../show';

const LABEL = 'istio.io/rev';

/** What moves the revision of the mesh: of the cluster's control planes, and of the namespaces. */
export function meshRevision({ after, differences }: Comparison): Finding[] {
  return [
    ...differences.objects.flatMap((each) => namespaceFindings(each, after.objects)),
    ...differences.blocks.flatMap((block): Finding[] => {
      if (!block.id.startsWith('azurerm_kubernetes_cluster.')) return [];
      const fields = block.fields.filter(({ path }) => path[0] === 'service_mesh_profile');
      const [old, now] = [block.before, block.after].map(profileOf);
      if (fields.length === 0 || !block.before || !block.after) return [];
      if (old && !now)
        return [
          {
            kind: 'data',
            subject: block.id,
            text: `uninstalls the mesh of ${block.name}: AKS removes Istio's CRDs, all Istio objects, and the namespaces aks-istio-system and aks-istio-ingress`,
            fields,
          },
        ];
      const [from, to] = [revisionsOf(old), revisionsOf(now)];
      const moved = fields.filter(({ path }) => path.includes('revisions'));
      if (moved.length === 0) return [];
      return [
        {
          kind: 'mesh',
          subject: block.id,
          text: describeStep(from, to),
          fields: moved,
        },
      ];
    }),
  ];
}

interface Profile {
  readonly revisions?: readonly string[];
}

function profileOf(block: object | undefined): Profile | undefined {
  const { service_mesh_profile: profile } = (block ?? {}) as {
    service_mesh_profile?: Profile | readonly Profile[];
  };
  return Array.isArray(profile) ? (profile as readonly Profile[])[0] : (profile as Profile | undefined);
}

const revisionsOf = (profile: Profile | undefined) => profile?.revisions ?? [];

function describeStep(from: readonly string[], to: readonly string[]): string {
  const [added, removed] = [
    to.filter((each) => !from.includes(each)),
    from.filter((each) => !to.includes(each)),
  ];
  if (from.length === 1 && to.length === 2)
    return `starts the upgrade of the mesh to ${added[0]}: a second control plane runs beside ${from[0]}`;
  if (from.length === 2 && to.length === 1)
    return to[0] === from[1]
      ? `completes the upgrade of the mesh: ${removed[0]} is removed, and pods that still have its sidecar keep it without a control plane`
      : `rolls the upgrade of the mesh back: ${removed[0]} is removed`;
  return `moves the mesh from ${from.join(', ')} to ${to.join(', ')} in one step, which Azure rejects: an upgrade runs both at once first`;
}

function namespaceFindings(
  { id, name, before, after, fields }: Difference<KubernetesObject>,
  objects: readonly KubernetesObject[],
): Finding[] {
  if (!before || !after || !isKind(after, 'Namespace')) return [];
  const changes = fields.filter(({ path }) => path.at(-1) === LABEL);
  const [change] = changes;
  if (!change) return [];
  const inside = objects.filter(
    ({ metadata, kind }) =>
      metadata.namespace === after.metadata.name && kind !== 'Job' && kind !== 'CronJob',
  );
  const workloads = inside.filter((object) => getPodTemplate(object) !== undefined);
  const names = workloads.map((object) => `${object.kind}/${object.metadata.name}`);
  const isLeaving = change.after === undefined;
  return [
    {
      kind: isLeaving ? 'weaken' : 'mesh',
      subject: id,
      text: isLeaving
        ? `takes ${name} out of the mesh: its new pods get no sidecar, no identity and no mTLS`
        : `moves ${name} to the sidecars of ${show(change.after)} (from ${show(change.before)})`,
      fields: changes,
      consequences:
        names.length === 0
          ? []
          : [
              {
                kind: 'manual',
                subject: id,
                text: `takes effect only after a restart: kubectl rollout restart -n ${after.metadata.name} ${showNames(names, 6)} (${count(names.length, 'workload')})`,
              },
            ],
    },
  ];
}
