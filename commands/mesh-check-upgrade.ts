import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environments } from '../model/schema/environment';
import { FaultError, type Fault } from '../model/fault';
import { getMeshState, toSettingFault } from '../model/plan/mesh-state';
import { toFaults } from '../model/read/setting-faults';
import { resourceGroupKey } from '../model/plan/resource-group';
import { upgradePhase, stepFaults } from '../mesh/upgrade';
import { load } from './start';
import { withCheckout } from './checkout';
import { command, formatError, run } from './run';
import { today } from './today';
import type { Plan } from '../model/plan';

const LIST = 'environments/index.ts';

/** What is loaded of a commit. */
interface Compared {
  readonly environments: Environments;
  readonly readEnvironments: typeof import('../model/read').readEnvironments;
}

/** The environments as a commit declares them, read by the engine of that commit. */
async function environmentsAt(commit: string): Promise<readonly Plan[]> {
  const unreadable = (problem: string, cause?: unknown) =>
    new FaultError(
      [{ where: `git commit '${commit}'`, problem, fix: 'compare with another commit, such as origin/main' }],
      'nothing was compared',
      { cause },
    );
  return withCheckout(commit, unreadable, async (folder, has) => {
    if (has('settings/declared.ts'))
      throw unreadable('its environments are in settings/, a layout that is no longer supported');
    if (!has(LIST)) throw unreadable(`it has no ${LIST}`);
    try {
      const entry = join(folder, 'compared.ts');
      writeFileSync(
        entry,
        "export { environments } from './environments';\nexport { readEnvironments } from './model/read';\n",
      );
      const { environments, readEnvironments } = (await load(entry, folder)) as Compared;
      return readEnvironments(environments, {});
    } catch (error) {
      throw unreadable(
        `its environments cannot be loaded: ${formatError(error, '', folder) ?? String(error)}`,
        error,
      );
    }
  });
}

async function checkUpgrade(commit = 'HEAD'): Promise<void> {
  const { loadEnvironments } = await import('./environments');
  const before = await environmentsAt(commit);
  const day = today();
  const { environments } = loadEnvironments({}, day);
  const fromOf = (environment: Plan) =>
    before.find(({ name }) => name === environment.name) ??
    // Under another name, it has the resource group that no other has.
    before.find((each) => resourceGroupKey(each) === resourceGroupKey(environment));
  const compared = environments.map((environment) => ({ environment, from: fromOf(environment) }));
  for (const each of before.filter((other) => !compared.some(({ from }) => from === other)))
    console.log(`${each.name}: removed since ${commit}`);
  const faults = compared.flatMap(({ environment, from }): Fault[] => {
    const { name, mesh } = environment;
    if (!from) {
      console.log(`${name}: not in ${commit}, nothing to compare`);
      return [];
    }
    if (from.name !== name)
      console.log(`${name}: ${from.name} in ${commit}; Terraform's state still has that name: move it first`);
    const [old, now] = [getMeshState(from), getMeshState(environment)];
    console.log(
      `${name}: ${upgradePhase(old)} [${old.revisions.join(', ')}] -> ${upgradePhase(now)} [${mesh.revisions.join(', ')}]`,
    );
    return toFaults(stepFaults(old, now, day).map((fault) => ({ environment, ...toSettingFault(fault) })));
  });
  if (faults.length > 0) throw new FaultError(faults, 'the mesh cannot be upgraded in one step');
}

void run(
  command(
    'mesh:check-upgrade',
    'Checks that the mesh can move from a commit to the working tree in one upgrade step.',
  )
    .argument('[commit]', 'commit of git to compare with (default: HEAD)')
    .action(checkUpgrade),
);
