import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run, runScript, scratch } from '../support';
import setup from './setup';
import teardown from './teardown';

const folder = scratch();

test('tests and the programs they start share the temporary folder of the run', () => {
  expect(basename(tmpdir())).toMatch(/^aks-istio-cdk-tests-/);
  expect(run(process.execPath, ['-p', 'os.tmpdir()']).stdout.trim()).toBe(tmpdir());
});

test('what is left in it goes when the run ends', () => {
  const outer = process.env.TMPDIR!;
  setup();
  const own = process.env.TMPDIR!;
  mkdirSync(join(own, 'cdk8s.outdir.left', 'behind'), { recursive: true });
  teardown();
  expect(own).not.toBe(outer);
  expect([existsSync(own), existsSync(outer), process.env.TMPDIR]).toEqual([false, true, outer]);
});

test('npm run synth leaves nothing in it but the cache of tsx', () => {
  const TMPDIR = join(folder, 'tmp');
  mkdirSync(TMPDIR);
  const output = { CDK8S_OUTDIR: join(folder, 'dist'), CDKTF_OUTDIR: join(folder, 'cdktf.out') };
  expect(runScript(['main.ts'], { ...output, TMPDIR })).toMatchObject({ status: 0 });
  expect(readdirSync(TMPDIR).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
});
