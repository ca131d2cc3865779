import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { application } from 'aks-istio-cdk';
import { structuredPatch } from 'diff';
import { renderObjects, synthCharts } from '../charts/synth';
import { stateFaults, stepFaults, type MeshState } from '../mesh/upgrade';
import type { Plan } from '../model/plan';
import type { Environment } from '../model/schema/environment';
import { judgeSettings } from '../rules';
import { synthStacks } from '../stacks/synth';
import { planOf, ROOT, textsOf } from './support';

const [OLD, NEW] = ['asm-1-29', 'asm-1-30'] as const;

/** Two namespaces in a mesh that was installed with the older revision. */
const state = (
  revisions: MeshState['revisions'],
  shop: typeof OLD | typeof NEW,
  hello: typeof OLD | typeof NEW,
): MeshState => ({
  installedRevision: OLD,
  revisions,
  namespaces: { shop, hello },
});
const STEADY = state([OLD], OLD, OLD);
const STARTED = state([OLD, NEW], OLD, OLD);
const MOVING = state([OLD, NEW], OLD, NEW);
const MOVED = state([OLD, NEW], NEW, NEW);
const COMPLETED = state([NEW], NEW, NEW);

const service = { image: 'ghcr.io/example/service:1.0.0', ports: { http: 8080 } };
const applications = {
  shop: { shop: application({ web: { ...service, calls: { api: 'http' } }, api: service }) },
  hello: { hello: application({ hello: service }) },
};

/** The environment of the page, in a state of its mesh. */
const environment = ({ namespaces, ...mesh }: MeshState, others: Partial<Environment['mesh']> = {}): Plan =>
  planOf(
    {
      resourceGroup: { name: 'rg-staging', location: 'westeurope' },
      state: { backend: 'local' },
      cluster: {
        name: 'staging',
        kubernetesVersion: '1.35',
        tier: 'Standard',
        nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 2 },
      },
      mesh: { ...mesh, ingressGateways: ['external'], config: { accessLogFile: '/dev/stdout' }, ...others },
      namespaces: {
        shop: { revision: namespaces.shop, applications: applications.shop },
        hello: { revision: namespaces.hello, applications: applications.hello },
      },
    },
    'staging',
  );

/** The lines of environments/staging.ts that state it, where the constant is the revision that the mesh was installed with. */
function linesOf({ revisions, namespaces }: MeshState): string {
  const inWords = (revision: string) => (revision === OLD ? 'installedRevision' : `'${revision}'`);
  const members = Object.entries(namespaces).map(
    ([name, revision]) =>
      `    ${name}: {\n      revision: ${inWords(revision)},\n      applications: { ${name} },\n    },\n`,
  );
  return (
    `  mesh: {\n    installedRevision,\n    revisions: [${revisions.map(inWords).join(', ')}],\n    ingressGateways: ['external'],\n  },\n` +
    `  namespaces: {\n${members.join('')}  },\n`
  );
}

type Files = Record<string, string>;

/** Every file that a state gives: both halves, and the lines of the environment that say so. */
async function filesOf(mesh: MeshState): Promise<Files> {
  const below = (folder: string, files: Files) =>
    Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text] as const);
  return Object.fromEntries([
    ['environments/staging.ts', linesOf(mesh)],
    ...below('cdktf.out', textsOf(await synthStacks([environment(mesh)]), 'stacks/')),
    ...below('dist', textsOf(await synthCharts([environment(mesh)]), 'staging/')),
  ]);
}

/** What changes from one state to the next, as a unified diff of each file. */
async function diff(from: MeshState, to: MeshState): Promise<string> {
  const [before, after] = [await filesOf(from), await filesOf(to)];
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
async function rolled(from: MeshState, to: MeshState): Promise<string[]> {
  const templates = async (mesh: MeshState) => {
    const objects = (await renderObjects(environment(mesh))) as unknown as {
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
  const [before, after] = [await templates(from), await templates(to)];
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name)).toSorted();
}

const SHOP = ['shop/api', 'shop/web'];

/** Each step, with the workloads that it rolls. */
const UPGRADE: [title: string, from: MeshState, to: MeshState, rolls: string[]][] = [
  ['1. start', STEADY, STARTED, []],
  ['2. move a namespace', STARTED, MOVING, ['hello/hello']],
  ['3. move the last namespace', MOVING, MOVED, SHOP],
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
    expect(judgeSettings([environment(to)], '2026-08-01').faults).toEqual([]);
  });

  test('changes one line of the environment', () => {
    const [before, after] = [linesOf(from), linesOf(to)].map((text) => text.split('\n'));
    expect(after!.filter((line, index) => line !== before![index])).toHaveLength(1);
    expect(after).toHaveLength(before!.length);
  });

  test('rolls the workloads of the namespace that moves, and no others', async () => {
    expect(await rolled(from, to)).toEqual(rolls);
  });

  test('leaves the redirection mechanism and the Pod Security level alone', async () => {
    const levels = await Promise.all(
      [from, to].map(async (each) =>
        Object.values(await filesOf(each))
          .join('\n')
          // Azure keeps the mechanism: nothing is written of it.
          .match(/proxyRedirectionMechanism.*|pod-security\.kubernetes\.io\/enforce: \w+/g),
      ),
    );
    expect(levels[0]).toEqual([
      'pod-security.kubernetes.io/enforce: privileged',
      'pod-security.kubernetes.io/enforce: privileged',
    ]);
    expect(levels[1]).toEqual(levels[0]);
  });
});

test('docs/upgrade.md shows what each step of the upgrade changes', async () => {
  const shown = [...readFileSync(join(ROOT, 'docs/upgrade.md'), 'utf8').matchAll(/^```diff\n(.*?)\n```$/gms)];
  const made = await Promise.all(UPGRADE.map(([, from, to]) => diff(from, to)));
  expect(shown.map(([, block]) => block)).toEqual(made);
});

test('a rollback ends where the upgrade began, to the byte', async () => {
  expect(await filesOf(ROLLBACK.at(-1)![2])).toEqual(await filesOf(STEADY));
});

test('both revisions have a shared configuration while both are on the cluster', async () => {
  const names = async (mesh: MeshState) =>
    Object.values(await filesOf(mesh))
      .join('\n')
      .match(/istio-shared-configmap-asm-\d-\d+/g);
  expect(await Promise.all([STEADY, STARTED, MOVED, COMPLETED].map(names))).toEqual([
    ['istio-shared-configmap-asm-1-29'],
    ['istio-shared-configmap-asm-1-29', 'istio-shared-configmap-asm-1-30'],
    ['istio-shared-configmap-asm-1-29', 'istio-shared-configmap-asm-1-30'],
    ['istio-shared-configmap-asm-1-30'],
  ]);
});

test('a patch of the add-on rolls every workload of the mesh by one field', async () => {
  const patches = async (patch?: string) =>
    JSON.stringify(await renderObjects(environment(STEADY, { patch }))).match(
      /"aks-istio-cdk\/mesh-patch":"[^"]+"/g,
    );
  expect(await patches()).toBeNull();
  expect(await patches('1.30.2-2')).toEqual(
    [...SHOP, 'hello/hello'].map(() => '"aks-istio-cdk/mesh-patch":"1.30.2-2"'),
  );
});
