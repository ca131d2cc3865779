import { isImmutable } from '../../objects/immutable';
import { listLeaves } from '../../objects/leaves';
import type { KubernetesObject } from '../../objects/object';
import type { Difference, FieldChange } from '../differences';
import type { Comparison, Finding } from '../findings';
import { showChange, showPath } from '../show';

/** Objects that the cluster rejects, as a field of theirs cannot be changed. */
export function refusals({ differences }: Comparison): Finding[] {
  return differences.objects.flatMap((each) => {
    const fields = each.fields.filter((field) => meetsImmutable(each, field));
    if (fields.length === 0) return [];
    const what = fields.map((field) => `${showPath(field.path)} ${showChange(field)}`).join(', ');
    return [
      {
        kind: 'refused',
        subject: each.id,
        text: `the cluster rejects ${each.name}: ${what} cannot be changed`,
        fields,
        consequences: [
          {
            kind: 'manual',
            subject: each.id,
            text: `delete ${each.name} before it is applied; until then kubectl and Flux stop with an error, and Argo CD's sync fails and is tried again`,
          },
        ],
      } satisfies Finding,
    ];
  });
}

/** A whole block that comes or goes may hold the field. */
function meetsImmutable(
  { before }: Difference<KubernetesObject>,
  { path, before: old, after }: FieldChange,
): boolean {
  const object = before as KubernetesObject & Readonly<Record<string, unknown>>;
  if (isImmutable(object, path, old, after)) return true;
  if (path.length > 1) return false;
  const leaves = (side: unknown) => (typeof side === 'object' ? listLeaves(side) : []);
  return [
    ...leaves(old).map((leaf) => ({ path: leaf.path, from: leaf.value, to: undefined })),
    ...leaves(after).map((leaf) => ({ path: leaf.path, from: undefined, to: leaf.value })),
  ].some((leaf) => isImmutable(object, [...path, ...leaf.path], leaf.from, leaf.to));
}
