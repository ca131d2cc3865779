import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run } from '../support';
import setup, { FOLDER } from './setup';
import teardown from './teardown';

test('tests and the programs they start share the temporary folder of the run', () => {
  expect(basename(tmpdir())).toMatch(/^aks-istio-cdk-tests-/);
  expect(run(process.execPath, ['-p', 'os.tmpdir()']).stdout.trim()).toBe(tmpdir());
});

test('what is left in it goes when the run ends', () => {
  const outer = process.env[FOLDER]!;
  setup();
  const own = process.env[FOLDER]!;
  mkdirSync(join(own, 'cdk8s.outdir.left', 'behind'), { recursive: true });
  teardown();
  process.env[FOLDER] = outer;
  expect(own).not.toBe(outer);
  expect([existsSync(own), existsSync(outer)]).toEqual([false, true]);
});
