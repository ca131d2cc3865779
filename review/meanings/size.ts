import { groupKind } from '../../objects/identity';
import { fieldName } from '../references';
import type { Comparison, Finding } from '../findings';
import { showChange } from '../show';

/** Settings of a pool by which its nodes are counted, or cost more or less. */
const POOL = /(^|\.)(node_count|min_count|max_count|vm_size|os_disk_size_gb|os_disk_type)$/;

/** What must be paid for: nodes, addresses, workspaces. No prices. */
export function size({ differences }: Comparison): Finding[] {
  const nodes = differences.blocks.flatMap(({ id, name, fields }) =>
    fields
      .filter(({ path }) => id.startsWith('azurerm_kubernetes_cluster') && POOL.test(fieldName(path)))
      .map((field): Finding => ({
        kind: 'cost',
        subject: `${id} ${fieldName(field.path)}`,
        text: `${name} has other nodes: ${fieldName(field.path)} ${showChange(field)}`,
        fields: [field],
      })),
  );
  const replicas = differences.objects.flatMap((each) =>
    each.fields
      .filter(({ path }) => isReplicas(each, path))
      .map((field): Finding => {
        const isDown = field.after === 0;
        return {
          kind: isDown ? 'outage' : 'change',
          subject: `${each.id} ${field.path.join('.')}`,
          text: isDown
            ? `${each.name} runs no pod any more (${showChange(field)})`
            : `${each.name}: ${field.path.at(-1)} ${showChange(field)}`,
          fields: [field],
        };
      }),
  );
  const addresses = differences.objects.flatMap((each): Finding[] => {
    const [old, now] = [isPublic(each.before), isPublic(each.after)];
    if (old === now) return [];
    return [
      {
        kind: now ? 'open' : 'close',
        subject: each.id,
        text: `${each.name} ${now ? 'gets' : 'loses'} an address of its own at Azure's load balancer${now && isExternal(each.after) ? ', which anybody reaches' : ''}`,
        fields: each.fields.filter(({ path }) => path[1] === 'type'),
        items: each.before && each.after ? [] : [each],
      },
    ];
  });
  return [...nodes, ...replicas, ...addresses];
}

function isReplicas(
  { after }: Comparison['differences']['objects'][number],
  path: readonly string[],
): boolean {
  const kind = after ? groupKind(after) : '';
  const field = path.join('.');
  if (kind === 'HorizontalPodAutoscaler.autoscaling') return /^spec\.(min|max)Replicas$/.test(field);
  return ['Deployment.apps', 'StatefulSet.apps'].includes(kind) && field === 'spec.replicas';
}

type Maybe = Comparison['differences']['objects'][number]['after'];

function isPublic(object: Maybe): boolean {
  return (
    object?.kind === 'Service' && (object.spec as { type?: string } | undefined)?.type === 'LoadBalancer'
  );
}

function isExternal(object: Maybe): boolean {
  return object?.metadata.annotations?.['service.beta.kubernetes.io/azure-load-balancer-internal'] !== 'true';
}
