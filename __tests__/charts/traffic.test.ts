import type { VirtualServiceSpec } from '../../imports/networking.istio.io';
import { judgeObjects, judgeSettings } from '../../rules';
import { objectsOf, one, running, TODAY, type Manifest } from '../support';
import { connected, outcomeOf, type Request } from './route-evaluator';

const image = 'example.com/shop:1';
const WEB = 'web.reading.svc.cluster.local';
const VERSIONS = { v1: {}, v2: {}, v3: {} };

/** A shop that is exposed on the external gateway and shares its requests out like this, with a workload that may get copies. */
const shop = (traffic: object, beside: object = {}) =>
  running({
    web: {
      image,
      ports: { http: 80 },
      versions: VERSIONS,
      expose: { http: { hosts: ['shop.example.com'] } },
      traffic,
      ...beside,
    },
    shadow: { image, ports: { http: 8080 } },
  });

const rendered = async (...args: Parameters<typeof shop>) => {
  const environment = shop(...args);
  expect(judgeSettings([environment], TODAY).faults).toEqual([]);
  const objects = await objectsOf(environment);
  expect(judgeObjects(objects, environment)).toEqual([]);
  return objects;
};

/** What the gateway makes of a request, which has to be what a sidecar makes of it. */
function asked(objects: readonly Manifest[], request: Partial<Request> = {}) {
  const [gateway, mesh] = [
    outcomeOf(objects, { by: 'external', host: 'shop.example.com', ...request }),
    outcomeOf(objects, { by: 'mesh', host: WEB, ...request }),
  ];
  expect(gateway).toEqual(mesh);
  return gateway;
}

const at = (version: string) => `web.reading:80 ${version}`;
const ALL = { 'web.reading:80': 100 };

describe('weights', () => {
  test.each([
    [
      { v1: 60, v2: 30, v3: 10 },
      { [at('v1')]: 60, [at('v2')]: 30, [at('v3')]: 10 },
    ],
    [
      { v2: 10, v3: 0 },
      { [at('v1')]: 90, [at('v2')]: 10 },
    ],
    [{ v1: 100, v2: 0 }, { [at('v1')]: 100 }],
    [{ v2: 0, v3: 0 }, { [at('v1')]: 100 }],
    [{ v1: 0, v2: 0 }, { [at('v3')]: 100 }],
    [{ v1: 0, v2: 100 }, { [at('v2')]: 100 }],
    [
      { v1: 50, v2: 50, v3: 0 },
      { [at('v1')]: 50, [at('v2')]: 50 },
    ],
  ])('%j share alike at the gateway and in the mesh', async (weights, to) => {
    expect(asked(await rendered({ weights }))).toEqual({ to, path: '/' });
  });

  test('name a subset for each version, by the label of its pods', async () => {
    const objects = await rendered({ weights: { v1: 90, v2: 10 } });
    expect(one(objects, 'DestinationRule', 'web').spec).toEqual({
      host: WEB,
      subsets: ['v1', 'v2', 'v3'].map((name) => ({ name, labels: { version: name } })),
    });
  });

  test('are no part of a workload that states none: versions share by their pods', async () => {
    const objects = await rendered({ timeout: '5s' });
    expect(asked(objects)).toEqual({ to: ALL, path: '/', with: { timeout: '5s' } });
    expect(objects.filter(({ kind }) => kind === 'DestinationRule')).toEqual([]);
  });
});

test('a subset is there before the routes that name it', async () => {
  const kinds = (await rendered({ weights: { v1: 90, v2: 10 } }))
    .filter(({ kind }) => ['Deployment', 'DestinationRule', 'VirtualService'].includes(kind))
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(kinds.filter((each) => each.includes('web'))).toEqual([
    'Deployment web-v1',
    'Deployment web-v2',
    'Deployment web-v3',
    'DestinationRule web',
    'VirtualService web',
    'VirtualService web-route',
  ]);
});

describe('routes to versions', () => {
  const routes = [
    { cookie: { name: 'beta', value: 'yes' }, version: 'v3' },
    { headers: { 'x-plan': 'gold' }, version: 'v2' },
  ];

  test('come before the weights, in their order', async () => {
    const objects = await rendered({ weights: { v1: 100, v2: 0, v3: 0 }, routes });
    const to = (headers: Record<string, string>) => asked(objects, { headers });
    expect(to({})).toEqual({ to: { [at('v1')]: 100 }, path: '/' });
    expect(to({ cookie: 'a=1; beta=yes' })).toEqual({ to: { [at('v3')]: 100 }, path: '/' });
    expect(to({ 'x-plan': 'gold' })).toEqual({ to: { [at('v2')]: 100 }, path: '/' });
    expect(to({ 'x-plan': 'gold', cookie: 'beta=yes' })).toEqual({ to: { [at('v3')]: 100 }, path: '/' });
  });

  test('leave all other requests to all versions where there are no weights', async () => {
    const objects = await rendered({ routes });
    expect(asked(objects)).toEqual({ to: ALL, path: '/' });
    expect(asked(objects, { headers: { 'x-plan': 'gold' } })).toEqual({ to: { [at('v2')]: 100 }, path: '/' });
  });

  test('hold within each route of the gateway, and widen none', async () => {
    const expose = {
      http: {
        hosts: ['shop.example.com'],
        routes: [{ uri: { prefix: '/shop' }, methods: ['GET'], rewrite: '/', timeout: '3s' }],
      },
    };
    const objects = await rendered({ weights: { v1: 80, v2: 20 }, routes, timeout: '9s' }, { expose });
    const outcome = (request: Partial<Request>) =>
      outcomeOf(objects, { by: 'external', host: 'shop.example.com', ...request });
    const beta = { cookie: 'beta=yes' };
    const seen = { path: '/x', with: { timeout: '3s' } };
    expect(outcome({ path: '/shop/x', headers: beta })).toEqual({ to: { [at('v3')]: 100 }, ...seen });
    expect(outcome({ path: '/shop/x' })).toEqual({ to: { [at('v1')]: 80, [at('v2')]: 20 }, ...seen });
    expect(outcome({ path: '/other', headers: beta })).toEqual({ status: 404 });
    expect(outcome({ path: '/shop/x', headers: beta, method: 'POST' })).toEqual({ status: 404 });
    // Inside of the mesh, the workload has no routes of the gateway.
    const inside = outcomeOf(objects, { by: 'mesh', host: WEB, path: '/other', headers: beta });
    expect(inside).toEqual({ to: { [at('v3')]: 100 }, path: '/other', with: { timeout: '9s' } });
  });
});

test('a request has to match both, the route of the gateway and that to a version', async () => {
  const routes = [
    { cookie: { name: 'beta', value: 'yes' }, version: 'v2' },
    { headers: { 'x-build': '7' }, version: 'v3' },
  ];
  const expose = { http: { hosts: ['shop.example.com'], routes: [{ headers: { 'x-plan': 'gold' } }] } };
  const objects = await rendered({ routes }, { expose });
  const outcome = (headers: Record<string, string>) =>
    outcomeOf(objects, { by: 'external', host: 'shop.example.com', headers });
  const gold = { 'x-plan': 'gold' };
  expect(outcome({ ...gold, cookie: 'beta=yes' })).toEqual({ to: { [at('v2')]: 100 }, path: '/' });
  expect(outcome({ ...gold, 'x-build': '7' })).toEqual({ to: { [at('v3')]: 100 }, path: '/' });
  expect(outcome(gold)).toEqual({ to: ALL, path: '/' });
  expect(outcome({ cookie: 'beta=yes' })).toEqual({ status: 404 });
  expect(outcome({ 'x-build': '7' })).toEqual({ status: 404 });
});

describe('a mirror', () => {
  test('copies all requests to a version, or a share of them', async () => {
    const weights = { v1: 100, v2: 0, v3: 0 };
    const all = await rendered({ weights, mirror: { version: 'v2' } });
    expect(asked(all)).toEqual({ to: { [at('v1')]: 100 }, copies: { [at('v2')]: 100 }, path: '/' });
    const some = await rendered({ weights, mirror: { version: 'v2', percentage: 0.5 } });
    expect(asked(some)).toMatchObject({ copies: { [at('v2')]: 0.5 } });
  });

  test('copies them to another workload, whichever version answers', async () => {
    const routes = [{ headers: { 'x-plan': 'gold' }, version: 'v2' }];
    const objects = await rendered({ routes, mirror: { workload: 'shadow', percentage: 25 } });
    const copies = { 'shadow.reading:8080': 25 };
    expect(asked(objects)).toEqual({ to: ALL, copies, path: '/' });
    expect(asked(objects, { headers: { 'x-plan': 'gold' } })).toEqual({
      to: { [at('v2')]: 100 },
      copies,
      path: '/',
    });
  });
});

describe('a fault', () => {
  test.each([
    [
      { delay: { fixedDelay: '7s', percentage: 10 } },
      { delay: { fixedDelay: '7s', percentage: { value: 10 } } },
    ],
    [{ abort: { httpStatus: 503 } }, { abort: { httpStatus: 503, percentage: { value: 100 } } }],
    [
      { delay: { fixedDelay: '1s' }, abort: { httpStatus: 418, percentage: 0.1 } },
      {
        delay: { fixedDelay: '1s', percentage: { value: 100 } },
        abort: { httpStatus: 418, percentage: { value: 0.1 } },
      },
    ],
  ])('%j is injected for all requests or a share', async (fault, expected) => {
    expect(asked(await rendered({ fault }))).toEqual({ to: ALL, path: '/', with: { fault: expected } });
  });
});

test('timeout and retries hold for every version, and for a route of the gateway unless it states its own', async () => {
  const retries = { attempts: 3, retryOn: '503' };
  const traffic = {
    timeout: '5s',
    retries,
    weights: { v1: 100, v2: 0, v3: 0 },
    routes: [{ headers: { 'x-plan': 'gold' }, version: 'v2' }],
  };
  const objects = await rendered(traffic);
  for (const headers of [{}, { 'x-plan': 'gold' }] as Record<string, string>[])
    expect(asked(objects, { headers })).toMatchObject({ with: { timeout: '5s', retries } });
  const own = { timeout: '1s', retries: { attempts: 0 } };
  const expose = { http: { hosts: ['shop.example.com'], routes: [{ uri: { exact: '/fast' }, ...own }, {}] } };
  const exposed = await rendered(traffic, { expose });
  const through = (path: string) => outcomeOf(exposed, { by: 'external', host: 'shop.example.com', path });
  expect(through('/fast')).toMatchObject({ with: own });
  expect(through('/')).toMatchObject({ with: { timeout: '5s', retries } });
});

describe('the policy of a workload', () => {
  const policy = async (traffic: object) => one(await rendered(traffic), 'DestinationRule', 'web').spec;
  const pool = {
    tcp: { maxConnections: 100, connectTimeout: '2s', maxConnectionDuration: '1h', idleTimeout: '10m' },
    http: {
      http1MaxPendingRequests: 10,
      http2MaxRequests: 20,
      maxRequestsPerConnection: 5,
      maxRetries: 3,
      idleTimeout: '30s',
      h2UpgradePolicy: 'UPGRADE',
    },
  };
  const outlierDetection = {
    consecutive5xxErrors: 3,
    consecutiveGatewayErrors: 2,
    interval: '5s',
    baseEjectionTime: '1m',
    maxEjectionPercent: 50,
    minHealthPercent: 30,
  };
  const balancers: [string, object][] = [
    ['requests', { simple: 'ROUND_ROBIN' }],
    ['a header', { consistentHash: { httpHeaderName: 'x-user' } }],
    ['a parameter', { consistentHash: { httpQueryParameterName: 'user' } }],
    ['the address', { consistentHash: { useSourceIp: true } }],
    ['a cookie', { consistentHash: { httpCookie: { name: 'user', ttl: '0s', path: '/' } } }],
    ['nearness', { localityLbSetting: { failoverPriority: ['topology.kubernetes.io/zone'] } }],
    ['region', { localityLbSetting: { failover: [{ from: 'westus3', to: 'eastus' }] } }],
    ['neither', { simple: 'RANDOM', localityLbSetting: { enabled: false } }],
  ];

  test.each<[string, object]>([
    ['connections and requests', { connectionPool: pool }],
    ['connections alone', { connectionPool: { tcp: pool.tcp } }],
    ['outliers', { outlierDetection }],
    ...balancers.map(([by, loadBalancer]): [string, object] => [
      `pods by ${by}`,
      { loadBalancer, outlierDetection },
    ]),
  ])('for %s is rendered as it is stated, and no route with it', async (_, trafficPolicy) => {
    expect(await policy(trafficPolicy)).toEqual({ host: WEB, trafficPolicy });
    const routes = (await rendered(trafficPolicy)).filter(({ kind }) => kind === 'VirtualService');
    expect(routes.map(({ metadata }) => metadata.name)).toEqual(['web-route']);
  });

  test('stands beside the subsets, and holds for each of them', async () => {
    expect(await policy({ weights: { v1: 90, v2: 10 }, outlierDetection })).toEqual({
      host: WEB,
      trafficPolicy: { outlierDetection },
      subsets: ['v1', 'v2', 'v3'].map((name) => ({ name, labels: { version: name } })),
    });
  });

  test('states no TLS, which would switch automatic mutual TLS off', async () => {
    for (const traffic of [{ connectionPool: pool }, { outlierDetection }, { weights: { v1: 90, v2: 10 } }])
      expect(JSON.stringify(await policy(traffic))).not.toContain('tls');
  });
});

describe('a workload with several ports', () => {
  const ports = { http: 80, 'http-admin': { port: 81, targetPort: 9000 }, grpc: 90, 'tcp-feed': 5000 };
  const several = (traffic: object) => rendered(traffic, { ports });
  const inside = (objects: readonly Manifest[], port: number, headers = {}) =>
    outcomeOf(objects, { by: 'mesh', host: WEB, port, headers });

  test('shares out each port by the weights, requests and connections alike', async () => {
    const objects = await several({ weights: { v1: 75, v2: 25, v3: 0 } });
    for (const port of [80, 81, 90])
      expect(inside(objects, port)).toEqual({
        to: { [`web.reading:${port} v1`]: 75, [`web.reading:${port} v2`]: 25 },
        path: '/',
      });
    expect(connected(objects, WEB, 5000)).toEqual({
      'web.reading:5000 v1': 75,
      'web.reading:5000 v2': 25,
    });
  });

  test('never answers 404 at a port that the settings say nothing of', async () => {
    const objects = await several({ timeout: '5s', routes: [{ headers: { 'x-a': 'b' }, version: 'v2' }] });
    for (const port of [80, 81, 90]) {
      expect(inside(objects, port)).toMatchObject({ to: { [`web.reading:${port}`]: 100 } });
      expect(inside(objects, port, { 'x-a': 'b' })).toMatchObject({
        to: { [`web.reading:${port} v2`]: 100 },
      });
    }
    expect(connected(objects, WEB, 5000)).toEqual({ 'web.reading:5000': 100 });
  });

  test('of TCP alone shares out its connections', async () => {
    const tcp = { ports: { 'tcp-feed': 5000 }, expose: {} };
    const objects = await rendered({ weights: { v1: 75, v2: 25, v3: 0 } }, tcp);
    expect(connected(objects, WEB, 5000)).toEqual({ 'web.reading:5000 v1': 75, 'web.reading:5000 v2': 25 });
    const spec = one(objects, 'VirtualService', 'web').spec as VirtualServiceSpec;
    expect(Object.keys(spec).toSorted()).toEqual(['hosts', 'tcp']);
  });
});

test('a route of the gateway to another workload shares out as that workload says', async () => {
  const environment = running({
    web: {
      image,
      ports: { http: 80 },
      expose: { http: { hosts: ['*'], routes: [{ uri: { prefix: '/api' }, to: { workload: 'api' } }, {}] } },
    },
    api: {
      image,
      ports: { http: 8080 },
      versions: VERSIONS,
      traffic: { weights: { v2: 5, v3: 0 }, timeout: '2s' },
    },
  });
  const objects = await objectsOf(environment);
  const shared = {
    to: { 'api.reading:8080 v1': 95, 'api.reading:8080 v2': 5 },
    path: '/api/x',
    with: { timeout: '2s' },
  };
  const path = '/api/x';
  expect(outcomeOf(objects, { by: 'external', host: 'a.example.com', path })).toEqual(shared);
  const host = 'api.reading.svc.cluster.local';
  expect(outcomeOf(objects, { by: 'mesh', host, port: 8080, path })).toEqual(shared);
  expect(outcomeOf(objects, { by: 'external', host: 'a.example.com' })).toEqual({ to: ALL, path: '/' });
});

test('a workload that states no traffic has neither rule nor route inside of the mesh', async () => {
  const environment = shop({}, { traffic: undefined });
  const objects = await objectsOf(environment);
  expect(asked(objects)).toEqual({ to: ALL, path: '/' });
  const own = objects.filter(({ kind }) => kind === 'DestinationRule' || kind === 'VirtualService');
  expect(own.map(({ metadata }) => metadata.name)).toEqual(['web-route']);
});
