import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { application, manifests } from '../../index';
import { AuthorizationPolicy } from '../../imports/security.istio.io';
import { Sidecar } from '../../imports/networking.istio.io';
import { getSelectorLabels } from '../../objects/selectors';
import { isAllowed } from '../charts/evaluator';
import { isOpen } from '../charts/network-evaluator';
import { knowsHost } from '../charts/sidecar-evaluator';
import { scratch, type Manifest } from '../support';
import { lines, synthesize } from './synthesize';

// istio/istio 51982 and 10659: databases and brokers whose nodes call each other, mostly with a headless Service beside the one of the
// clients.

const folder = scratch();
const file = (name: string, yaml: string) => {
  writeFileSync(join(folder, name), yaml);
  return join(folder, name);
};

const RESTRICTED = { revision: 'asm-1-30', authorization: 'on', egress: 'declared', networkPolicies: true };
const CILIUM = { cluster: { networkPolicy: 'cilium' } };

const service = (name: string, selector: string, ports: string, more = '') => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { ${more}selector: ${selector}, ports: [${ports}] }
---`;
const HEADLESS = 'clusterIP: None, publishNotReadyAddresses: true, ';
const statefulSet = (name: string, labels: string) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name} }
spec:
  replicas: 3
  selector: { matchLabels: ${labels} }
  serviceName: ${name}
  template:
    metadata: { labels: ${labels} }
    spec:
      serviceAccountName: ${name}
      containers: [{ name: node, image: ghcr.io/example/node:1, ports: [{ containerPort: 7000 }, { containerPort: 7001 }] }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name} }
---`;

const pod = (app: string, more: Record<string, string> = {}) => ({
  namespace: 'data',
  labels: { app, ...more },
});
const identity = (serviceAccount: string) => ({ namespace: 'data', serviceAccount });

/** Whether a call passes: the identity, the network and the caller's own sidecar. */
function passes(
  objects: readonly Manifest[],
  from: string,
  to: ReturnType<typeof pod>,
  port: number,
  host: string,
) {
  return {
    policy: isAllowed(objects, { to, from: identity(from), port }),
    network: isOpen(objects, pod(from), to, port),
    sidecar: knowsHost(objects, pod(from), 'data', `${host}.data.svc.cluster.local`),
  };
}
const ALL = { policy: true, network: true, sidecar: true };
const kindsFor = (objects: readonly Manifest[], app: string) =>
  objects
    .filter(({ kind }) =>
      ['Sidecar', 'AuthorizationPolicy', 'NetworkPolicy', 'PeerAuthentication'].includes(kind),
    )
    .filter((object) => getSelectorLabels(object).app === app)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);

const broker = (calls: object, more: object = {}) =>
  application({
    queue: {
      image: 'ghcr.io/example/queue:1',
      ports: { 'tcp-amqp': 5672, 'tcp-nodes': 25672 },
      replicas: 3,
      calls,
      statefulSet: { spec: { serviceName: 'queue' } },
      service: { spec: { clusterIP: 'None', publishNotReadyAddresses: true } },
      ...more,
    },
    orders: { image: 'ghcr.io/example/orders:1', ports: { http: 80 }, calls: { queue: 'tcp-amqp' } },
  } as Parameters<typeof application>[0]);

test('nodes of a broker that declare it call each other, and no one else may call that port', async () => {
  const { objects, faults, warnings } = await synthesize(
    { data: { ...RESTRICTED, applications: { broker: broker({ queue: 'tcp-nodes' }) } } },
    CILIUM,
  );
  expect([...faults, ...warnings].map(({ problem }) => problem)).toEqual([]);
  expect(passes(objects, 'queue', pod('queue'), 25672, 'queue')).toEqual(ALL);
  expect(passes(objects, 'orders', pod('queue'), 5672, 'queue')).toEqual(ALL);
  expect(passes(objects, 'orders', pod('queue'), 25672, 'queue')).toMatchObject({
    policy: false,
    network: false,
  });
  expect(passes(objects, 'queue', pod('queue'), 5672, 'queue')).toMatchObject({
    policy: false,
    network: false,
  });
});

test('nodes that find each other, but declare no call, are warned of, and following the advice ends the warning', async () => {
  const namespaces = (calls: object, more?: object) => ({
    data: { ...RESTRICTED, applications: { broker: broker(calls, more) } },
  });
  const { warnings } = await synthesize(namespaces({}), CILIUM);
  expect(warnings).toEqual([
    expect.objectContaining({
      where: expect.stringContaining('namespaces.data.applications.broker.workloads.queue.calls') as string,
      problem: expect.stringContaining('may not call each other') as string,
      fix: expect.stringContaining("calls: { 'queue': 'tcp-amqp' }") as string,
    }),
  ]);
  expect((await synthesize(namespaces({ queue: 'tcp-amqp' }), CILIUM)).warnings).toEqual([]);
});

test.each([
  ['one pod', {}, { replicas: 1 }],
  ['a Service with an address', {}, { service: { spec: {} } }],
  ['a namespace that restricts nothing', { authorization: 'off', egress: 'any', networkPolicies: false }, {}],
])('%s is not warned of', async (_, namespace, workload) => {
  const data = { ...RESTRICTED, ...namespace, applications: { broker: broker({}, workload) } };
  expect((await synthesize({ data }, CILIUM)).warnings).toEqual([]);
});

describe('a Service of the clients and a headless one, of the same pods', () => {
  const yaml = file(
    'store.yaml',
    statefulSet('store', '{ app: store }') +
      service('store', '{ app: store }', '{ name: tcp-clients, port: 7000 }') +
      service(
        'store-nodes',
        '{ app: store }',
        '{ name: tcp-clients, port: 7000 }, { name: tcp-nodes, port: 7001 }',
        HEADLESS,
      ),
  );
  const backup = application({ backup: { image: 'ghcr.io/example/backup:1', ports: { http: 80 } } });
  const orders = application({
    orders: {
      image: 'ghcr.io/example/orders:1',
      ports: { http: 80 },
      calls: { 'store/store': 'tcp-clients' },
    },
  });
  const store = manifests(yaml, {
    'store-nodes': { ports: { 'tcp-clients': 7000, 'tcp-nodes': 7001 }, mtls: { 'tcp-nodes': 'STRICT' } },
    store: {
      ports: { 'tcp-clients': 7000 },
      calls: { 'store-nodes': ['tcp-clients', 'tcp-nodes'], 'backup/backup': 'http' },
    },
  });
  const made = synthesize({ data: { ...RESTRICTED, applications: { store, backup, orders } } }, CILIUM);

  test('have one object of each kind', async () => {
    const { objects, faults } = await made;
    expect(lines(faults)).toEqual([]);
    expect(kindsFor(objects, 'store')).toEqual([
      'PeerAuthentication store-nodes-mtls-exception',
      'AuthorizationPolicy store-nodes-callers',
      'NetworkPolicy store-nodes',
      'Sidecar store-nodes',
    ]);
  });

  test('may make the calls of either, and be called as either', async () => {
    const { objects } = await made;
    expect(passes(objects, 'store', pod('backup'), 80, 'backup')).toEqual(ALL);
    expect(passes(objects, 'store', pod('store'), 7001, 'store-nodes')).toEqual(ALL);
    expect(passes(objects, 'orders', pod('store'), 7000, 'store')).toEqual(ALL);
    expect(passes(objects, 'orders', pod('store'), 7001, 'store-nodes')).toMatchObject({ policy: false });
  });

  test('with two modes for one port are rejected', async () => {
    const contradicting = manifests(yaml, {
      store: { ports: { 'tcp-clients': 7000 }, mtls: { 'tcp-clients': 'STRICT' } },
      'store-nodes': { ports: { 'tcp-clients': 7000 }, mtls: { 'tcp-clients': 'PERMISSIVE' } },
    });
    const { faults } = await synthesize({ data: { ...RESTRICTED, applications: { contradicting } } }, CILIUM);
    expect(lines(faults)).toEqual([
      expect.stringContaining('for port 7000 of the same pods; set one of the two'),
    ]);
  });
});

test('Services whose selectors differ, but select the same pods, have one Sidecar for exactly these pods', async () => {
  const yaml = file(
    'cache.yaml',
    statefulSet('cache', '{ app: cache, role: main }') +
      service('cache', '{ app: cache }', '{ name: tcp-clients, port: 7000 }') +
      service('cache-main', '{ role: main }', '{ name: tcp-clients, port: 7000 }', HEADLESS),
  );
  const ports = { 'tcp-clients': 7000 };
  const cache = manifests(yaml, {
    cache: { ports },
    'cache-main': { ports, calls: { cache: 'tcp-clients' } },
  });
  const { objects, faults } = await synthesize({ data: { ...RESTRICTED, applications: { cache } } }, CILIUM);
  expect(lines(faults)).toEqual([]);
  const sidecars = objects.filter(({ kind }) => kind === 'Sidecar');
  expect(sidecars.map(({ spec }) => spec)).toMatchObject([
    { workloadSelector: { labels: { app: 'cache', role: 'main' } } },
  ]);
  const to = pod('cache', { role: 'main' });
  expect(isAllowed(objects, { to, from: identity('cache'), port: 7000 })).toBe(true);
});

test('a Service of its own application for the nodes of another one acts for their pods, under their identity', async () => {
  const nodes = manifests(
    file(
      'nodes.yaml',
      service('queue-nodes', '{ app: queue }', '{ name: tcp-nodes, port: 25672 }', HEADLESS),
    ),
    { 'queue-nodes': { ports: { 'tcp-nodes': 25672 } } },
  );
  const queue = broker({ 'nodes/queue-nodes': 'tcp-nodes' }, { service: {} });
  const { objects, faults } = await synthesize(
    { data: { ...RESTRICTED, applications: { nodes, queue } } },
    CILIUM,
  );
  expect(lines(faults)).toEqual([]);
  expect(passes(objects, 'queue', pod('queue'), 25672, 'queue-nodes')).toEqual(ALL);
  expect(
    objects.filter(({ kind, metadata }) => kind === 'Sidecar' && metadata.name !== 'orders'),
  ).toHaveLength(1);
});

test('a second Sidecar of a hook for the same pods is rejected, as Istio takes one', async () => {
  const hooked = application(
    { queue: { image: 'ghcr.io/example/queue:1', ports: { 'tcp-amqp': 5672 } } },
    {
      customize: ({ chart }) => {
        new AuthorizationPolicy(chart, 'policy', {
          metadata: { name: 'second' },
          spec: { selector: { matchLabels: { app: 'queue' } }, rules: [{}] },
        });
        new Sidecar(chart, 'sidecar', {
          metadata: { name: 'second' },
          spec: { workloadSelector: { labels: { app: 'queue' } }, egress: [{ hosts: ['./*'] }] },
        });
      },
    },
  );
  const { faults } = await synthesize({ data: { ...RESTRICTED, applications: { hooked } } }, CILIUM);
  expect(lines(faults)).toEqual([
    expect.stringMatching(/Sidecar data\/second: is for the pods of Deployment data\/queue, as 'queue' is/),
  ]);
});
