import type { Difference } from '../differences';
import type { Comparison, Finding } from '../findings';
import { listOpenings } from '../openings';
import { count, showNames } from '../show';

/** An environment that comes or goes as a whole; nothing of one that is on both sides. */
export function environments({ environment, before, after, differences, reach }: Comparison): Finding[] {
  const [isNew, isGone] = [isEmpty(before), isEmpty(after)];
  if (isNew === isGone) return [];
  const items: readonly Difference<object>[] = [
    ...differences.objects,
    ...differences.patches,
    ...differences.blocks,
  ];
  if (isGone)
    return [
      {
        kind: 'destroy',
        certainty: 'may',
        subject: environment,
        text: `the environment is no longer rendered: what it has in Azure and in its cluster stays until you destroy it, and its Terraform state is needed for that`,
        items,
      },
    ];
  const hosts = [...new Set(listOpenings(after.objects).map(({ host }) => host))];
  const { pods } = reach.after();
  return [
    {
      kind: 'add',
      subject: environment,
      text: `adds the environment: ${count(after.objects.length, 'object')}, ${count(pods.length, 'workload')}, ${hosts.length > 0 ? `reached from outside as ${showNames(hosts)}` : 'not reached from outside'}`,
      items,
    },
  ];
}

function isEmpty({ objects, terraform }: Comparison['before']): boolean {
  return objects.length === 0 && Object.keys(terraform).length === 0;
}
