import { isKind } from '../../objects/identity';
import { getSpec, listObjects, type KubernetesObject } from '../../objects/object';
import type { Comparison, Finding } from '../findings';
import { count } from '../show';

/** What is lost where an object that is no longer rendered is deleted, by hand or by pruning. */
export function dataLoss({ before, differences }: Comparison): Finding[] {
  return differences.objects.flatMap((each): Finding[] => {
    if (each.after || !each.before) return [];
    const lost = describeLoss(each.before, before.objects);
    if (lost === undefined) return [];
    return [
      {
        kind: 'data',
        certainty: 'may',
        subject: each.id,
        text: `${each.name} is no longer rendered: deleting it, by hand or by pruning, ${lost}`,
        items: [each],
      },
    ];
  });
}

function describeLoss(object: KubernetesObject, objects: readonly KubernetesObject[]): string | undefined {
  if (isKind(object, 'Namespace')) {
    const inside = objects.filter(({ metadata }) => metadata.namespace === object.metadata.name);
    return `deletes all that is in it, ${count(inside.length, 'rendered object')} among it`;
  }
  if (isKind(object, 'PersistentVolumeClaim'))
    return 'deletes the volume with its data, unless its class retains it';
  if (isKind(object, 'Secret')) return 'deletes what it holds';
  const claims = listObjects(getSpec(object).volumeClaimTemplates);
  if (isKind(object, 'StatefulSet.apps') && claims.length > 0)
    return `ends its pods; its ${count(claims.length, 'claim')} a pod and their data stay, and nothing uses them`;
  return undefined;
}
