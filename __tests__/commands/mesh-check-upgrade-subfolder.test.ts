import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, scratch } from '../support';
import { projectIn } from './project';

// The project is a folder of a larger repository, as beside the sources of what it runs.

const repository = scratch();
const folder = join(repository, 'infra/mesh');
mkdirSync(folder, { recursive: true });
const { write, list, run: command } = projectIn(folder, { shop: {}, other: {} });
const git = (...args: string[]) =>
  run('git', ['-C', repository, '-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args]);
const status = () => git('status', '--porcelain', '--untracked-files=no').stdout;
const step = (variables?: Record<string, string>) => command('commands/mesh-check-upgrade.ts', [], variables);

beforeAll(() => {
  git('init', '--quiet');
  const parts = ['environments', 'applications', 'model', 'mesh', 'aks', 'imports'];
  const files = ['package.json', 'tsconfig.json', 'index.ts'];
  git('add', ...[...parts, ...files].map((path) => `infra/mesh/${path}`));
  git('commit', '--quiet', '--message', 'start');
  list('shop', 'other');
  write('shop', { revisions: ['asm-1-29', 'asm-1-30'] });
});

const OUTCOME = {
  status: 0,
  stdout:
    'shop: steady [asm-1-29] -> started [asm-1-29, asm-1-30]\n' +
    'other: steady [asm-1-29] -> steady [asm-1-29]\n',
};

test('the environments of the commit are found in that folder', () => {
  expect(step()).toMatchObject(OUTCOME);
});

test('within a hook of git, what is about to be committed stays as it is', () => {
  git('add', 'infra/mesh/environments/shop.ts');
  const before = status();
  expect(before).toContain('M  infra/mesh/environments/shop.ts');
  // As git sets it for its hooks.
  expect(step({ GIT_INDEX_FILE: join(repository, '.git/index') })).toMatchObject(OUTCOME);
  expect(status()).toBe(before);
});
