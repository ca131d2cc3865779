import { requestsFitNodes } from '../../../../rules/objects/workloads/requests-fit-nodes';
import { changed, full, objectsOf, plain } from '../../../support';
import { object, objects } from '../../judging';

/** One node of 8 vCPU, of which pods get 7820m; the mesh takes 1000m, and its one gateway 200m. */
const ONE = changed(plain, {
  'cluster.nodePool': { vmSize: 'Standard_D8s_v5', nodeCount: 1 },
  'mesh.revisions': ['asm-1-30'],
  'mesh.ingressGateways': ['external'],
});
const requesting = (...cpu: unknown[]) => ({
  containers: cpu.map((each, index) => ({ name: `c${index}`, resources: { requests: { cpu: each } } })),
});
const pods = (kind: string, spec: object, pod: object, metadata: object = {}) =>
  object('apps/v1', kind, 'shop', { spec: { ...spec, template: { metadata, spec: pod } } });
const judged = (...all: Parameters<typeof requestsFitNodes>[0][number][]) =>
  objects(requestsFitNodes, all, ONE);
const withSidecar = (...annotations: string[]) => ({
  annotations: { 'sidecar.istio.io/proxyCPU': annotations[0] },
});
const fault = (value: string, ofPods: number) => [
  {
    field: 'spec.template.spec',
    value,
    problem: `all pods with their sidecars request ${ofPods}m CPU, this object's the most, and the mesh 1200m; 1 x Standard_D8s_v5 have 7820m for pods`,
    fix: expect.stringContaining("raise 'cluster.nodePool'"),
  },
];

test('the environments that tests build on fit their nodes', async () => {
  for (const environment of [plain, full])
    expect(objects(requestsFitNodes, await objectsOf(environment), environment)).toEqual([]);
});

test('what fits to the last millicore is taken, and one more is rejected', () => {
  // 6620m are left: 10 pods of 562m with a sidecar of 100m each.
  expect(judged(pods('Deployment', { replicas: 10 }, requesting('562m')))).toEqual([]);
  expect(judged(pods('Deployment', { replicas: 10 }, requesting('563m')))).toEqual(fault('10 x 663m', 6630));
});

test('all containers count, also by their limits and in whole CPUs', () => {
  const spec = {
    containers: [...requesting(1, '0.5').containers, { name: 'l', resources: { limits: { cpu: '1500m' } } }],
  };
  expect(judged(pods('StatefulSet', { replicas: 2 }, spec))).toEqual([]);
  expect(judged(pods('StatefulSet', { replicas: 3 }, spec))).toEqual(fault('3 x 3100m', 9300));
});

test('the object that requests the most is named', () => {
  const small = { ...pods('Deployment', { replicas: 1 }, requesting('100m')), metadata: { name: 'small' } };
  expect(judged(small, pods('Deployment', { replicas: 10 }, requesting('600m')))).toEqual(
    fault('10 x 700m', 7000 + 100),
  );
});

test('an autoscaler counts at its upper bound', () => {
  const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'shop', {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'shop' }, minReplicas: 1, maxReplicas: 10 },
  });
  expect(judged(pods('Deployment', {}, requesting('600m')))).toEqual([]);
  expect(judged(pods('Deployment', {}, requesting('600m')), autoscaler)).toEqual(fault('10 x 700m', 7000));
});

test('of a DaemonSet there is a pod on each node', () => {
  const nodes = changed(ONE, {
    'cluster.nodePool': { vmSize: 'Standard_D8s_v5', nodeCount: 1, maxCount: 3 },
  });
  const each = pods('DaemonSet', {}, requesting('7300m'));
  expect(objects(requestsFitNodes, [each], nodes)).toEqual([]);
  expect(objects(requestsFitNodes, [pods('DaemonSet', {}, requesting('7400m'))], nodes)).toEqual([
    expect.objectContaining({ value: '3 x 7500m' }),
  ]);
});

test('init containers count where they stay, or where one alone requests more', () => {
  const init = (fields: object) => ({
    ...requesting('300m'),
    initContainers: [{ name: 'i', resources: { requests: { cpu: '400m' } }, ...fields }],
  });
  expect(judged(pods('Deployment', { replicas: 13 }, init({})))).toEqual([]);
  expect(judged(pods('Deployment', { replicas: 14 }, init({})))).toEqual(fault('14 x 500m', 7000));
  expect(judged(pods('Deployment', { replicas: 9 }, init({ restartPolicy: 'Always' })))).toEqual(
    fault('9 x 800m', 7200),
  );
});

test('a sidecar counts as its pod says, and not where there is none', () => {
  const ten = (metadata: object) =>
    judged(pods('Deployment', { replicas: 10 }, requesting('600m'), metadata));
  expect(ten(withSidecar('10m'))).toEqual([]);
  expect(ten(withSidecar('200m'))).toEqual(fault('10 x 800m', 8000));
  expect(ten({ labels: { 'sidecar.istio.io/inject': 'false' } })).toEqual([]);
  expect(ten({ annotations: { 'sidecar.istio.io/inject': 'false' } })).toEqual([]);
  const onNode = { ...requesting('600m'), hostNetwork: true };
  expect(judged(pods('Deployment', { replicas: 10 }, onNode))).toEqual([]);
  const outside = changed(ONE, { 'namespaces.reading.revision': undefined });
  expect(
    objects(requestsFitNodes, [pods('Deployment', { replicas: 10 }, requesting('600m'))], outside),
  ).toEqual([]);
});

test('a pod that no node could hold is rejected by itself', () => {
  expect(judged(pods('Deployment', { replicas: 1 }, requesting('7.8')))).toEqual([
    {
      field: 'spec.template.spec',
      value: '7900m',
      problem:
        'one pod requests more CPU than a node of Standard_D8s_v5 has for pods, which is 7820m: it would never run',
      fix: "request less, or choose a larger 'cluster.nodePool.vmSize'",
    },
  ]);
});

test('of a VM size whose name tells no vCPU, nothing is known', () => {
  const old = changed(ONE, { 'cluster.nodePool.vmSize': 'Standard_DS2_v2' });
  expect(objects(requestsFitNodes, [pods('Deployment', { replicas: 99 }, requesting(4))], old)).toEqual([]);
});

test('what Istio runs for each Gateway of the Gateway API takes 200m too', () => {
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'external');
  expect(judged(gateway, pods('Deployment', { replicas: 10 }, requesting('542m')))).toEqual([]);
  expect(judged(gateway, pods('Deployment', { replicas: 10 }, requesting('543m')))).toMatchObject([
    { value: '10 x 643m', problem: expect.stringContaining('and the mesh 1400m') },
  ]);
});

test('of a Job and of a CronJob as many pods count as run at a time', () => {
  const job = pods('Job', { parallelism: 10 }, requesting('600m'));
  expect(judged(job)).toEqual(fault('10 x 700m', 7000));
  const spec = { parallelism: 10, template: { spec: requesting('600m') } };
  expect(judged(object('batch/v1', 'CronJob', 'shop', { spec: { jobTemplate: { spec } } }))).toEqual([
    expect.objectContaining({
      field: 'spec.jobTemplate.spec.template.spec',
      value: '10 x 700m',
    }),
  ]);
});

test('where a hook may add node pools, nobody knows what they hold', () => {
  const hooked = changed(ONE, { azure: () => undefined });
  expect(
    objects(requestsFitNodes, [pods('Deployment', { replicas: 99 }, requesting('600m'))], hooked),
  ).toEqual([]);
});
