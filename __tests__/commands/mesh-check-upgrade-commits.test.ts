import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, scratch } from '../support';
import { projectWithHistory } from './history';

const folder = scratch();
const { write, list, git, commit, step } = projectWithHistory(folder);

let start: string;
beforeAll(() => {
  start = git('rev-parse', 'HEAD').stdout.trim();
});

test('a commit that is none is said to be none', () => {
  expect(step(['nowhere'])).toMatchObject({
    status: 1,
    stderr:
      "1 fault; nothing was compared.\n\n  git commit 'nowhere'\n    problem: no such commit\n" +
      '    fix:     compare with another commit, such as origin/main\n',
  });
});

test('a commit whose environments cannot be read says why, and where', () => {
  write('shop', 'export const shop = () => ({ clustr: 1 });\n');
  const malformed = commit('malformed');
  write('shop', 'export const shop = () => ({\n  a: 1\n  b: 2,\n});\n');
  const unparsable = commit('unparsable');
  write('shop', "import { application } from 'aks-istio-cdk';\n\napplication({}).nothing.at.all;\n");
  const failing = commit('failing');
  write('shop', {});
  const [first, second, third] = [step([malformed]), step([unparsable]), step([failing])];
  expect([first.status, second.status, third.status]).toEqual([1, 1, 1]);
  expect(first.stderr).toContain(`git commit '${malformed}'`);
  expect(first.stderr).toContain(
    "shop: clustr (environments/shop.ts) is 1\n    problem: unknown field\n    fix:     rename it to 'cluster'",
  );
  expect(second.stderr).toContain('environments/shop.ts, line 3');
  expect(third.stderr).toContain('environments/shop.ts, line 3\n    problem: Cannot read properties of');
  for (const { stderr } of [first, second, third]) expect(stderr).not.toMatch(/^\s+at /m);
});

test('an environment under another name is the same one, which its resource group tells', () => {
  const steps = { installedRevision: 'asm-1-29', revisions: ['asm-1-30'], reading: 'asm-1-30' };
  write('store', { ...steps, resourceGroup: 'RG-shop' });
  list('store', 'other');
  run('rm', [join(folder, 'environments/shop.ts')]);
  const { status, stdout, stderr } = step([start]);
  run('rm', [join(folder, 'environments/store.ts')]);
  expect(status).toBe(1);
  expect(stdout).toContain(`store: shop in ${start}; Terraform's state still has that name: move it first\n`);
  expect(stdout).toContain('store: steady [asm-1-29] -> steady [asm-1-30]\n');
  expect(stdout).not.toContain('no longer declared');
  expect(stderr).toContain("store: mesh.revisions (environments/store.ts) is [ 'asm-1-30' ]");
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
      'problem: its environments are in settings/, a layout that is no longer supported',
    ),
  });
  expect(neither).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('problem: it has no environments/index.ts'),
  });
});

test('another commit than the last can be compared with, and only one', () => {
  write('shop', { revisions: ['asm-1-29', 'asm-1-30'] });
  expect(step([start])).toMatchObject({ status: 0, stdout: expect.stringContaining('shop: steady') });
  expect(step([start, 'HEAD'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('too many arguments'),
  });
});
