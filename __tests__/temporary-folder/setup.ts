import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the system's temporary folder was called before; the teardown puts it back. */
export const before: { tmpdir?: string | undefined } = {};

/** Gives the test run, and every program it starts, one temporary folder of its own: libraries leave folders behind. */
export default function setup(): void {
  before.tmpdir = process.env.TMPDIR;
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-tests-'));
}
