import { rmSync } from 'node:fs';
import { before } from './setup';

/** Removes the temporary folder of the test run with all that was left in it. */
export default function teardown(): void {
  rmSync(process.env.TMPDIR!, { recursive: true, force: true });
  if (before.tmpdir === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before.tmpdir;
}
