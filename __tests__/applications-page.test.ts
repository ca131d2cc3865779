import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { blocks, page, runIn } from './copies/project';
import { copyWithPages, objectsOfPage, synthPages } from './examples';
import { one, scratch, type Manifest } from './support';

const project = join(scratch(), 'project');
beforeAll(() => copyWithPages(project));

describe('rendered,', () => {
  let objects: Manifest[] = [];
  beforeAll(() => {
    synthPages(project, 'kubernetes');
    objects = objectsOfPage(project, 'applications');
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

  test("Kubernetes' own fields are merged over what is rendered", () => {
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

  test('an autoscaler scales by all that is stated', () => {
    const { spec } = object('HorizontalPodAutoscaler', 'resize', 'resize') as unknown as {
      spec: { metrics: readonly object[] };
    };
    expect(spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 20,
      metrics: [
        { resource: { name: 'cpu', target: { averageUtilization: 70 } } },
        { resource: { name: 'memory', target: { averageUtilization: 80 } } },
        { external: { target: { averageValue: '30' } } },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
    });
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

test('a namespace has the labels and annotations of its settings beside those of the engine', () => {
  synthPages(project, 'kubernetes');
  const namespace = one(objectsOfPage(project, 'applications'), 'Namespace', 'prices');
  expect(namespace.metadata).toMatchObject({
    labels: {
      'istio.io/rev': 'asm-1-30',
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/warn': 'restricted',
      'example.com/cost-center': '4711',
    },
    annotations: { 'example.com/contact': 'prices-team@example.com' },
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
  synthPages(project, 'terraform');
  const { resource } = JSON.parse(
    readFileSync(join(project, 'cdktf.out/stacks/applications/cdk.tf.json'), 'utf8'),
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
  const bookinfo = blocks(page('docs/applications.md'), 'ts').find((block) =>
    block.startsWith('// applications/bookinfo.ts'),
  )!;
  // Its first line is the path, for the reader of the page.
  expect(bookinfo.trimEnd().split('\n').length - 1).toBeLessThanOrEqual(40);
});
