import { changed, objectsOf, one, plain, running } from '../support';

const image = 'example.com/shop:1';

test.each<[kind: string, stated: object]>([
  ['Deployment', {}],
  ['Deployment', { deployment: { spec: { minReadySeconds: 5 } } }],
  ['StatefulSet', { statefulSet: {} }],
  ['Job', { job: {} }],
  ['CronJob', { cronJob: { spec: { schedule: '0 0 * * *' } } }],
])('a workload is a %s where it states %j', async (kind, stated) => {
  const all = await objectsOf(running({ web: { image, ...stated } }));
  const [own] = Object.values(stated) as [{ spec?: object }?];
  expect(one(all, kind, 'web')).toMatchObject({ spec: own?.spec ?? {} });
});

test('ConfigMaps and Secrets of an application are rendered beside its workloads', async () => {
  const beside = { configMaps: { rules: { 'a.json': '{}' } }, secrets: { login: { user: 'demo' } } };
  const all = await objectsOf(changed(running({}, beside), { plainTextSecrets: true }));
  expect(one(all, 'ConfigMap', 'rules')).toMatchObject({
    metadata: { namespace: 'reading' },
    data: { 'a.json': '{}' },
  });
  expect(one(all, 'Secret', 'login')).toMatchObject({
    metadata: { namespace: 'reading' },
    type: 'Opaque',
    stringData: { user: 'demo' },
  });
});

test('what a version states is laid over what the workload states for all of them', async () => {
  const web = {
    image,
    replicas: 3,
    env: { A: 'all', B: 'all' },
    files: { '/etc/a': { configMap: 'all', key: 'a' } },
    container: { command: ['web'], resources: { requests: { cpu: '10m' } } },
    pod: { metadata: { labels: { tier: 'web' } } },
    deployment: { spec: { minReadySeconds: 5 } },
    versions: {
      v1: {},
      v2: {
        image: 'example.com/shop:2',
        replicas: 1,
        env: { B: 'v2', C: 'v2' },
        files: { '/etc/b': { secret: 'v2', key: 'b' } },
        container: { resources: { requests: { memory: '1Gi' } } },
        pod: { metadata: { labels: { canary: 'yes' } } },
        deployment: { spec: { paused: true } },
      },
    },
  };
  const all = await objectsOf(running({ web }));
  const template = (labels: object, container: object) => ({
    metadata: { labels },
    spec: { containers: [container] },
  });
  expect(one(all, 'Deployment', 'web-v1').spec).toMatchObject({
    replicas: 3,
    minReadySeconds: 5,
    template: template(
      { app: 'web', version: 'v1', tier: 'web' },
      {
        image,
        env: [
          { name: 'A', value: 'all' },
          { name: 'B', value: 'all' },
        ],
        command: ['web'],
      },
    ),
  });
  expect(one(all, 'Deployment', 'web-v2').spec).toMatchObject({
    replicas: 1,
    minReadySeconds: 5,
    paused: true,
    template: template(
      { app: 'web', version: 'v2', tier: 'web', canary: 'yes' },
      {
        image: 'example.com/shop:2',
        env: [
          { name: 'A', value: 'all' },
          { name: 'B', value: 'v2' },
          { name: 'C', value: 'v2' },
        ],
        command: ['web'],
        resources: { requests: { cpu: '10m', memory: '1Gi' } },
        volumeMounts: [{ mountPath: '/etc/a' }, { mountPath: '/etc/b' }],
      },
    ),
  });
});

test('several applications stand in one namespace, whose policies are rendered once', async () => {
  const all = await objectsOf(plain);
  const inside = all.filter(({ metadata }) => metadata.namespace === 'reading');
  expect(inside.filter(({ kind }) => kind === 'PeerAuthentication')).toHaveLength(1);
  expect(inside.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).toEqual([
    'reader',
    'catalog-v1',
    'catalog-v2',
    'loans',
  ]);
});
