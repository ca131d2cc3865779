import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScript, scratch } from '../support';

const folder = scratch();
const broken = join(folder, 'broken.yaml');
writeFileSync(broken, 'apiVersion: v1\nusers:\n- user:\n   token: SECRET\n  bad\n');

/** The name of an environment that there is, as the command itself gives it. */
const [, environment] = /^name an environment: ([^,\n]+)/.exec(runScript(['verify/cli.ts']).stderr)!;

test.each([
  ['no environment', [], 'name an environment: '],
  ['an environment that there is not', ['nowhere'], "there is no environment 'nowhere': "],
  ['a check that there is not', [environment!, 'mlts'], "there is no check 'mlts'\nusage: npm run verify"],
  [
    'a time that is none',
    [environment!, '--timeout', 'soon'],
    "--timeout is 'soon'; give a number of seconds, 0 or more",
  ],
  ['an unknown option', [environment!, '--fast'], "Unknown option '--fast'"],
  [
    'a kubeconfig that is not there',
    [environment!, '--kubeconfig', join(folder, 'none')],
    "can't be read, or is none: ENOENT",
  ],
  ['a kubeconfig that is not YAML', [environment!, '--kubeconfig', broken], "can't be read, or is none: "],
])('%s is exit code 2 with one message and no trace', (_, args, message) => {
  const { status, stdout, stderr } = runScript(['verify/cli.ts', ...args]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain('SECRET');
});

test('help is exit code 0 with every check', () => {
  const { status, stdout } = runScript(['verify/cli.ts', '--help']);
  expect(status).toBe(0);
  expect(stdout).toContain(
    'checks: api, control-plane, mesh-config, namespace, sidecars, mtls, ingress, drift, leftovers',
  );
});
