import { application, helm, manifests } from 'aks-istio-cdk';
import { findLocation } from '../../../model/trace';
import { readEnvironments } from '../../../model/read';
import { judgeSettings } from '../../../rules';
import { environments } from '../../fixtures/environments';
import { changed, ROOT, TODAY } from '../../support';
import { faultsWith } from '../faults';

const image = 'example.com/shop:1';
const APP = 'namespaces.reading.applications.app';

/** What stops the synth of an environment that runs the application, as places and problems. */
function problems(app: ReturnType<typeof application>): string[] {
  const values = { 'namespaces.reading.applications': { app } };
  const malformed = faultsWith(values);
  const faults =
    malformed.length > 0
      ? malformed
      : judgeSettings(readEnvironments({ plain: () => changed(environments.plain({}), values) }, {}), TODAY)
          .faults;
  return faults.map(({ where, problem }) => `${where.split(' ')[1]!.slice(APP.length + 1)}: ${problem}`);
}

test('an application whose calls and exposed ports exist compiles, and keeps every rule', () => {
  const app = application({
    web: {
      image,
      ports: { http: { port: 80, targetPort: 8080 }, 'http-admin': 8081 },
      calls: {
        orders: { port: 'grpc', methods: ['POST'], paths: ['/orders.Orders/*'] },
        queue: 'tcp-amqp',
      },
      expose: { http: { hosts: ['*'], answers: { text: 'Welcome' } } },
    },
    orders: { image, ports: { grpc: 9000 }, calls: { queue: { port: 'tcp-amqp' } } },
    queue: { image, ports: { 'tcp-amqp': 5672 }, statefulSet: {} },
    worker: { image, calls: { web: 'http' } },
  });
  expect(problems(app)).toEqual([]);
});

test('a call to a workload that does not exist does not compile, and stops the synth', () => {
  const app = application({
    // @ts-expect-error there is no 'oders'
    web: { image, calls: { oders: 'http' } },
    orders: { image, ports: { http: 80 } },
  });
  expect(problems(app)).toEqual([
    "workloads.web.calls.oders: the application 'app' has no workload 'oders'; it has web, orders",
  ]);
});

test('a call to a port that the workload does not have does not compile, and stops the synth', () => {
  const app = application({
    // @ts-expect-error it has no port 'grpc'
    web: { image, calls: { orders: 'grpc' } },
    // @ts-expect-error nor has one without ports any
    worker: { image, calls: { web: 'http' } },
    orders: { image, ports: { http: 80 } },
  });
  expect(problems(app)).toEqual([
    "workloads.web.calls.orders: 'orders' has no such port; it has http",
    "workloads.worker.calls.web: 'web' has no such port; it has none",
  ]);
});

test('the pods of a workload may call each other, by ports that it has', () => {
  const app = application({
    queue: { image, ports: { 'tcp-epmd': 4369 }, calls: { queue: 'tcp-epmd' } },
    // @ts-expect-error it has no port 'grpc'
    web: { image, ports: { http: 80 }, calls: { web: 'grpc' } },
  });
  expect(problems(app)).toEqual(["workloads.web.calls.web: 'web' has no such port; it has http"]);
});

test('methods and paths of a port that carries no HTTP do not compile, and stop the synth', () => {
  const app = application({
    // @ts-expect-error a TCP port has no methods
    web: { image, calls: { queue: { port: 'tcp-amqp', methods: ['GET'] } } },
    // @ts-expect-error nor paths
    worker: { image, calls: { queue: { port: 'tcp-amqp', paths: ['/'] } } },
    queue: { image, ports: { 'tcp-amqp': 5672 } },
  });
  expect(problems(app)).toEqual(
    ['web', 'worker'].map(
      (name) =>
        `workloads.${name}.calls.queue: the port 'tcp-amqp' carries no HTTP requests, so methods and paths do not apply`,
    ),
  );
});

test('a port name without a protocol does not compile, and stops the synth', () => {
  const app = application({
    // @ts-expect-error 'web' starts with no protocol that Istio knows
    web: { image, ports: { web: 80 } },
  });
  expect(problems(app)).toEqual([
    expect.stringMatching(/^workloads\.web\.ports: must start with the protocol/),
  ]);
});

test('exposing a port that does not exist does not compile, and stops the synth', () => {
  const app = application({
    // @ts-expect-error it has no port 'grpc'
    web: { image, ports: { http: 80 }, expose: { grpc: { hosts: ['*'] } } },
  });
  expect(problems(app)).toEqual(['workloads.web.expose.grpc: the workload has no such port; it has http']);
});

test('an unknown field does not compile at any depth, and stops the synth', () => {
  const app = application({
    // @ts-expect-error of a workload
    web: { image, imag: image },
    // @ts-expect-error of a container
    orders: { image, container: { resorces: {} } },
    // @ts-expect-error of a pod
    queue: { image, pod: { spec: { tolerationz: [] } } },
    // @ts-expect-error of a version
    worker: { versions: { v1: { image, port: 80 } } },
    // @ts-expect-error of an exposed port
    shop: { image, ports: { http: 80 }, expose: { http: { hosts: ['*'], host: 'x' } } },
  });
  expect(problems(app)).toEqual([
    'workloads.web.imag: unknown field',
    'workloads.orders.container.resorces: unknown field',
    'workloads.queue.pod.spec.tolerationz: unknown field',
    'workloads.worker.versions.v1.port: unknown field',
    'workloads.shop.expose.http.host: unknown field',
  ]);
});

test('a value of another type does not compile, and stops the synth', () => {
  const app = application({
    // @ts-expect-error a command is a list
    web: { image, container: { command: 'sleep' } },
    // @ts-expect-error a port is a number
    orders: { image, ports: { http: '80' } },
    // @ts-expect-error a CronJob has a schedule
    night: { image, cronJob: {} },
  });
  expect(problems(app)).toEqual([
    'workloads.web.container.command: must be a list: [ ... ]',
    'workloads.orders.ports.http: must be a port number from 1 to 65535, or { port, targetPort }',
    'workloads.night.cronJob.spec: must be an object: { ... }',
  ]);
});

test('a call to another application compiles unseen, and is resolved at synth', () => {
  const app = application({
    web: { image, calls: { 'library/loans': 'grpc', 'back/stock/items': { port: 'http' } } },
  });
  expect(problems(app)).toEqual([
    "workloads.web.calls.library/loans: there is no application 'library'",
    "workloads.web.calls.back/stock/items: there is no application 'back/stock'",
  ]);
});

test('manifests and charts state only what is called, calls or is exposed', () => {
  const yaml = manifests(`${ROOT}/shop.yaml`, {
    web: { ports: { http: 80 }, expose: { http: { hosts: ['*'] } } },
    // @ts-expect-error what runs is the manifests' own
    worker: { image, calls: { web: 'http' } },
  });
  const chart = helm(
    { chart: 'shop', repo: 'https://charts.example.com', version: '1.2.3', values: { replicas: 2 } },
    {
      web: { ports: { http: 80 } },
      // @ts-expect-error it has no port 'grpc'
      worker: { calls: { web: 'grpc' } },
    },
  );
  expect(yaml.source).toEqual({ yaml: `${ROOT}/shop.yaml` });
  expect(chart.source).toEqual({
    helm: 'shop',
    repo: 'https://charts.example.com',
    version: '1.2.3',
    values: { replicas: 2 },
  });
  expect(problems(chart)).toEqual(["workloads.worker.calls.web: 'web' has no such port; it has http"]);
});

test.each([
  ['application', () => application({ web: { image } })],
  ['manifests', () => manifests('shop.yaml', {})],
  ['helm', () => helm({ chart: 'shop' }, {})],
])('an application of %s() knows the file and line that made it', (_, make) => {
  expect(findLocation(make().madeAt!)).toMatch(/^__tests__\/model\/schema\/application\.test\.ts:\d+$/);
});

test('a copy of an application through JSON stops the synth: it would be without its hook', () => {
  const made = application({ web: { image } }, { customize: () => {} });
  const copy = JSON.parse(JSON.stringify(made)) as typeof made;
  expect(copy.customize).toBeUndefined();
  expect(problems(copy)).toEqual([expect.stringMatching(/^madeAt: must be what `application` set: a copy/)]);
  expect(problems({ ...made })).toEqual([]);
});

test('routes and copies that lead to workloads of the application compile, and keep every rule', () => {
  const app = application({
    web: {
      image,
      ports: { http: 80 },
      versions: { v1: {}, v2: { image: 'example.com/shop:2' } },
      traffic: { weights: { v2: 10 }, mirror: { workload: 'shadow', percentage: 5 } },
      expose: {
        http: {
          hosts: ['shop.example.com'],
          tls: { credentialName: 'shop-tls' },
          routes: [{ uri: { prefix: '/api' }, to: { workload: 'api', port: 'http-api' } }, {}],
        },
      },
    },
    api: { image, ports: { 'http-api': 8080 } },
    shadow: { image, ports: { http: 80 } },
  });
  expect(problems(app)).toEqual([]);
});

test('a route or a copy that leads to no workload of the application does not compile, and stops the synth', () => {
  const app = application({
    web: {
      image,
      ports: { http: 80 },
      traffic: {
        // @ts-expect-error there is no 'shadw'
        mirror: { workload: 'shadw' },
      },
      expose: {
        http: {
          hosts: ['*'],
          // @ts-expect-error nor is there an 'ap'
          routes: [{ to: { workload: 'ap' } }],
        },
      },
    },
    shadow: {
      image,
      ports: { http: 80 },
      // @ts-expect-error it would be mirrored to itself
      traffic: { mirror: { workload: 'shadow' } },
    },
  });
  expect(problems(app)).toEqual([
    'workloads.web.expose.http.routes.0.to.workload: the application has no such workload; it has web, shadow',
    'workloads.web.traffic.mirror.workload: the application has no such workload; it has web, shadow',
    'workloads.shadow.traffic.mirror.workload: the workload would get each request twice: it is mirrored to itself',
  ]);
});
