import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, run, scratch } from '../support';

/** A project with a history of its own: its first commit has the lab on asm-1-29. */
const project = scratch();
const lab = join(project, 'settings/lab.ts');
copyProject(project);
const declare = (revisions: string, pets: string) =>
  writeFileSync(
    lab,
    readFileSync(lab, 'utf8')
      .replace(/^const installedRevision = .*$/m, "const installedRevision = 'asm-1-29';")
      .replace(/^ {4}revisions: .*$/m, `    revisions: [${revisions}],`)
      .replace(/^ {6}pets: .*$/m, `      pets: ${pets},`),
  );
const git = (...args: string[]) =>
  run('git', ['-C', project, '-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args]);
declare("'asm-1-29'", "'asm-1-29'");
git('init', '--quiet');
git('add', 'settings');
git('commit', '--quiet', '--message', 'start');

const script = join(project, 'scripts/mesh-step.ts');
const step = (...args: string[]) => run(process.execPath, ['--import', 'tsx', script, ...args]);

test('takes a step that can follow the last commit, and says which it is', () => {
  declare("'asm-1-29', 'asm-1-30'", "'asm-1-29'");
  const { status, stdout } = step();
  expect(status).toBe(0);
  expect(stdout).toContain('lab: steady [asm-1-29] -> started [asm-1-29, asm-1-30]');
});

test('a MESH_REVISION of the shell changes nothing: the step is that of the files', () => {
  const variables = { MESH_REVISION: 'asm-1-28', RG_NAME: '' };
  expect(run(process.execPath, ['--import', 'tsx', script], variables)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('lab: steady [asm-1-29] -> started [asm-1-29, asm-1-30]'),
  });
});

test('names an environment that is gone, and one that is new', () => {
  const declared = join(project, 'settings/declared.ts');
  const text = readFileSync(declared, 'utf8');
  writeFileSync(
    declared,
    text.replace(
      '[lab, production]',
      "[lab, { ...production, environment: 'staging', resourceGroup: { ...production.resourceGroup, name: 'rg-staging' } }]",
    ),
  );
  const { status, stdout } = step();
  writeFileSync(declared, text);
  expect(status).toBe(0);
  expect(stdout).toContain('production: in HEAD, but no longer declared\n');
  expect(stdout).toContain('staging: not in HEAD, nothing to compare\n');
});

test('refuses asm-1-29 to asm-1-30 in one step, with the steps to take', () => {
  declare("'asm-1-30'", "'asm-1-30'");
  const { status, stderr } = step('HEAD');
  expect(status).toBe(1);
  expect(stderr).toContain('not in one step:');
  expect(stderr).toContain(
    'start the upgrade by adding asm-1-30 beside asm-1-29; move the namespaces; then take asm-1-29 out',
  );
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('refuses a state that does not synthesize, whatever was before', () => {
  declare("'asm-1-30'", "'asm-1-29'");
  const { status, stderr } = step();
  expect(status).toBe(1);
  expect(stderr).toContain("lab: mesh.namespaces is { pets: 'asm-1-29' }");
});

test('says so if there is no such commit', () => {
  const { status, stderr } = step('nowhere');
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^the settings of 'nowhere' can't be read: .*; give another commit, such as origin\/main\n$/,
  );
});

test('says so if that commit has no settings, or malformed ones', () => {
  git('rm', '--quiet', '--cached', 'settings/declared.ts');
  git('commit', '--quiet', '--message', 'without');
  expect(step().stderr).toMatch(/it has no settings\/declared\.ts/);
  git('add', 'settings');
  declare("'asm-1-30'", "'asm-1-30'");
  writeFileSync(lab, readFileSync(lab, 'utf8').replace('    namespaces: {', '    namespacez: {'));
  git('commit', '--quiet', '--all', '--message', 'malformed');
  writeFileSync(lab, readFileSync(lab, 'utf8').replace('    namespacez: {', '    namespaces: {'));
  const { status, stderr } = step();
  expect(status).toBe(1);
  expect(stderr).toContain('its settings are not well-formed:   lab: mesh.namespaces is missing');
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('compares with one commit', () => {
  expect(step('HEAD', 'HEAD~1').stderr).toBe('one commit to compare with, not 2: HEAD HEAD~1\n');
});
