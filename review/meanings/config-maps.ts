import { isKind } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';
import { getPodTemplate } from '../../objects/pod-template';
import { CONTROL_PLANE_NAMESPACE } from '../../mesh/gateways';
import type { Comparison, Finding } from '../findings';
import { showNames } from '../show';

/** Changed content of ConfigMaps, and which pods see it when. */
export function configMaps({ after, differences }: Comparison): Finding[] {
  const restarted = new Set(
    differences.objects
      .filter(({ fields }) => fields.some(({ path }) => path.includes('template')))
      .map(({ id }) => id),
  );
  return differences.objects.flatMap((each): Finding[] => {
    if (!each.before || !each.after || !isKind(each.after, 'ConfigMap')) return [];
    const fields = each.fields.filter(({ path }) => path[0] === 'data' || path[0] === 'binaryData');
    if (fields.length === 0) return [];
    const keys = showNames(fields.map(({ path }) => path.slice(1).join('.') || 'all keys'));
    if (each.after.metadata.namespace === CONTROL_PLANE_NAMESPACE)
      return [
        {
          kind: 'mesh',
          subject: each.id,
          text: `changes the mesh's configuration (${each.name}: ${keys}); some fields apply to running sidecars at once, others after a restart`,
          fields,
        },
      ];
    const users = after.objects.filter((object) => uses(object, each.after!));
    const waiting = users.filter((object) => !restarted.has(object.metadata.name));
    return [
      {
        kind: 'change',
        subject: each.id,
        text: `changes ${keys} of ${each.name}`,
        fields,
        consequences:
          waiting.length === 0
            ? []
            : [
                {
                  kind: 'manual',
                  subject: each.id,
                  text: `pods of ${showNames(waiting.map(({ metadata }) => metadata.name))} that read it once see it after a restart`,
                },
              ],
      },
    ];
  });
}

function uses(object: KubernetesObject, map: KubernetesObject): boolean {
  const template = getPodTemplate(object);
  if (!template || object.metadata.namespace !== map.metadata.namespace) return false;
  return JSON.stringify(template.spec ?? {}).includes(`"name":"${map.metadata.name}"`);
}
