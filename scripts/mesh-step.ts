/**
 * `npm run mesh:step [-- REVISION-OF-GIT]`: whether the settings can follow those of that commit (default: HEAD) in one
 * step, as an upgrade of the mesh needs.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { phaseOf, stepFaults } from '../mesh/upgrade';
import { environments, faultsInWords, type Settings } from '../settings';
import { reportingErrors } from './report';

const ROOT = join(__dirname, '..');
const git = (...args: string[]) =>
  execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** The environments as a commit declares them: only what it tracks is read, and only `settings/` of it is run. */
async function declaredAt(commit: string): Promise<readonly Settings[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-step-'));
  try {
    const files = git('ls-tree', '-r', '--name-only', commit, '--', 'settings').split('\n').filter(Boolean);
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), git('show', `${commit}:./${file}`));
    }
    const { declared } = (await import(join(folder, 'settings/declared.ts'))) as {
      declared: readonly Settings[];
    };
    return declared;
  } catch (error) {
    throw new Error(
      `the settings of '${commit}' can't be read: ${(error as Error).message.split('\n').slice(0, 2).join(' ')}; give another commit, such as origin/main`,
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void reportingErrors(async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [commit = 'HEAD'] = positionals;
  const before = await declaredAt(commit);
  const today = new Date().toISOString().slice(0, 10);
  const faults = environments({}, today).environments.flatMap((settings) => {
    const { environment, mesh } = settings;
    const from = before.find((each) => each.environment === environment)?.mesh;
    if (!from) return console.log(`${environment}: not in ${commit}, nothing to compare`) ?? [];
    console.log(
      `${environment}: ${phaseOf(from)} [${from.revisions.join(', ')}] -> ${phaseOf(mesh)} [${mesh.revisions.join(', ')}]`,
    );
    return stepFaults(from, mesh).map(({ field, ...fault }) => ({
      environment,
      path: `mesh.${field}`,
      ...fault,
    }));
  });
  if (faults.length > 0) throw new Error(`\nnot in one step:\n\n${faultsInWords(faults)}`);
});
