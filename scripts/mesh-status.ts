/** `npm run mesh:status [-- --json]`: how long the revision of each environment is good for, and where it can go. */
import { parseArgs } from 'node:util';
import type { Day } from '../mesh/revisions';
import { isNewerThanCalendar, upgradeTargets } from '../mesh/revisions';
import type { Settings } from '../settings';
import { meshStatus } from '../settings/status';
import { gaps, gapInWords } from '../settings/successor';
import { reportingErrors } from './report';
import { table } from './table';
import { today } from './today';

void reportingErrors(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
  const { environments } = await import('../settings');
  const day = today();
  const declared = environments(process.env, day).environments;
  const all = declared.map((settings) => meshStatus(settings, day));
  if (values.json) return console.log(JSON.stringify(all, null, 2));
  const rows = all.map((status, index) => [
    status.environment,
    declared[index]!.mesh.revisions.join(' -> '),
    status.endOfLife
      ? `${status.endOfLife}${status.endOfLifeExpected ? ' (expected)' : ''}`
      : 'not in the calendar',
    status.daysLeft === null ? '' : `${status.daysLeft}`,
    status.kubernetes.join(' '),
    status.nextTargets.join(' ') || noneInWords(declared[index]!, day),
    status.phase,
  ]);
  console.log(
    table(['environment', 'revision', 'end of life', 'days left', 'kubernetes', 'next', 'phase'], rows),
  );
  for (const gap of gaps(declared, day)) console.log(`\n${gapInWords(gap)}`);
});

/** Why there is nowhere to go. */
function noneInWords({ cluster, mesh }: Settings, day: Day): string {
  const revision = mesh.revisions[0]!;
  if (isNewerThanCalendar(revision)) return 'newer than the calendar';
  return upgradeTargets(revision, day).length > 0
    ? `none on Kubernetes ${cluster.kubernetesVersion}`
    : 'none in the calendar';
}
