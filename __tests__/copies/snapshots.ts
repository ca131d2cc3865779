import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { environmentFile, projectIn } from '../commands/project';
import { ROOT, scratch } from '../support';
import { runIn, succeed } from './project';

const folder = scratch();
const snapshots = join(folder, 'snapshots');
const project = projectIn(folder, { lab: {}, live: {} });
for (const path of ['__tests__', 'jest.config.js'])
  cpSync(join(ROOT, path), join(folder, path), { recursive: true });

/** An environment that states something of an ingress gateway too, and so has a patch. */
const LAB = environmentFile('lab').replace(
  "ingressGateways: ['external'],",
  "$& gateways: { external: { externalTrafficPolicy: 'Local' } },",
);

/** Every file below a folder, by its path in it. */
function filesIn(path: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(path, file), readFileSync(file, 'latin1')]),
  );
}

/** Takes what is rendered as reviewed; the result is what it says of its changes, sorted. */
function update(): string[] {
  const stdout = succeed(folder, 'npm', ['run', '--silent', 'snapshots']);
  return stdout.split('\n').filter(Boolean).toSorted();
}

/** Compares as `npm test` does, which changes nothing. */
function compare(variables: Record<string, string> = {}) {
  const before = filesIn(snapshots);
  const { status, stderr } = runIn(folder, 'npx', ['jest', '--ci', '__tests__/snapshots.test.ts'], variables);
  expect(filesIn(snapshots)).toEqual(before);
  return { status, stderr };
}

const reviewed = join(scratch(), 'snapshots');

beforeAll(() => {
  project.write('lab', LAB);
  update();
  cpSync(snapshots, reviewed, { recursive: true });
});

beforeEach(() => {
  rmSync(snapshots, { recursive: true });
  cpSync(reviewed, snapshots, { recursive: true });
  rmSync(join(folder, 'environments'), { recursive: true });
  mkdirSync(join(folder, 'environments'));
  project.write('lab', LAB);
  project.write('live', {});
  project.list('lab', 'live');
});

test('each file of the output has a snapshot with its bytes, whatever variables the shell has', () => {
  succeed(folder, 'npm', ['run', 'synth']);
  expect(filesIn(join(snapshots, 'kubernetes'))).toEqual(filesIn(join(folder, 'dist')));
  for (const name of ['lab', 'live'])
    expect(filesIn(join(snapshots, 'terraform', name))).toEqual(
      filesIn(join(folder, 'cdktf.out/stacks', name)),
    );
  expect(readdirSync(join(snapshots, 'kubernetes')).toSorted()).toEqual(['lab', 'lab.gateways', 'live']);
  expect(compare({ RG_NAME: 'rg-of-the-shell' }).status).toBe(0);
  expect(update()).toEqual([]);
});

test('a changed setting fails the comparison, which shows what differs in each file; the update names the files', () => {
  project.write(
    'live',
    environmentFile('live', { resourceGroup: 'rg-other' }).replace(
      "hosts: ['*']",
      "hosts: ['books.example.com']",
    ),
  );
  const { status, stderr } = compare();
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /snapshots\/kubernetes\/live\/40-ingress\S*\.k8s\.yaml differs:.*^ *- +- ['"]\*['"]\n *\+ +- books\.example\.com$/ms,
  );
  expect(stderr).toMatch(
    /snapshots\/terraform\/live\/cdk\.tf\.json differs:.*^ *- +"name": "rg-live",\n *\+ +"name": "rg-other",$/ms,
  );
  expect(stderr).not.toContain('/lab');
  expect(update()).toEqual([
    // The two environments now have a diagram each.
    'updated  docs/graphs/library.md',
    expect.stringMatching(/^updated {2}snapshots\/kubernetes\/live\/40-ingress\S*\.k8s\.yaml$/),
    'updated  snapshots/terraform/live/cdk.tf.json',
    'written  docs/graphs/library.live.md',
  ]);
});

test('the files of a new environment are missing until the update writes them', () => {
  project.write('staging', {});
  project.list('lab', 'live', 'staging');
  const { status, stderr } = compare();
  expect(status).toBe(1);
  const written = update();
  for (const line of written.filter((each) => !each.includes('docs/graphs/'))) {
    const [, file] = /^written {2}(snapshots\/\w+\/staging\/\S+)$/.exec(line)!;
    expect(stderr).toContain(`${file} is missing`);
    expect(existsSync(join(folder, file!))).toBe(true);
  }
  expect(written).toContain('written  snapshots/terraform/staging/cdk.tf.json');
});

test('what is no longer rendered is obsolete until the update removes it, and what a person wrote stays', () => {
  const own = ['README.md', 'kubernetes/CODEOWNERS', 'kubernetes/lab/kustomization.yaml'];
  for (const file of own) writeFileSync(join(snapshots, file), 'Of a person.\n');
  project.write('lab', {});
  rmSync(join(folder, 'environments/live.ts'));
  project.list('lab');
  const { status, stderr } = compare();
  expect(status).toBe(1);
  const removed = update();
  for (const line of removed.filter((each) => !each.includes('docs/graphs/'))) {
    const [, file] = /^removed {2}(snapshots\/\w+\/(?:live|lab\.gateways)\/\S+)$/.exec(line)!;
    expect(stderr).toContain(`${file} is obsolete`);
  }
  expect(removed).toContain('removed  snapshots/terraform/live/cdk.tf.json');
  expect(readdirSync(snapshots).toSorted()).toEqual(['README.md', 'kubernetes', 'terraform']);
  expect(readdirSync(join(snapshots, 'kubernetes')).toSorted()).toEqual(['CODEOWNERS', 'lab']);
  for (const file of own) expect(readFileSync(join(snapshots, file), 'utf8')).toBe('Of a person.\n');
  expect(compare().status).toBe(0);
});

test('an environment with a fault leaves the snapshots as they are, and the update says what is wrong', () => {
  project.write('live', { kubernetesVersion: '1.x' });
  const before = filesIn(snapshots);
  const { status, stderr } = runIn(folder, 'npm', ['run', 'snapshots']);
  expect(status).toBe(1);
  expect(stderr).toContain('live: cluster.kubernetesVersion');
  expect(filesIn(snapshots)).toEqual(before);
});
