import { run } from '../support';
import { projectIn } from './project';

/** What a commit needs for its environments to be read. */
const READ = [
  'environments',
  'applications',
  'model',
  'mesh',
  'aks',
  'imports',
  'package.json',
  'tsconfig.json',
  'index.ts',
];

/** A project with a history of its own; each test begins with two environments whose mesh is on asm-1-29, as in the first commit. */
export function projectWithHistory(folder: string) {
  const project = projectIn(folder, { shop: {}, other: {} });
  const git = (...args: string[]) =>
    run('git', ['-C', folder, '-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args]);
  /** Commits what there is, and gives the hash. */
  const commit = (message: string) => {
    git('add', ...READ);
    git('commit', '--quiet', '--message', message);
    return git('rev-parse', 'HEAD').stdout.trim();
  };
  const step = (args: readonly string[] = [], variables?: Record<string, string>) =>
    project.run('commands/mesh-check-upgrade.ts', args, variables);

  beforeAll(() => {
    git('init', '--quiet');
    commit('start');
  });
  beforeEach(() => {
    for (const name of ['shop', 'other']) project.write(name, {});
    project.list('shop', 'other');
  });
  return { ...project, git, commit, step };
}
