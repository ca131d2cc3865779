import { objects } from '../support';
import { image, template, workload } from './chart';

const http = { name: 'http', port: 80, targetPort: 8080 };
const controllerOf = (all: ReturnType<typeof workload>) =>
  all.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job', 'CronJob'].includes(kind));

const ACCOUNT = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: basket, namespace: shop, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
automountServiceAccountToken: false
`;
const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: basket, namespace: shop, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  type: ClusterIP
  selector: { app: basket }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
`;

test('a Deployment with a Service and an identity of its own', () => {
  expect(workload({ ports: [http] })).toEqual(
    objects(`${ACCOUNT}---${SERVICE}---
apiVersion: apps/v1
kind: Deployment
metadata: { name: basket, namespace: shop, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  replicas: 1
  selector: { matchLabels: { app: basket } }
  template:
    metadata:
      labels: { app: basket }
      annotations: { aks-istio-cdk/mesh-revision: asm-1-30 }
    spec:
      serviceAccountName: basket
      nodeSelector: { kubernetes.io/os: linux }
      containers:
        - name: basket
          image: example.com/shop:1.2.3
          ports: [{ name: http, containerPort: 8080 }]
`),
  );
});

test('a workload without ports has no Service', () => {
  expect(workload().map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Deployment']);
});

test('a StatefulSet is found through its Service', () => {
  expect(workload({ kind: 'StatefulSet', ports: [http] })[2]).toEqual(
    objects(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: basket, namespace: shop, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  replicas: 1
  serviceName: basket
  selector: { matchLabels: { app: basket } }
  template:
    metadata:
      labels: { app: basket }
      annotations: { aks-istio-cdk/mesh-revision: asm-1-30 }
    spec:
      serviceAccountName: basket
      nodeSelector: { kubernetes.io/os: linux }
      containers:
        - name: basket
          image: example.com/shop:1.2.3
          ports: [{ name: http, containerPort: 8080 }]
`)[0],
  );
});

test('a Job has no annotation of the mesh: its template cannot be changed', () => {
  expect(controllerOf(workload({ kind: 'Job' }))).toEqual(
    objects(`
apiVersion: batch/v1
kind: Job
metadata: { name: basket, namespace: shop, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  template:
    metadata: { labels: { app: basket } }
    spec:
      serviceAccountName: basket
      nodeSelector: { kubernetes.io/os: linux }
      restartPolicy: OnFailure
      containers: [{ name: basket, image: example.com/shop:1.2.3 }]
`),
  );
});

test('a CronJob has one, and the schedule that it is given', () => {
  const running = {
    controller: { spec: { schedule: '0 6 * * *', jobTemplate: { spec: { backoffLimit: 1 } } } },
  };
  expect(controllerOf(workload({ kind: 'CronJob', running }))).toEqual(
    objects(`
apiVersion: batch/v1
kind: CronJob
metadata: { name: basket, namespace: shop, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  schedule: 0 6 * * *
  jobTemplate:
    spec:
      backoffLimit: 1
      template:
        metadata:
          labels: { app: basket }
          annotations: { aks-istio-cdk/mesh-revision: asm-1-30 }
        spec:
          serviceAccountName: basket
          nodeSelector: { kubernetes.io/os: linux }
          restartPolicy: OnFailure
          containers: [{ name: basket, image: example.com/shop:1.2.3 }]
`),
  );
});

test('versions are a Deployment each behind the one Service, with the label version', () => {
  const all = workload({
    ports: [http],
    versions: { v1: { replicas: 2 }, v2: { image: 'example.com/shop:2' } },
  });
  expect(all.slice(0, 2)).toEqual(objects(`${ACCOUNT}---${SERVICE}`));
  expect(all.slice(2)).toEqual(
    [
      ['v1', 2, image],
      ['v2', 1, 'example.com/shop:2'],
    ].map(([version, replicas, runs]) =>
      expect.objectContaining({
        kind: 'Deployment',
        metadata: expect.objectContaining({ name: `basket-${version}` }),
        spec: {
          replicas,
          selector: { matchLabels: { app: 'basket', version } },
          template: expect.objectContaining({
            metadata: expect.objectContaining({ labels: { app: 'basket', version } }),
            spec: expect.objectContaining({
              serviceAccountName: 'basket',
              containers: [expect.objectContaining({ name: 'basket', image: runs })],
            }),
          }),
        },
      }),
    ),
  );
});

describe('replicas', () => {
  const replicasOf = (kind: 'Deployment' | 'StatefulSet', replicas?: number) =>
    (controllerOf(workload({ kind, running: { replicas } }))[0]!.spec as { replicas?: number }).replicas;

  test('are one, or as many as are asked for, none included', () => {
    expect([undefined, 3, 0].map((count) => replicasOf('Deployment', count))).toEqual([1, 3, 0]);
    expect([undefined, 2].map((count) => replicasOf('StatefulSet', count))).toEqual([1, 2]);
  });

  test('are left to an autoscaler where there is one: what is applied must not undo its work', () => {
    const all = workload({ running: { replicas: { min: 2, max: 5 } } });
    expect(controllerOf(all)[0]!.spec).not.toHaveProperty('replicas');
    expect(all.at(-1)).toEqual(
      objects(`
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: basket, namespace: shop, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: basket }
  minReplicas: 2
  maxReplicas: 5
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } }
`)[0],
    );
  });

  test('of a StatefulSet and of a version are scaled there, at the use that is stated', () => {
    const replicas = { min: 1, max: 2, cpu: 50 };
    const scaler = (all: ReturnType<typeof workload>) =>
      all.find(({ kind }) => kind === 'HorizontalPodAutoscaler') as unknown as {
        metadata: { name: string };
        spec: { scaleTargetRef: object; metrics: unknown };
      };
    const ofSet = scaler(workload({ kind: 'StatefulSet', running: { replicas } }));
    const ofVersion = scaler(workload({ versions: { v1: {}, v2: { replicas } } }));
    expect(ofSet.spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'basket' });
    expect(ofVersion.metadata.name).toBe('basket-v2');
    expect(ofVersion.spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: 'basket-v2' });
    expect(ofVersion.spec.metrics).toEqual([
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
      },
    ]);
  });
});

describe('what an autoscaler scales by', () => {
  const specOf = (replicas: object) => {
    const all = workload({ running: { replicas: { min: 1, max: 2, ...replicas } } });
    return all.find(({ kind }) => kind === 'HorizontalPodAutoscaler')!.spec as {
      metrics: readonly { resource?: { name: string }; type: string }[];
    };
  };
  const namesOf = (replicas: object) =>
    specOf(replicas).metrics.map((each) => each.resource?.name ?? each.type);
  const metrics = [
    { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '5' } } },
  ];

  test('is CPU, unless memory or other metrics are stated, and then CPU only if it is stated too', () => {
    expect(namesOf({})).toEqual(['cpu']);
    expect(namesOf({ memory: 70 })).toEqual(['memory']);
    expect(namesOf({ metrics })).toEqual(['External']);
    expect(namesOf({ cpu: 60, memory: 70, metrics })).toEqual(['cpu', 'memory', 'External']);
  });

  test('has the behavior that is stated, in the own fields of Kubernetes', () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 600 } };
    expect(specOf({ behavior })).toHaveProperty('behavior', behavior);
    expect(specOf({})).not.toHaveProperty('behavior');
  });
});

describe('the identity', () => {
  const account = (serviceAccount?: object) => workload({ serviceAccount })[0];

  test('gives pods no token of the API server, unless that is asked for', () => {
    expect(account()).toHaveProperty('automountServiceAccountToken', false);
    expect(account({ automountServiceAccountToken: true })).toHaveProperty(
      'automountServiceAccountToken',
      true,
    );
  });

  test('keeps its name where annotations are stated, as workload identity needs them', () => {
    const annotations = { 'azure.workload.identity/client-id': '0000' };
    expect(account({ metadata: { annotations } })).toEqual({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'basket',
        namespace: 'shop',
        labels: { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' },
        annotations,
      },
      automountServiceAccountToken: false,
    });
    expect(template({ serviceAccount: { metadata: { annotations } } }).spec).toHaveProperty(
      'serviceAccountName',
      'basket',
    );
  });
});

test.each(['Deployment', 'StatefulSet'] as const)(
  'the Service of a %s selects the pods by their label, also where that is not its name',
  (kind) => {
    expect(workload({ kind, app: 'shopping', ports: [http] })).toMatchObject([
      { kind: 'ServiceAccount', metadata: { name: 'basket' } },
      { kind: 'Service', metadata: { name: 'basket' }, spec: { selector: { app: 'shopping' } } },
      {
        metadata: { name: 'basket' },
        spec: {
          selector: { matchLabels: { app: 'shopping' } },
          template: {
            metadata: { labels: { app: 'shopping' } },
            spec: { containers: [{ name: 'shopping' }] },
          },
        },
      },
    ]);
  },
);

test("fields of Kubernetes' own are laid over the Service and the controller", () => {
  const [, service, controller] = workload({
    ports: [http],
    service: { metadata: { annotations: { a: 'b' } }, spec: { sessionAffinity: 'ClientIP' } },
    running: { controller: { metadata: { labels: { tier: 'web' } }, spec: { minReadySeconds: 5 } } },
  });
  expect(service).toMatchObject({
    metadata: { name: 'basket', annotations: { a: 'b' } },
    spec: { type: 'ClusterIP', selector: { app: 'basket' }, sessionAffinity: 'ClientIP' },
  });
  expect(controller).toMatchObject({
    metadata: { name: 'basket', labels: { tier: 'web', 'app.kubernetes.io/managed-by': 'aks-istio-cdk' } },
    spec: { replicas: 1, minReadySeconds: 5 },
  });
});

test('ConfigMaps and Secrets of long names, and of names that begin alike, have a volume each whose name is a label', () => {
  const long = `${'a'.repeat(100)}.${'b'.repeat(99)}`;
  const files = {
    '/etc/one': { configMap: long, key: 'one' },
    '/etc/two': { secret: long, key: 'two' },
    '/etc/three': { configMap: `${long}-x`, key: 'three' },
    '/etc/four': { configMap: `${long}-y`, key: 'four' },
  };
  const { spec } = template({ running: { files } });
  const { volumes, containers } = spec as unknown as {
    volumes: { name: string; configMap?: { name: string } }[];
    containers: { volumeMounts: { name: string; mountPath: string }[] }[];
  };
  const names = volumes.map(({ name }) => name);
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
  expect(containers[0]!.volumeMounts.map(({ name, mountPath }) => [mountPath, names.indexOf(name)])).toEqual([
    ['/etc/one', 0],
    ['/etc/two', 1],
    ['/etc/three', 2],
    ['/etc/four', 3],
  ]);
  expect(volumes[0]!.configMap?.name).toBe(long);
});

test('no pod of the engine gets a token of Kubernetes unless it asks for one', () => {
  const [account] = workload({ ports: [http] });
  expect(account).toMatchObject({ kind: 'ServiceAccount', automountServiceAccountToken: false });
});
