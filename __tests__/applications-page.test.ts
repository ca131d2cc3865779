import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { copyProject, filesShown, page, runIn, write } from './copies/project';
import { scratch, type Manifest } from './support';

const text = page('docs/applications.md');
const files = filesShown(text);
const applications = files.filter(({ path }) => /^applications\/.*\.ts$/.test(path));

/** Its chart comes from the network, and the program `helm` is not everywhere: it is type-checked only. */
const ONLY_CHECKED = ['podinfo'];

/** An application as an environment states it; one that is a function is called as the page says. */
function entry(name: string): string {
  const [call] = new RegExp(`\\b${name}: ${name}\\(.*?\\)(?=\`| \\})`).exec(text) ?? [];
  return call ?? name;
}

const names = applications.map(({ path }) => basename(path, '.ts'));
const environment = `import type { Environment } from 'aks-istio-cdk';
import { batch } from './azure/batch';
${names.map((name) => `import { ${name} } from '../applications/${name}';`).join('\n')}

const revision = 'asm-1-30';

export const page = (): Environment => ({
  resourceGroup: { name: 'rg-page', location: 'westeurope' },
  state: { backend: 'local' },
  cluster: {
    name: 'page',
    kubernetesVersion: '1.35',
    tier: 'Standard',
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 3 },
  },
  mesh: { installedRevision: revision, revisions: [revision], ingressGateways: ['external'] },
  namespaces: {
${names
  .filter((name) => !ONLY_CHECKED.includes(name))
  .map((name) => `    'on-${name}': { revision, applications: { ${entry(name)} } },`)
  .join('\n')}
  },
  azure: batch,
});

/** Type-checked, and in no environment. */
export const rest = [${ONLY_CHECKED.join(', ')}];
`;

const project = join(scratch(), 'project');
beforeAll(() => {
  copyProject(project);
  for (const room of ['applications', 'environments']) rmSync(join(project, room), { recursive: true });
  write(project, [
    ...files,
    { path: 'environments/page.ts', text: environment },
    {
      path: 'environments/index.ts',
      text: "import { page } from './page';\n\nexport const environments = { page };\n",
    },
    {
      path: 'tsconfig.page.json',
      text: '{ "extends": "./tsconfig.json", "include": ["applications", "environments"] }',
    },
  ]);
});

function synth(half: 'kubernetes' | 'terraform'): void {
  const { status, stderr } = runIn(project, process.execPath, ['commands/start.js', 'main.ts', half]);
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.not.stringContaining('fault') });
}

test('every example of the page compiles', () => {
  const { status, stdout } = runIn(project, 'node_modules/.bin/tsc', ['--project', 'tsconfig.page.json']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

describe('rendered,', () => {
  let objects: Manifest[] = [];
  beforeAll(() => {
    synth('kubernetes');
    const folder = join(project, 'dist/page');
    objects = readdirSync(folder).flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(
        (document) => document.toJS() as Manifest,
      ),
    );
  });
  const object = (kind: string, application: string, name: string) =>
    objects.find(
      (each) =>
        each.kind === kind && each.metadata.namespace === `on-${application}` && each.metadata.name === name,
    );
  const kinds = (application: string) =>
    objects
      .filter(({ metadata }) => metadata.namespace === `on-${application}`)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .toSorted();

  test('the words of the engine give what the table says', () => {
    expect(kinds('shop')).toEqual([
      'ConfigMap api-files',
      'Deployment api',
      'Deployment web',
      'Gateway web-gateway',
      'HorizontalPodAutoscaler web',
      'PeerAuthentication on-shop-mtls',
      'Service api',
      'Service web',
      'ServiceAccount api',
      'ServiceAccount web',
      'VirtualService web-route',
    ]);
    expect(object('Deployment', 'shop', 'web')).not.toHaveProperty('spec.replicas');
    expect(object('Deployment', 'shop', 'api')).toMatchObject({
      spec: {
        replicas: 2,
        template: {
          spec: {
            containers: [
              {
                env: [
                  { name: 'LOG_LEVEL', value: 'info' },
                  { name: 'WORKERS', value: '4' },
                  { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'shop-api', key: 'token' } } },
                ],
              },
            ],
          },
        },
      },
    });
  });

  test("Kubernetes' own fields are laid over what is rendered", () => {
    expect(object('Deployment', 'hardened', 'quotes')).toMatchObject({
      spec: {
        strategy: { rollingUpdate: { maxUnavailable: 0 } },
        template: {
          metadata: {
            labels: { app: 'quotes', team: 'quotes' },
            annotations: { 'aks-istio-cdk/mesh-revision': 'asm-1-30', 'sidecar.istio.io/proxyCPU': '50m' },
          },
          spec: {
            serviceAccountName: 'quotes',
            containers: [
              {
                image: 'ghcr.io/example/quotes:2.1.0',
                ports: [{ name: 'http', containerPort: 8080 }],
                resources: { requests: { cpu: '100m' } },
                volumeMounts: [
                  expect.objectContaining({ mountPath: '/etc/quotes/sources.txt' }),
                  { name: 'tmp', mountPath: '/tmp' },
                ],
              },
            ],
          },
        },
      },
    });
    expect(object('StatefulSet', 'ledger', 'database')).toHaveProperty(
      'spec.volumeClaimTemplates.0.spec.resources.requests.storage',
      '8Gi',
    );
    expect(object('CronJob', 'ledger', 'report')).toHaveProperty('spec.schedule', '0 6 * * *');
    expect(object('ServiceAccount', 'invoices', 'invoices')).toHaveProperty(
      ['metadata', 'annotations', 'azure.workload.identity/client-id'],
      '00000000-0000-0000-0000-000000000000',
    );
  });

  test('versions are Deployments behind one Service, and inherit what is common', () => {
    expect(kinds('prices')).toEqual([
      'Deployment api-v1',
      'Deployment api-v2',
      'PeerAuthentication on-prices-mtls',
      'Service api',
      'ServiceAccount api',
    ]);
    expect(object('Deployment', 'prices', 'api-v2')).toMatchObject({
      spec: {
        selector: { matchLabels: { app: 'api', version: 'v2' } },
        template: {
          spec: {
            containers: [
              {
                env: [
                  { name: 'CURRENCY', value: 'EUR' },
                  { name: 'ROUNDING', value: 'half-even' },
                ],
              },
            ],
          },
        },
      },
    });
  });

  test('manifests get their namespace and the annotation that rolls their pods', () => {
    expect(object('Deployment', 'guestbook', 'guestbook')).toHaveProperty(
      'spec.template.metadata.annotations',
      { 'aks-istio-cdk/mesh-revision': 'asm-1-30' },
    );
    expect(kinds('guestbook')).toEqual(
      expect.arrayContaining(['Gateway guestbook-gateway', 'Service guestbook']),
    );
  });

  test('the hook of an application patches what is there and adds what is not', () => {
    expect(object('Deployment', 'slow', 'slow')).toHaveProperty(
      'spec.template.spec.terminationGracePeriodSeconds',
      120,
    );
    expect(object('DestinationRule', 'slow', 'slow')).toHaveProperty(
      'spec.host',
      'slow.on-slow.svc.cluster.local',
    );
    expect(object('PodDisruptionBudget', 'slow', 'slow')).toHaveProperty('spec.minAvailable', 1);
  });
});

test('manifests that are not there stop the synth, with the application and the reason', () => {
  const [file, elsewhere] = ['guestbook.yaml', 'moved.yaml'].map((name) =>
    join(project, 'applications', name),
  );
  renameSync(file!, elsewhere!);
  const { status, stderr } = runIn(project, process.execPath, ['commands/start.js', 'main.ts', 'kubernetes']);
  renameSync(elsewhere!, file!);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      /^1 fault; nothing was written\..*guestbook.*problem: there is no such file/s,
    ),
  });
});

test('the hook of an environment adds a node pool and changes the cluster', () => {
  synth('terraform');
  const { resource } = JSON.parse(
    readFileSync(join(project, 'cdktf.out/stacks/page/cdk.tf.json'), 'utf8'),
  ) as {
    resource: Record<string, object>;
  };
  expect(resource).toMatchObject({
    azurerm_kubernetes_cluster: { aks: { workload_identity_enabled: true } },
    azurerm_kubernetes_cluster_node_pool: {
      batch: { name: 'batch', node_taints: ['batch=true:NoSchedule'] },
    },
  });
});

test('Bookinfo takes at most 40 lines', () => {
  const { text: bookinfo } = files.find(({ path }) => path === 'applications/bookinfo.ts')!;
  // Its first line is the path, for the reader of the page.
  expect(bookinfo.trimEnd().split('\n').length - 1).toBeLessThanOrEqual(40);
});
