import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratch } from '../support';
import { blocks, page, runIn } from './project';

const [clone = '', template = '', update = ''] = blocks(page('docs/updating.md'), 'sh');
const scratchFolder = scratch();
const folder = join(scratchFolder, 'copies');
const upstream = join(folder, 'upstream');

const EXAMPLE = [
  'environments/index.ts',
  'environments/lab.ts',
  'environments/production.ts',
  'applications/curl.ts',
  'applications/store/index.ts',
  'docs/graphs/store.md',
  'snapshots/kubernetes/lab/10-namespace-pets.k8s.yaml',
  '__tests__/applications/curl.test.ts',
  '__tests__/applications/store/store.test.ts',
];
const ENGINE = ['main.ts', 'model/schema/environment.ts'];

/** Runs commands of the page in a shell of their own. */
function shell(cwd: string, commands: string, variables: Record<string, string> = {}) {
  const script = commands.replaceAll(/\bURL\b/g, upstream).replaceAll('YOURS', join(folder, 'yours.git'));
  return runIn(cwd, 'bash', ['-c', script], {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
    ...variables,
  });
}

/** The same for commands that must succeed; gives what they print. */
function succeed(cwd: string, commands: string): string {
  const { status, stdout, stderr } = shell(cwd, commands);
  if (status !== 0) throw new Error(`${commands} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

function put(project: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
}

/** Every file of a project, with its text. */
function filesOf(project: string): Record<string, string> {
  const files = readdirSync(project, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length + 1))
    .filter((file) => !file.startsWith('.git/'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(project, file), 'utf8')]));
}

const init = (project: string) => succeed(project, 'git init --quiet --initial-branch=main');
const commit = (project: string, message: string) =>
  succeed(project, `git add --all && git commit --quiet --message '${message}'`);
const head = (project: string) => succeed(project, 'git rev-parse HEAD');

const text = (line: string) => `first\n${line}\nlast\n`;
const texts = (files: readonly string[], line: string) =>
  Object.fromEntries(files.map((file) => [file, text(line)]));

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  put(upstream, texts([...EXAMPLE, ...ENGINE], 'start'));
  init(upstream);
  commit(upstream, 'Start');
});

function cloned(): string {
  succeed(scratchFolder, `git init --quiet --bare --initial-branch=main ${folder}/yours.git`);
  succeed(folder, `set -e\n${clone}`);
  return join(folder, 'my-mesh');
}

function madeFromTemplate(): string {
  const project = join(folder, 'from-template');
  put(project, texts([...EXAMPLE, ...ENGINE], 'start'));
  init(project);
  commit(project, 'Initial commit');
  // Nobody knows what upstream does before this is run.
  put(upstream, { 'main.ts': text('moved') });
  commit(upstream, 'Move on');
  succeed(project, `set -e\n${template}`);
  return project;
}

/** Makes a copy somebody's own, without some of its files and folders, and gives what it has. */
function makeMine(project: string, gone: readonly string[]): Record<string, string> {
  for (const path of gone) rmSync(join(project, path), { recursive: true });
  put(project, { 'environments/lab.ts': text('mine'), 'applications/hello.ts': text('mine') });
  commit(project, 'Make it mine');
  return filesOf(project);
}

/** Upstream: the engine and every file of the example changed, and files added to both. */
function improve(): void {
  const added = ['environments/staging.ts', '__tests__/applications/more.test.ts', 'docs/graphs/more.md'];
  put(upstream, texts([...EXAMPLE, ...ENGINE, ...added, 'model/more.ts'], 'new'));
  commit(upstream, 'Improve');
}

const STORE = ['applications/store', '__tests__/applications/store', 'docs/graphs/store.md'];

describe.each([
  ['a clone', cloned],
  ['a copy made by "Use this template"', madeFromTemplate],
])('%s', (_, start) => {
  test.each([
    ['an environment, the store', ['environments/production.ts', ...STORE]],
    ['the tests of the applications', ['__tests__/applications']],
    ['the pictures of the applications', ['docs/graphs']],
    ['the snapshots', ['snapshots']],
  ])('without %s takes what is new in the engine and keeps what is its own', (__, gone) => {
    const project = start();
    expect(filesOf(project)).toEqual(filesOf(upstream));
    const mine = makeMine(project, gone);
    improve();
    const updated = { ...mine, ...texts([...ENGINE, 'model/more.ts'], 'new') };

    succeed(project, update);
    expect(filesOf(project)).toEqual(updated);
    expect(succeed(project, 'git status --porcelain')).toBe('');

    // The next update starts where this one ended.
    put(upstream, { 'main.ts': text('newer'), 'environments/lab.ts': text('newer') });
    commit(upstream, 'Improve again');
    succeed(project, update);
    expect(filesOf(project)).toEqual({ ...updated, 'main.ts': text('newer') });
  });
});

test('keeps what is not committed', () => {
  const project = cloned();
  makeMine(project, []);
  put(project, { 'environments/production.ts': text('not committed'), 'applications/new.ts': text('new') });
  const mine = filesOf(project);
  improve();
  succeed(project, update);
  expect(filesOf(project)).toEqual({ ...mine, ...texts([...ENGINE, 'model/more.ts'], 'new') });
});

test('stops at a conflict in the engine, with all that is its own in place', () => {
  const project = cloned();
  put(project, { 'main.ts': text('mine') });
  const mine = makeMine(project, ['__tests__/applications']);
  const before = head(project);
  improve();
  expect(shell(project, update).status).not.toBe(0);
  expect(filesOf(project)).toEqual({
    ...mine,
    ...texts([...ENGINE, 'model/more.ts'], 'new'),
    'main.ts': expect.stringContaining('<<<<<<<'),
  });
  expect(succeed(project, 'git diff --name-only --diff-filter=U')).toBe('main.ts\n');

  succeed(project, 'git merge --abort');
  expect(filesOf(project)).toEqual(mine);
  expect(head(project)).toBe(before);
});

/** A folder with a git that fails when it is called for the nth time. */
function failingGit(nth: number): string {
  const bin = join(folder, 'bin');
  const git = succeed(folder, 'command -v git').trim();
  put(bin, {
    git: `#!/bin/sh\necho >>${bin}/calls\n[ "$(wc -l <${bin}/calls)" -ne ${nth} ] || exit 9\nexec ${git} "$@"\n`,
  });
  chmodSync(join(bin, 'git'), 0o755);
  return bin;
}

test.each(Array.from({ length: update.match(/\bgit\b/g)!.length }, (_, index) => index + 1))(
  'loses nothing and says so where call %i of git fails',
  (nth) => {
    const project = cloned();
    const mine = makeMine(project, STORE);
    const before = head(project);
    improve();
    const { status } = shell(project, update, { PATH: `${failingGit(nth)}:${process.env.PATH}` });
    expect(status).not.toBe(0);
    expect(filesOf(project)).toEqual(mine);
    expect(head(project)).toBe(before);

    succeed(project, 'git reset --quiet');
    expect(succeed(project, 'git status --porcelain')).toBe('');
  },
);
