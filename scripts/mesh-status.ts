/** `npm run mesh:status [-- --json]`: how long the revision of each environment is good for, and where it can go. */
import { parseArgs } from 'node:util';
import { environments } from '../settings';
import { meshStatus } from '../settings/status';
import { reportingErrors } from './report';
import { table } from './table';
import { today } from './today';

reportingErrors(() => {
  const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
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
    status.nextTargets.join(' ') || 'none in the calendar',
    status.phase,
  ]);
  console.log(
    table(['environment', 'revision', 'end of life', 'days left', 'kubernetes', 'next', 'phase'], rows),
  );
});
