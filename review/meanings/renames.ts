import { isDeepStrictEqual } from 'node:util';
import { groupKind } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';
import { getPodTemplate } from '../../objects/pod-template';
import type { Difference } from '../differences';
import type { Comparison, Finding } from '../findings';
import { count } from '../show';

type Objects = Difference<KubernetesObject>;

/** Workloads that go under one name and come under another: what both have is not told twice. */
export function renames({ differences }: Comparison): Finding[] {
  const gone = differences.objects.filter(({ after }) => !after);
  const come = differences.objects.filter(({ before }) => !before);
  const makers = (all: readonly Objects[]) =>
    all.filter((each) => getPodTemplate((each.before ?? each.after)!));
  return makers(gone).flatMap((old): Finding[] => {
    const now = makers(come).find((each) => isRenamed(old, each));
    if (!now) return [];
    const [from, to] = [old.before!.metadata.name, now.after!.metadata.name];
    const pairs = gone.flatMap((one) => {
      const other = come.find((each) => isSame(one, each, from, to));
      return other ? [one, other] : [];
    });
    return [
      {
        kind: 'rename',
        subject: `${old.id} ${to}`,
        text: `renames ${old.name} to ${to}: ${count(pairs.length / 2, 'object')} come under the new name, and those of the old one run on until they are deleted`,
        items: [old, now, ...pairs],
        consequences: [
          {
            kind: 'outage',
            certainty: 'may',
            subject: old.id,
            text: `whoever calls the Service '${from}' by its name reaches nothing once that is deleted`,
          },
        ],
      },
    ];
  });
}

function isRenamed(old: Objects, now: Objects): boolean {
  const [from, to] = [old.before!, now.after!];
  return (
    from.metadata.namespace === to.metadata.namespace &&
    isSame(old, now, from.metadata.name, to.metadata.name)
  );
}

/** Whether an object is another one under a new name; an image may keep its own. */
function isSame({ before }: Objects, { after }: Objects, from: string, to: string): boolean {
  if (!before || !after || groupKind(before) !== groupKind(after)) return false;
  const name = new RegExp(String.raw`(?<![\w-])${from}(?!\w)`, 'g');
  const rename = (text: string) => text.replaceAll(name, to);
  const isAlike = (old: unknown, now: unknown): boolean => {
    if (typeof old === 'string') return old === now || rename(old) === now;
    if (typeof old !== 'object' || old === null || typeof now !== 'object' || now === null)
      return old === now;
    const [some, others] = [Object.entries(old), now as Readonly<Record<string, unknown>>];
    return (
      some.length === Object.keys(now).length &&
      some.every(([key, value]) =>
        isAlike(value, Object.hasOwn(others, key) ? others[key] : others[rename(key)]),
      )
    );
  };
  return isAlike(before, after) && !isDeepStrictEqual(before, after);
}
