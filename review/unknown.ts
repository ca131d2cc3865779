import { isKnownResource } from '../aks/new-resource';
import type { Difference, FieldChange } from './differences';
import type { Comparison, Finding } from './findings';
import { count, showChange, showNames, showPath } from './show';

/** What the findings explain. */
interface Explained {
  readonly fields: ReadonlySet<FieldChange>;
  readonly items: ReadonlySet<string>;
}

function collect(findings: readonly Finding[], fields: Set<FieldChange>, items: Set<string>): Explained {
  for (const finding of findings) {
    for (const field of finding.fields ?? []) fields.add(field);
    for (const { id } of finding.items ?? []) items.add(id);
    collect(finding.consequences ?? [], fields, items);
  }
  return { fields, items };
}

/** A finding for all that no other explains, so that no difference is passed over; the same change of several objects is one. */
export function unknownFindings({ differences }: Comparison, findings: readonly Finding[]): Finding[] {
  const { fields, items } = collect(findings, new Set(), new Set());
  const { objects, patches, blocks } = differences;
  const all: readonly Difference<object>[] = [...objects, ...patches, ...blocks];
  const left = all.filter(({ id }) => !items.has(id));
  const changes = left.flatMap((item) =>
    item.fields.filter((field) => !fields.has(field)).map((field) => ({ item, field })),
  );
  const alike = Map.groupBy(changes, ({ item, field }) =>
    JSON.stringify([item.name.split(/[ .]/)[0], field.path, field.before, field.after]),
  );
  return [
    ...[...alike.values()].map((group): Finding => {
      const { item, field } = group[0]!;
      const names = group.map((each) => each.item.name);
      const path = showPath(field.path);
      const where = names.length === 1 ? item.name : `${count(names.length, 'object')} (${showNames(names)})`;
      const isInPlace = isKnownResource(item.id.split('.')[0]!);
      return {
        kind: isInPlace ? 'change' : 'unknown',
        subject: `${names.join(' ')} ${path}`,
        text: `changes ${path} of ${where}${isInPlace ? ' in place' : ', meaning unknown'}: ${showChange(field)}`,
        fields: group.map((each) => each.field),
      };
    }),
    ...left
      .filter(({ before }) => !before)
      .map((item) => ({
        kind: 'add' as const,
        subject: item.id,
        text: `adds ${item.name}`,
        items: [item],
      })),
    ...left
      .filter(({ after }) => !after)
      .map((item) => ({
        kind: 'remove' as const,
        subject: item.id,
        text: `no longer renders ${item.name}, which stays in the cluster until it is deleted`,
        items: [item],
      })),
  ];
}
