import { join } from 'node:path';
import { run, scratch } from '../support';
import { projectWithHistory } from './history';

const folder = scratch();
const { write, list, git, step } = projectWithHistory(folder);

test('a step that can follow the last commit is taken and named, and the repository left as it is', () => {
  write('shop', { revisions: ['asm-1-29', 'asm-1-30'] });
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
  write('shop', { revisions: ['asm-1-29', 'asm-1-30'] });
  expect(step([], { MESH_REVISION: 'asm-1-28', RG_NAME: '' })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('shop: steady [asm-1-29] -> started [asm-1-29, asm-1-30]'),
  });
});

test('an environment that is gone is named, and one that is new', () => {
  write('other', 'export {};\n');
  write('staging', {});
  list('shop', 'staging');
  run('rm', [join(folder, 'environments/other.ts')]);
  const { status, stdout } = step();
  run('rm', [join(folder, 'environments/staging.ts')]);
  expect(status).toBe(0);
  expect(stdout).toContain('other: removed since HEAD\n');
  expect(stdout).toContain('staging: not in HEAD, nothing to compare\n');
});

test('from one revision to the next in one step is rejected, with the steps to take and the file', () => {
  write('shop', { installedRevision: 'asm-1-29', revisions: ['asm-1-30'], reading: 'asm-1-30' });
  const { status, stdout, stderr } = step(['HEAD']);
  expect(status).toBe(1);
  expect(stdout).toContain('shop: steady [asm-1-29] -> steady [asm-1-30]\n');
  expect(stderr).toMatch(/^2 faults; the mesh cannot be upgraded in one step\.\n/);
  expect(stderr).toContain("shop: mesh.revisions (environments/shop.ts) is [ 'asm-1-30' ]");
  expect(stderr).toContain(
    'start the upgrade by adding asm-1-30 beside asm-1-29; move the namespaces; then remove asm-1-29',
  );
  expect(stderr).toContain("shop: namespaces.reading.revision (environments/shop.ts) is 'asm-1-30'");
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a state that does not synthesize is rejected, whatever was before', () => {
  write('shop', { revisions: ['asm-1-30'], reading: 'asm-1-29' });
  const { status, stderr } = step();
  expect(status).toBe(1);
  expect(stderr).toContain("shop: namespaces.reading.revision (environments/shop.ts) is 'asm-1-29'");
  expect(stderr).toContain('nothing was written');
});
