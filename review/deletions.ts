import type { Difference } from './differences';
import type { Finding } from './findings';
import { showNames } from './show';

/** What a finding waits for that is only true once objects that are no longer rendered are deleted; nothing where there are none. */
export function listDeletions(stale: readonly Difference<object>[]): Finding[] {
  if (stale.length === 0) return [];
  const names = showNames(stale.map(({ name }) => name));
  return [
    {
      kind: 'manual',
      subject: stale.map(({ id }) => id).join(' '),
      text: `applying deletes nothing: this holds only once ${names} ${stale.length === 1 ? 'is' : 'are'} deleted, by hand or by pruning`,
    },
  ];
}
