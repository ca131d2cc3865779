import { one } from '../support';
import { rendered, WEB } from './sharing';

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
])('the policy for %s is rendered as it is stated, and no route with it', async (_, trafficPolicy) => {
  expect(await policy(trafficPolicy)).toEqual({ host: WEB, trafficPolicy });
  const routes = (await rendered(trafficPolicy)).filter(({ kind }) => kind === 'VirtualService');
  expect(routes.map(({ metadata }) => metadata.name)).toEqual(['web-route']);
});

test('the policy stands beside the subsets, and holds for each of them', async () => {
  expect(await policy({ weights: { v1: 90, v2: 10 }, outlierDetection })).toEqual({
    host: WEB,
    trafficPolicy: { outlierDetection },
    subsets: ['v1', 'v2', 'v3'].map((name) => ({ name, labels: { version: name } })),
  });
});

test('the policy states no TLS, which would switch automatic mutual TLS off', async () => {
  for (const traffic of [{ connectionPool: pool }, { outlierDetection }, { weights: { v1: 90, v2: 10 } }])
    expect(JSON.stringify(await policy(traffic))).not.toContain('tls');
});
