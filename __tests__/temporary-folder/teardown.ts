import { rmSync } from 'node:fs';
import { FOLDER } from './setup';

/** Removes the temporary folder of the test run with all that was left in it. */
export default function teardown(): void {
  rmSync(process.env[FOLDER]!, { recursive: true, force: true });
  delete process.env[FOLDER];
}
