import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { structuredPatch } from 'diff';
import { defineCharts } from '../charts';
import { stateFaults, stepFaults, type MeshState } from '../mesh/upgrade';
import type { Settings } from '../settings';
import { synthStacks } from '../stacks/synth';
import { defineHello } from './fixtures/hello';
import { lab, ROOT, scratch } from './support';

const folder = scratch();
const [OLD, NEW] = ['asm-1-29', 'asm-1-30'] as const;

/** The lab and an application of one's own, in a mesh that was installed with the older revision. */
const state = (
  revisions: MeshState['revisions'],
  pets: typeof OLD | typeof NEW,
  hello: typeof OLD | typeof NEW,
): MeshState => ({
  installedRevision: OLD,
  revisions,
  namespaces: { pets, hello },
});
const STEADY = state([OLD], OLD, OLD);
const STARTED = state([OLD, NEW], OLD, OLD);
const MOVING = state([OLD, NEW], OLD, NEW);
const MOVED = state([OLD, NEW], NEW, NEW);
const COMPLETED = state([NEW], NEW, NEW);

type Files = Record<string, string>;

let runs = 0;
/** Every file that a state gives: both halves, and the lines of the settings that say so. */
function filesOf(mesh: MeshState): Files {
  const settings: Settings = { ...lab, mesh: { ...lab.mesh, ...mesh } };
  const out = join(folder, `${++runs}`);
  const app = new App({ outdir: join(out, 'dist/lab') });
  defineHello(app, defineCharts(app, settings)('hello'));
  app.synth();
  synthStacks([settings], join(out, 'cdktf.out'));
  const read = (path: string) => [path, readFileSync(join(out, path), 'utf8')];
  return Object.fromEntries([
    ['settings/lab.ts', linesOf(mesh)],
    read('cdktf.out/stacks/lab/cdk.tf.json'),
    ...readdirSync(join(out, 'dist/lab')).map((name) => read(`dist/lab/${name}`)),
  ]) as Files;
}

/** The lines of settings/lab.ts that state it, where the constant is the revision that the mesh was installed with. */
function linesOf({ revisions, namespaces }: MeshState): string {
  const inWords = (revision: string) => (revision === OLD ? 'installedRevision' : `'${revision}'`);
  const names = Object.entries(namespaces).map(
    ([name, revision]) => `      ${name}: ${inWords(revision)},\n`,
  );
  return `    revisions: [${revisions.map(inWords).join(', ')}],\n    namespaces: {\n${names.join('')}    },\n`;
}

/** What changes from one state to the next, as a unified diff of each file. */
function diff(from: MeshState, to: MeshState): string {
  const [before, after] = [filesOf(from), filesOf(to)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .flatMap((file) => {
      const { hunks } = structuredPatch(file, file, before[file] ?? '', after[file] ?? '', '', '', {
        context: 1,
      });
      const lines = hunks.flatMap((hunk) => ['@@', ...hunk.lines]);
      return lines.length > 0 ? [`--- ${file}`, ...lines] : [];
    })
    .join('\n');
}

/** Workloads whose pod template changes from one state to the next: Kubernetes rolls these and no others. */
function rolled(from: MeshState, to: MeshState): string[] {
  const templates = (mesh: MeshState) => {
    const app = new App();
    defineHello(app, defineCharts(app, { ...lab, mesh: { ...lab.mesh, ...mesh } })('hello'));
    const objects = app.charts.flatMap((chart) => chart.toJson()) as {
      metadata: { namespace: string; name: string };
      spec?: { template?: object };
    }[];
    return new Map(
      objects
        .filter(({ spec }) => spec?.template)
        .map(({ metadata, spec }) => [
          `${metadata.namespace}/${metadata.name}`,
          JSON.stringify(spec?.template),
        ]),
    );
  };
  const [before, after] = [templates(from), templates(to)];
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name)).toSorted();
}

const PETS = [
  'pets/curl-inside',
  'pets/makeline-service',
  'pets/mongodb',
  'pets/order-service',
  'pets/product-service',
  'pets/rabbitmq',
  'pets/store-admin',
  'pets/store-front',
  'pets/virtual-customer',
  'pets/virtual-worker',
];

/** Each step, with the workloads that it rolls, and the most lines of the settings that it changes. */
const UPGRADE: [title: string, from: MeshState, to: MeshState, rolls: string[]][] = [
  ['1. start', STEADY, STARTED, []],
  ['2. move a namespace', STARTED, MOVING, ['hello/hello']],
  ['3. move the last namespace', MOVING, MOVED, PETS],
  ['4. complete', MOVED, COMPLETED, []],
];
const ROLLBACK: [title: string, from: MeshState, to: MeshState, rolls: string[]][] = [
  ['move the namespace back', MOVING, STARTED, ['hello/hello']],
  ['roll back', STARTED, STEADY, []],
];

describe.each([...UPGRADE, ...ROLLBACK])('%s', (_, from, to, rolls) => {
  test('is a legal step to a legal state', () => {
    expect(stepFaults(from, to, '2026-08-01')).toEqual([]);
    expect(stateFaults(to, '2026-08-01')).toEqual([]);
  });

  test('changes one line of the settings', () => {
    const changed = linesOf(to)
      .split('\n')
      .filter((line) => !linesOf(from).split('\n').includes(line));
    expect(changed).toHaveLength(1);
  });

  test('rolls the workloads of the namespace that moves, and no others', () => {
    expect(rolled(from, to)).toEqual(rolls);
  });

  test('leaves the redirection mechanism and the Pod Security level alone', () => {
    const mechanisms = [from, to].map((each) => {
      const files = Object.values(filesOf(each)).join('\n');
      // Azure keeps the mechanism: nothing is written of it.
      return files.match(/proxyRedirectionMechanism.*|pod-security\.kubernetes\.io\/enforce: \w+/g);
    });
    expect(mechanisms[0]).toEqual([
      'pod-security.kubernetes.io/enforce: privileged',
      'pod-security.kubernetes.io/enforce: privileged',
    ]);
    expect(mechanisms[1]).toEqual(mechanisms[0]);
  });
});

test('docs/upgrade.md shows what each step of the upgrade changes', () => {
  const shown = [...readFileSync(join(ROOT, 'docs/upgrade.md'), 'utf8').matchAll(/^```diff\n(.*?)\n```$/gms)];
  expect(shown.map(([, block]) => block)).toEqual(UPGRADE.map(([, from, to]) => diff(from, to)));
});

test('a rollback ends where the upgrade began, to the byte', () => {
  expect(filesOf(ROLLBACK.at(-1)![2])).toEqual(filesOf(STEADY));
});

test('both revisions have a shared configuration while both are on the cluster', () => {
  const names = (mesh: MeshState) =>
    Object.values(filesOf(mesh))
      .join('\n')
      .match(/istio-shared-configmap-asm-\d-\d+/g);
  expect([STEADY, STARTED, MOVED, COMPLETED].map(names)).toEqual([
    ['istio-shared-configmap-asm-1-29'],
    ['istio-shared-configmap-asm-1-29', 'istio-shared-configmap-asm-1-30'],
    ['istio-shared-configmap-asm-1-29', 'istio-shared-configmap-asm-1-30'],
    ['istio-shared-configmap-asm-1-30'],
  ]);
});

test('a patch of the add-on rolls every workload of the mesh by one field', () => {
  const app = (patch?: string) => {
    const each = new App();
    defineCharts(each, { ...lab, mesh: { ...lab.mesh, patch } });
    return JSON.stringify(each.charts.flatMap((chart) => chart.toJson())).match(
      /"aks-istio-cdk\/mesh-patch":"[^"]+"/g,
    );
  };
  expect(app()).toBeNull();
  expect(app('1.30.2-2')).toEqual(PETS.map(() => '"aks-istio-cdk/mesh-patch":"1.30.2-2"'));
});
