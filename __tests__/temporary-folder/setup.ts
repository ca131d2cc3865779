import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The variable with the folder of the run. It becomes TMPDIR only once tsx, which keeps what it has compiled, is loaded. */
export const FOLDER = 'AKS_ISTIO_CDK_TEST_FOLDER';

/** Where the folders of all runs stand; watched tests begin a run after another has changed TMPDIR. */
const SYSTEM = tmpdir();

/** Gives the test run, and every program it starts, one temporary folder of its own: libraries leave folders behind. */
export default function setup(): void {
  process.env[FOLDER] = mkdtempSync(join(SYSTEM, 'aks-istio-cdk-tests-'));
}
