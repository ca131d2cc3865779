import type { Day } from '../mesh/revisions';
import { isNewerThanCalendar, upgradeTargets } from '../mesh/revisions';
import type { Variables } from '../model/schema/environment';
import { meshStatus } from '../model/plan/mesh-status';
import { findMissingUpgrades, describeMissingUpgrade } from '../model/plan/missing-upgrades';
import { command, run } from './run';
import { table } from './table';
import { today } from './today';
import type { Plan } from '../model/plan';

async function status({ json }: { json?: true }): Promise<void> {
  const { loadEnvironments } = await import('./environments');
  const day = today();
  const { environments } = loadEnvironments(process.env as Variables, day);
  const all = environments.map((environment) => meshStatus(environment, day));
  if (json) return console.log(JSON.stringify(all, null, 2));
  const rows = all.map((each, index) => [
    each.environment,
    environments[index]!.mesh.revisions.join(' -> '),
    each.endOfLife
      ? `${each.endOfLife}${each.endOfLifeExpected ? ' (expected)' : ''}`
      : 'not in the calendar',
    each.daysLeft === null ? '' : `${each.daysLeft}`,
    each.kubernetes.join(' '),
    each.nextTargets.join(' ') || describeNoTarget(environments[index]!, day),
    each.phase,
  ]);
  console.log(
    table(['environment', 'revision', 'end of life', 'days left', 'kubernetes', 'next', 'phase'], rows),
  );
  for (const gap of findMissingUpgrades(environments, day)) console.log(`\n${describeMissingUpgrade(gap)}`);
}

/** Why there is nowhere to go. */
function describeNoTarget({ cluster, mesh }: Plan, day: Day): string {
  const revision = mesh.revisions[0]!;
  if (isNewerThanCalendar(revision)) return 'newer than the calendar';
  return upgradeTargets(revision, day).length > 0
    ? `none on Kubernetes ${cluster.kubernetesVersion}`
    : 'none in the calendar';
}

void run(
  command('mesh:status', 'Shows how long the revision of each environment is supported, and where it can go.')
    .option('--json', 'print JSON')
    .action(status),
);
