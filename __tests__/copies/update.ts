import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratch } from '../support';
import { blocks, page, runIn } from './project';

const [, section = ''] = page('README.md').split('\n## Your own copy, and its updates\n');
const [clone = '', template = '', update = ''] = blocks(section, 'sh');
const scratchFolder = scratch();
const folder = join(scratchFolder, 'copies');
const upstream = join(folder, 'upstream');

const SNAPSHOT = 'snapshots/kubernetes/lab/20-mtls-pets.k8s.yaml';
const EXAMPLE = [
  'environments/index.ts',
  'environments/lab.ts',
  'environments/production.ts',
  'applications/curl.ts',
  'applications/store/index.ts',
  '__tests__/applications/curl.test.ts',
  '__tests__/applications/store/store.test.ts',
  SNAPSHOT,
];
const ENGINE = ['main.ts', 'model/schema/environment.ts'];

/** Runs commands of the README in a shell of their own, and gives what they print; it fails if the last of them does. */
function shell(cwd: string, commands: string): string {
  const script = commands.replaceAll(/\bURL\b/g, upstream).replaceAll('YOURS', join(folder, 'yours.git'));
  const { status, stdout, stderr } = runIn(cwd, 'bash', ['-c', script], {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
  });
  if (status !== 0) throw new Error(`${script}ended with ${status}:\n${stdout}\n${stderr}`);
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

const init = (project: string) => shell(project, 'git init --quiet --initial-branch=main');
const commit = (project: string, message: string) =>
  shell(project, `git add --all && git commit --quiet --message '${message}'`);

const text = (line: string) => `first\n${line}\nlast\n`;
const START = Object.fromEntries([...EXAMPLE, ...ENGINE].map((file) => [file, text('start')]));

function begin(): void {
  rmSync(folder, { recursive: true, force: true });
  put(upstream, START);
  init(upstream);
  commit(upstream, 'Start');
}

function cloned(): string {
  shell(scratchFolder, `git init --quiet --bare --initial-branch=main ${folder}/yours.git`);
  shell(folder, clone);
  return join(folder, 'my-mesh');
}

function madeFromTemplate(): string {
  const project = join(folder, 'from-template');
  put(project, START);
  init(project);
  commit(project, 'Initial commit');
  // Nobody knows what upstream does before this is run.
  put(upstream, { 'main.ts': text('moved') });
  commit(upstream, 'Move on');
  shell(project, template);
  return project;
}

test.each([
  ['a clone', cloned],
  ['a copy made by "Use this template"', madeFromTemplate],
])('%s takes what is new in the engine and keeps what is its own', (_, start) => {
  begin();
  const project = start();
  expect(filesOf(project)).toEqual(filesOf(upstream));

  // Yours: one environment changed, one deleted, the store deleted, an application added.
  for (const gone of ['environments/production.ts', 'applications/store', '__tests__/applications/store'])
    rmSync(join(project, gone), { recursive: true });
  put(project, {
    'environments/lab.ts': text('mine'),
    'applications/hello.ts': text('mine'),
    [SNAPSHOT]: text('mine'),
  });
  commit(project, 'Make it mine');
  const mine = filesOf(project);

  // Upstream: the engine and every file of the example changed, and files added to both.
  const news = Object.fromEntries([...EXAMPLE, ...ENGINE].map((file) => [file, text('new')]));
  put(upstream, { ...news, 'environments/staging.ts': text('new'), 'model/more.ts': text('new') });
  commit(upstream, 'Improve');

  shell(project, update);
  const updated: Record<string, string> = { ...mine, 'model/more.ts': text('new') };
  for (const file of ENGINE) updated[file] = text('new');
  expect(filesOf(project)).toEqual(updated);
  expect(shell(project, 'git status --porcelain')).toBe('');

  // The next update starts where this one ended.
  put(upstream, { 'main.ts': text('newer'), 'environments/lab.ts': text('newer') });
  commit(upstream, 'Improve again');
  shell(project, update);
  expect(filesOf(project)).toEqual({ ...updated, 'main.ts': text('newer') });
});
