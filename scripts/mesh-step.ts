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
import type { Settings } from '../settings';
import { faultsInWords } from '../settings/fault';
import { malformations } from '../settings/validate';
import { meshFaults } from '../settings/versions';
import { messageOf, reportingErrors } from './report';
import { today } from './today';

const ROOT = join(__dirname, '..');
const DECLARED = 'settings/declared.ts';
const git = (...args: string[]) =>
  execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', stdio: 'pipe' });

/** The environments as a commit declares them: of what it tracks, only the settings and what they may import are run. */
async function declaredAt(name: string): Promise<readonly Settings[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-step-'));
  try {
    const commit = resolve(name);
    const files = git('ls-tree', '-r', '--name-only', commit, '--', 'settings', 'mesh')
      .split('\n')
      .filter(Boolean);
    if (!files.includes(DECLARED)) throw new Error(`it has no ${DECLARED}`);
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), git('show', `${commit}:./${file}`));
    }
    const { declared } = (await import(join(folder, DECLARED))) as { declared: readonly Settings[] };
    if (!Array.isArray(declared)) throw new Error(`its ${DECLARED} declares no environments`);
    const faults = (declared as Settings[]).flatMap(malformations);
    if (faults.length > 0) throw new Error(`its settings are not well-formed: ${faultsInWords(faults)}`);
    return declared;
  } catch (error) {
    throw new Error(
      `the settings of '${name}' can't be read: ${messageOf(error as Error, folder)}; give another commit, such as origin/main`,
      {
        cause: error,
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function resolve(name: string): string {
  try {
    return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).trim();
  } catch (error) {
    throw new Error('git knows no such commit', { cause: error });
  }
}

void reportingErrors(async () => {
  const { environments } = await import('../settings');
  const { positionals } = parseArgs({ allowPositionals: true });
  const [commit = 'HEAD', ...others] = positionals;
  if (others.length > 0)
    throw new Error(`one commit to compare with, not ${positionals.length}: ${positionals.join(' ')}`);
  const before = await declaredAt(commit);
  const day = today();
  const now = environments({}, day).environments;
  for (const { environment } of before.filter(
    (each) => !now.some((other) => other.environment === each.environment),
  ))
    console.log(`${environment}: in ${commit}, but no longer declared`);
  const faults = now.flatMap((settings) => {
    const { environment, mesh } = settings;
    const from = before.find((each) => each.environment === environment)?.mesh;
    if (!from) {
      console.log(`${environment}: not in ${commit}, nothing to compare`);
      return [];
    }
    console.log(
      `${environment}: ${phaseOf(from)} [${from.revisions.join(', ')}] -> ${phaseOf(mesh)} [${mesh.revisions.join(', ')}]`,
    );
    return meshFaults(environment, stepFaults(from, mesh, day));
  });
  if (faults.length > 0) throw new Error(`\nnot in one step:\n\n${faultsInWords(faults)}`);
});
