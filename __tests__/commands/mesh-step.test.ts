import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, scratch } from '../support';
import { projectIn } from './project';

/** A project with a history of its own, whose first commit has the mesh on asm-1-29. */
const folder = scratch();
const project = projectIn(folder, { shop: {}, other: {} });
const git = (...args: string[]) =>
  run('git', ['-C', folder, '-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args]);
const commit = (message: string) => {
  git(
    'add',
    'environments',
    'applications',
    'model',
    'mesh',
    'aks',
    'imports',
    'package.json',
    'tsconfig.json',
    'index.ts',
  );
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD').stdout.trim();
};
const step = (args: readonly string[] = [], variables?: Record<string, string>) =>
  project.run('commands/mesh-step.ts', args, variables);

let start: string;
beforeAll(() => {
  git('init', '--quiet');
  start = commit('start');
});
beforeEach(() => {
  for (const name of ['shop', 'other']) project.write(name, {});
  project.list('shop', 'other');
});

test('a step that can follow the last commit is taken and named, and the repository left as it is', () => {
  project.write('shop', { revisions: ['asm-1-29', 'asm-1-30'] });
  git('add', 'environments/shop.ts');
  const before = git('status', '--porcelain', '--untracked-files=no').stdout;
  expect(step()).toMatchObject({
    status: 0,
    stdout:
      'shop: steady [asm-1-29] -> started [asm-1-29, asm-1-30]\n' +
      'other: steady [asm-1-29] -> steady [asm-1-29]\n',
  });
  expect(git('status', '--porcelain', '--untracked-files=no').stdout).toBe(before);
  git('reset', '--quiet');
});

test('variables of the shell change nothing: the step is that of the files', () => {
  project.write('shop', { revisions: ['asm-1-29', 'asm-1-30'] });
  expect(step([], { MESH_REVISION: 'asm-1-28', RG_NAME: '' })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('shop: steady [asm-1-29] -> started [asm-1-29, asm-1-30]'),
  });
});

test('an environment that is gone is named, and one that is new', () => {
  project.write('other', 'export {};\n');
  project.write('staging', {});
  project.list('shop', 'staging');
  run('rm', [join(folder, 'environments/other.ts')]);
  const { status, stdout } = step();
  run('rm', [join(folder, 'environments/staging.ts')]);
  expect(status).toBe(0);
  expect(stdout).toContain('other: in HEAD, but no longer declared\n');
  expect(stdout).toContain('staging: not in HEAD, nothing to compare\n');
});

test('from one revision to the next in one step is refused, with the steps to take and the file', () => {
  project.write('shop', { installedRevision: 'asm-1-29', revisions: ['asm-1-30'], reading: 'asm-1-30' });
  const { status, stdout, stderr } = step(['HEAD']);
  expect(status).toBe(1);
  expect(stdout).toContain('shop: steady [asm-1-29] -> steady [asm-1-30]\n');
  expect(stderr).toMatch(/^2 faults; the mesh can not get there in one step\.\n/);
  expect(stderr).toContain("shop: mesh.revisions (environments/shop.ts) is [ 'asm-1-30' ]");
  expect(stderr).toContain(
    'start the upgrade by adding asm-1-30 beside asm-1-29; move the namespaces; then take asm-1-29 out',
  );
  expect(stderr).toContain("shop: namespaces.reading.revision (environments/shop.ts) is 'asm-1-30'");
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a state that does not synthesize is refused, whatever was before', () => {
  project.write('shop', { revisions: ['asm-1-30'], reading: 'asm-1-29' });
  const { status, stderr } = step();
  expect(status).toBe(1);
  expect(stderr).toContain("shop: namespaces.reading.revision (environments/shop.ts) is 'asm-1-29'");
  expect(stderr).toContain('nothing was written');
});

test('a commit that is none is said to be none', () => {
  expect(step(['nowhere'])).toMatchObject({
    status: 1,
    stderr:
      "1 fault; nothing was compared.\n\n  git commit 'nowhere'\n    problem: git knows no such commit\n" +
      '    fix:     compare with another commit, such as origin/main\n',
  });
});

test('a commit whose environments cannot be read says why, and where', () => {
  project.write('shop', 'export const shop = () => ({ clustr: 1 });\n');
  const malformed = commit('malformed');
  project.write('shop', 'export const shop = () => ({\n  a: 1\n  b: 2,\n});\n');
  const unparsable = commit('unparsable');
  project.write('shop', {});
  const [first, second] = [step([malformed]), step([unparsable])];
  expect([first.status, second.status]).toEqual([1, 1]);
  expect(first.stderr).toContain(`git commit '${malformed}'`);
  expect(first.stderr).toContain(
    "shop: clustr (environments/shop.ts) is 1\n    problem: there is no such field; did you mean 'cluster'?",
  );
  expect(second.stderr).toContain('environments/shop.ts, line 3');
  for (const { stderr } of [first, second]) expect(stderr).not.toMatch(/^\s+at /m);
});

test('a commit with the layout before environments/ is said not to be read, and one without environments too', () => {
  git('checkout', '--quiet', '--orphan', 'old');
  git('rm', '-rf', '--quiet', '--cached', '.');
  mkdirSync(join(folder, 'settings'), { recursive: true });
  writeFileSync(join(folder, 'settings/declared.ts'), 'export const declared = [];\n');
  git('add', 'settings');
  git('commit', '--quiet', '--message', 'old layout');
  const old = step(['HEAD']);
  git('rm', '-rf', '--quiet', '--cached', '.');
  git('add', 'tsconfig.json');
  git('commit', '--quiet', '--message', 'neither');
  const neither = step(['HEAD']);
  expect(old).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(
      'problem: its environments stand in settings/, the layout before environments/, which is no longer read',
    ),
  });
  expect(neither).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('problem: it has no environments/index.ts'),
  });
});

test('another commit than the last can be compared with, and only one', () => {
  project.write('shop', { revisions: ['asm-1-29', 'asm-1-30'] });
  expect(step([start])).toMatchObject({ status: 0, stdout: expect.stringContaining('shop: steady') });
  expect(step([start, 'HEAD'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('too many arguments'),
  });
});
