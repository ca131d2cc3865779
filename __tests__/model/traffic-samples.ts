import type { Sample, Values } from './samples';

const WEB = 'namespaces.reading.applications.app.workloads.web';

/** Samples of one group of settings: each changes one value of what the group states before. */
function changes(
  stated: (change: Values) => Values,
  samples: Readonly<Record<string, unknown>>,
): Record<string, Sample> {
  const before = stated({});
  return Object.fromEntries(
    Object.entries(samples).map(([key, value]) => [key, { before, values: stated({ [key]: value }) }]),
  );
}

const below = <T>(path: string, samples: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(samples).map(([key, sample]) => [`${path}.${key}`, sample]));

const exposing = (more: object): Values => ({
  [`${WEB}.expose`]: { http: { hosts: ['a.example.com'], ...more } },
});
const routing = (route: object) => exposing({ routes: [route] });
const steering = (traffic: object): Values => ({
  [`${WEB}.versions`]: { v1: {}, v2: {} },
  [`${WEB}.traffic`]: traffic,
});
const encrypting = (tls: object): Values => ({
  [`${WEB}.callsOutside`]: { 'api.example.com': { port: 80, protocol: 'HTTP', tls } },
});

const TLS = { credentialName: 'web-tls' };
const COOKIE = { name: 'beta', value: 'yes' };
const ORIGINS = { allowOrigins: ['https://a.example.com'] };
const RETRIES = { attempts: 1 };
const retried = (stated: (retries: object) => Values) => ({
  ...changes((change) => stated({ ...RETRIES, ...change }), {
    attempts: 2,
    perTryTimeout: '1s',
    retryOn: '5xx',
    backoff: '1s',
  }),
});

/** A change of every setting of HTTPS at the door. */
export const TLS_SAMPLES: Readonly<Record<string, Sample>> = {
  ...changes((change) => exposing({ tls: { ...TLS, ...change } }), {
    mode: 'MUTUAL',
    credentialName: 'other-tls',
    minProtocolVersion: 'TLSV1_3',
    plaintext: 'off',
    hsts: true,
  }),
  ...below(
    'hsts',
    changes((change) => exposing({ tls: { ...TLS, hsts: { includeSubDomains: true, ...change } } }), {
      maxAge: '8761h',
      includeSubDomains: false,
      preload: true,
    }),
  ),
};

/** A change of every setting of calls that the sidecar encrypts. */
export const ORIGINATION_SAMPLES: Readonly<Record<string, Sample>> = {
  ...changes((change) => encrypting(change), { port: 8443, subjectAltNames: ['b.example.com'] }),
  mode: { before: encrypting({}), values: encrypting({ mode: 'MUTUAL', credentialName: 'a' }) },
  credentialName: {
    before: encrypting({ mode: 'MUTUAL', credentialName: 'a' }),
    values: encrypting({ mode: 'MUTUAL', credentialName: 'b' }),
  },
};

/** A change of every setting of a route of the door. */
export const ROUTE_SAMPLES: Readonly<Record<string, Sample>> = {
  ...changes(routing, {
    uri: { prefix: '/a' },
    methods: ['GET'],
    headers: { 'x-a': 'b' },
    withoutHeaders: { 'x-a': {} },
    queryParams: { a: 'b' },
    rewrite: '/a',
    timeout: '1s',
  }),
  ...below(
    'cookie',
    changes((change) => routing({ cookie: { ...COOKIE, ...change } }), { name: 'a', value: 'b' }),
  ),
  ...below(
    'to',
    changes((change) => routing({ to: { workload: 'other', ...change } }), { port: 'http-admin' }),
  ),
  'to.workload': { before: routing({}), values: routing({ to: { workload: 'other' } }) },
  ...below(
    'redirect',
    changes((change) => routing({ redirect: { uri: '/a', ...change } }), {
      uri: '/b',
      authority: 'b.example.com',
      scheme: 'https',
      redirectCode: 308,
    }),
  ),
  ...below(
    'directResponse',
    changes((change) => routing({ directResponse: { status: 503, ...change } }), { status: 404, body: 'x' }),
  ),
  ...Object.fromEntries(
    ['requestHeaders', 'responseHeaders'].flatMap((name) =>
      Object.entries({ set: { 'x-a': 'b' }, add: { 'x-a': 'b' }, remove: ['x-a'] }).map(([key, value]) => [
        `${name}.${key}`,
        { before: routing({}), values: routing({ [name]: { [key]: value } }) },
      ]),
    ),
  ),
  ...below(
    'retries',
    retried((retries) => routing({ retries })),
  ),
  ...below(
    'corsPolicy',
    changes((change) => routing({ corsPolicy: { ...ORIGINS, ...change } }), {
      allowOrigins: [{ prefix: 'https://b.' }],
      allowMethods: ['GET'],
      allowHeaders: ['x-a'],
      exposeHeaders: ['x-b'],
      maxAge: '1h',
      allowCredentials: true,
    }),
  ),
};

const pooled = (pool: 'tcp' | 'http', samples: Values) =>
  below(
    `connectionPool.${pool}`,
    changes((change) => steering({ connectionPool: { [pool]: change } }), samples),
  );
const balanced = (loadBalancer: object) => steering({ loadBalancer, outlierDetection: {} });
const failing = (change: object) =>
  balanced({ localityLbSetting: { failover: [{ from: 'westus3', to: 'eastus', ...change }] } });

/** A change of every setting of how requests are shared out. */
export const TRAFFIC_SAMPLES: Readonly<Record<string, Sample>> = {
  ...changes(steering, {
    weights: { v1: 90, v2: 10 },
    routes: [{ headers: { 'x-a': 'b' }, version: 'v1' }],
    timeout: '1s',
  }),
  ...below(
    'retries',
    retried((retries) => steering({ retries })),
  ),
  ...below(
    'routes[]',
    changes((change) => steering({ routes: [{ headers: { 'x-a': 'b' }, version: 'v1', ...change }] }), {
      version: 'v2',
      headers: { 'x-a': 'c' },
    }),
  ),
  ...below(
    'routes[].cookie',
    changes((change) => steering({ routes: [{ cookie: { ...COOKIE, ...change }, version: 'v1' }] }), {
      name: 'a',
      value: 'b',
    }),
  ),
  ...below(
    'mirror',
    changes((change) => steering({ weights: { v1: 100, v2: 0 }, mirror: { version: 'v2', ...change } }), {
      percentage: 10,
    }),
  ),
  'mirror.version': { before: steering({}), values: steering({ mirror: { version: 'v2' } }) },
  'mirror.workload': { before: steering({}), values: steering({ mirror: { workload: 'other' } }) },
  ...below(
    'fault.delay',
    changes((change) => steering({ fault: { delay: { fixedDelay: '1s', ...change } } }), {
      fixedDelay: '2s',
      percentage: 10,
    }),
  ),
  ...below(
    'fault.abort',
    changes((change) => steering({ fault: { abort: { httpStatus: 500, ...change } } }), {
      httpStatus: 503,
      percentage: 10,
    }),
  ),
  ...below(
    'outlierDetection',
    changes((outlierDetection) => steering({ outlierDetection }), {
      consecutive5xxErrors: 1,
      consecutiveGatewayErrors: 1,
      interval: '1s',
      baseEjectionTime: '1s',
      maxEjectionPercent: 40,
      minHealthPercent: 50,
    }),
  ),
  ...pooled('tcp', {
    maxConnections: 1,
    connectTimeout: '1s',
    maxConnectionDuration: '1s',
    idleTimeout: '1s',
  }),
  ...pooled('http', {
    http1MaxPendingRequests: 1,
    http2MaxRequests: 1,
    maxRequestsPerConnection: 1,
    maxRetries: 1,
    idleTimeout: '1s',
    h2UpgradePolicy: 'UPGRADE',
  }),
  ...below('loadBalancer', changes(balanced, { simple: 'RANDOM' })),
  ...below(
    'loadBalancer.consistentHash',
    Object.fromEntries(
      [{ httpHeaderName: 'x-a' }, { httpQueryParameterName: 'a' }, { useSourceIp: true }].map(
        (consistentHash): [string, Sample] => [
          Object.keys(consistentHash)[0]!,
          { before: balanced({}), values: balanced({ consistentHash }) },
        ],
      ),
    ),
  ),
  ...below(
    'loadBalancer.consistentHash.httpCookie',
    changes((change) => balanced({ consistentHash: { httpCookie: { name: 'a', ttl: '0s', ...change } } }), {
      name: 'b',
      ttl: '1m',
      path: '/',
    }),
  ),
  ...below(
    'loadBalancer.localityLbSetting',
    changes((localityLbSetting) => balanced({ localityLbSetting }), {
      enabled: false,
      failoverPriority: ['topology.kubernetes.io/zone'],
      failover: [{ from: 'westus3', to: 'eastus' }],
    }),
  ),
  ...below(
    'loadBalancer.localityLbSetting.failover[]',
    changes(failing, { from: 'uksouth', to: 'centralus' }),
  ),
};
