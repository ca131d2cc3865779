import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, scratch } from '../support';

/** A project with a history of its own: its first commit has the lab on asm-1-29. */
const project = scratch();
const lab = join(project, 'settings/lab.ts');
for (const room of ['settings', 'mesh', 'scripts', 'package.json', 'tsconfig.json'])
  cpSync(join(ROOT, room), join(project, room), { recursive: true });
symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
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

const step = (...args: string[]) =>
  run(process.execPath, ['--import', 'tsx', join(project, 'scripts/mesh-step.ts'), ...args]);

test('takes a step that can follow the last commit, and says which it is', () => {
  declare("'asm-1-29', 'asm-1-30'", "'asm-1-29'");
  const { status, stdout } = step();
  expect(status).toBe(0);
  expect(stdout).toContain('lab: steady [asm-1-29] -> started [asm-1-29, asm-1-30]');
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
