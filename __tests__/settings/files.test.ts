import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, runScript, scratch } from '../support';

/** A copy of the project, whose settings are made wrong as a person would make them. */
const project = scratch();
copyProject(project);
const lab = join(project, 'settings/lab.ts');
const text = readFileSync(lab, 'utf8');
afterEach(() => writeFileSync(lab, text));

function synthWith(before: RegExp, after: string, variables: Record<string, string> = {}) {
  if (!before.test(text)) throw new Error(`settings/lab.ts has no ${before}`);
  writeFileSync(lab, text.replace(before, after));
  return runScript([join(project, 'main.ts')], {
    ...variables,
    CDK8S_OUTDIR: join(project, 'dist'),
    CDKTF_OUTDIR: join(project, 'cdktf.out'),
  });
}

test('a missing comma is one message with the file, the line and the problem', () => {
  const line = text.slice(0, text.indexOf('nodePool:')).split('\n').length;
  const { status, stdout, stderr } = synthWith(/,(?=(\n *\/\/.*)*\n *nodePool:)/, '');
  expect({ status, stdout, lines: stderr.split('\n') }).toEqual({
    status: 1,
    stdout: '',
    lines: [
      expect.stringMatching(
        new RegExp(`settings/lab\\.ts, line ${line}: Expected "}" but found "nodePool"\\.$`),
      ),
      'Correct that line, or the end of the one before it: a missing comma shows on the next line.',
      '',
    ],
  });
});

test('a malformed value is refused also where a variable overrides it, and once, for the file that states it', () => {
  const { status, stderr } = synthWith(/location: '.*'/, "location: 'West US 3'", { LOCATION: 'westus3' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^1 setting is wrong; nothing was written\./);
  expect(stderr).toContain("lab: resourceGroup.location is 'West US 3'");
  expect(stderr).toContain('change it in settings/lab.ts');
});

test('a value that an override would stumble over is a fault, not a trace', () => {
  const { status, stderr } = synthWith(/namespaces: \{[^}]*\}/, 'namespaces: null', {
    MESH_REVISION: 'asm-1-30',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('lab: mesh.namespaces is null\n    problem: must be names and their values');
  expect(stderr).not.toMatch(/^\s+at /m);
});
