import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { storeIn } from '../border';
import { formatSurroundings, writePages } from '../examples';
import { scratch } from '../support';
import { blocks, commit, copyProject, edit, filesShown, page, runIn, succeed, write } from './project';

const readme = page('README.md');
const applications = page('docs/applications.md');
const folder = scratch();

/** The change of an environment that a page shows with an application. */
function entryOf(markdown: string, name: string): string {
  const entry = blocks(markdown, 'diff').find((diff) => diff.includes(`'../applications/${name}'`));
  if (entry === undefined) throw new Error(`the page shows no entry of ${name}`);
  return entry;
}

/** The README's application, and one of docs/applications.md. */
function addApplications(project: string): void {
  write(project, filesShown(readme, ['ts']));
  const [, section = ''] = applications.split('\n## Bookinfo\n');
  write(project, filesShown(section.split('\n## ')[0]!));
  edit(join(project, 'environments/lab.ts'), entryOf(readme, 'hello'));
  edit(join(project, 'environments/lab.ts'), entryOf(applications, 'bookinfo'));
}

/** What docs/applications.md says of it. */
function takeTheStoreOut(project: string): void {
  const [, section = ''] = applications.split('\n## Removing the store\n');
  const [remove = ''] = blocks(section, 'sh');
  const [lab = '', production = ''] = blocks(section, 'diff');
  succeed(project, 'bash', ['-ec', remove]);
  edit(join(project, 'environments/lab.ts'), lab);
  edit(join(project, 'environments/production.ts'), production);
}

/** Instead of the example's, all applications and environments that the pages show, hooks included. */
function takeEveryExample(project: string): void {
  writePages(project);
  formatSurroundings(project);
}

/** `green` where a program succeeds, and what failed of it where it does not. */
function outcome(cwd: string, program: string, args: readonly string[], variables = {}): string {
  const { status, stdout, stderr } = runIn(cwd, program, args, variables);
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => !line.startsWith('PASS '));
  return status === 0 ? 'green' : lines.join('\n').slice(-6000);
}

const project = (name: string) => join(folder, name);

describe.each([
  ['hello and Bookinfo, added to the letter', 'with-applications', addApplications],
  ['the store, taken out as its page says', 'without-the-store', takeTheStoreOut],
  ['every example of the pages', 'with-every-example', takeEveryExample],
])('%s:', (title, name, change) => {
  beforeAll(() => {
    copyProject(project(name));
    change(project(name));
    commit(project(name), title);
    succeed(project(name), 'npm', ['run', 'snapshots']);
  });

  test('npm test is green', () => {
    expect(outcome(project(name), 'npm', ['test'])).toBe('green');
  });

  test('npm run synth is green', () => {
    expect(outcome(project(name), 'npm', ['run', 'synth'])).toBe('green');
  });

  test('npm run test:cluster is green', () => {
    const { KUBEBUILDER_ASSETS, ISTIO_CRDS, GATEWAY_API_CRDS } = process.env;
    const binaries = {
      ...(KUBEBUILDER_ASSETS && { KUBEBUILDER_ASSETS }),
      ...(ISTIO_CRDS && { ISTIO_CRDS }),
      ...(GATEWAY_API_CRDS && { GATEWAY_API_CRDS }),
    };
    expect(outcome(project(name), 'npm', ['run', 'test:cluster'], binaries)).toBe('green');
  });
});

test('each application that was added has its namespace, its workloads and its way in', () => {
  expect(readdirSync(join(project('with-applications'), 'dist/lab'))).toEqual(
    expect.arrayContaining(
      [
        ['books', 'bookinfo', 'productpage'],
        ['hello', 'hello', 'hello'],
      ].flatMap(([namespace, application, workload]) => [
        `10-namespace-${namespace}.k8s.yaml`,
        `20-mtls-${namespace}.k8s.yaml`,
        `31-workload-${namespace}.${application}.${workload}.k8s.yaml`,
        `40-ingress-${namespace}.${application}.k8s.yaml`,
      ]),
    ),
  );
});

test('no source mentions the store that was taken out, and nothing of it is rendered', () => {
  const without = project('without-the-store');
  expect(existsSync(join(without, 'applications/store'))).toBe(false);
  expect(storeIn(without)).toEqual([]);
  expect(readdirSync(join(without, 'dist/lab')).filter((file) => file.includes('store'))).toEqual([]);
});
