import { isKnownResource } from '../aks/new-resource';
import type { Difference, FieldChange } from './differences';
import type { Comparison, Finding, Kind } from './findings';
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
  const read = changes.filter(({ item, field }) => isReadOnly(item.id, field));
  const alike = Map.groupBy(
    changes.filter((each) => !read.includes(each)),
    ({ item, field }) => JSON.stringify([item.name.split(/[ .]/)[0], field.path, field.before, field.after]),
  );
  return [
    ...(read.length === 0
      ? []
      : [
          {
            kind: 'change',
            subject: 'terraform reads',
            text: `changes what Terraform reads, checks or prints, and nothing by itself: ${showNames(read.map(({ item }) => item.name))}`,
            fields: read.map(({ field }) => field),
          } satisfies Finding,
        ]),
    ...[...alike.values()].map((group): Finding => {
      const { item, field } = group[0]!;
      const names = group.map((each) => each.item.name);
      const path = showPath(field.path);
      const where = names.length === 1 ? item.name : `${count(names.length, 'object')} (${showNames(names)})`;
      const { kind, what } = classify(item.id);
      return {
        kind,
        subject: `${names.join(' ')} ${path}`,
        text: `changes ${path} of ${where}${what}: ${showChange(field)}`,
        fields: group.map((each) => each.field),
      };
    }),
    ...listWhole(left, 'add', (names) => `adds ${names}`),
    ...listWhole(
      left,
      'remove',
      (names, isOne) =>
        `no longer renders ${names}, which ${isOne ? 'stays' : 'stay'} in the cluster until deleted`,
    ),
  ];
}

/** Blocks of Terraform by which it only reads or prints, and what cdktf and checks write into the others. */
function isReadOnly(id: string, { path }: FieldChange): boolean {
  return (
    /^(data|locals|output|variable)\./.test(id) ||
    path[0] === '//' ||
    path.join('.').startsWith('lifecycle.precondition')
  );
}

function classify(id: string): { readonly kind: Kind; readonly what: string } {
  return isKnownResource(id.split('.')[0]!)
    ? { kind: 'change', what: ' in place' }
    : { kind: 'unknown', what: ', meaning unknown' };
}

/** Objects that come or go: those of one kind and namespace together. */
function listWhole(
  left: readonly Difference<object>[],
  kind: 'add' | 'remove',
  describe: (names: string, isOne: boolean) => string,
): Finding[] {
  const whole = left.filter(({ before, after }) => (kind === 'add' ? !before : !after));
  const alike = Map.groupBy(whole, ({ name }) => name.replace(/[^/ ]+$/, ''));
  return [...alike.values()].map((items): Finding => ({
    kind,
    subject: items.map(({ id }) => id).join(' '),
    text: describe(showNames(items.map(({ name }) => name)), items.length === 1),
    items,
  }));
}
