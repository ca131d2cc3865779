import { trafficNeedsPorts } from '../../../../rules/settings/traffic/traffic-needs-ports';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const steering = (ports: object | undefined, traffic: object) =>
  running({ shop: { image: 'example.com/shop:1', ports, versions: { v1: {}, v2: {} }, traffic } });
const at = `${APP}.shop.traffic`;
const requests = {
  routes: [{ headers: { 'x-team': 'qa' }, version: 'v2' }],
  mirror: { version: 'v2', percentage: 100 },
  fault: { abort: { httpStatus: 503, percentage: 100 } },
  timeout: '1s',
  retries: { attempts: 1 },
};

test.each([
  [{ http: 80 }, { ...requests, weights: { v2: 10 } }],
  [
    { grpc: 80, 'tcp-x': 81 },
    { ...requests, weights: { v2: 10 } },
  ],
  [{ 'tcp-x': 81 }, { weights: { v2: 10 }, outlierDetection: {} }],
  [{ https: 443 }, { connectionPool: { tcp: { maxConnections: 5 } } }],
  [{ http: 80, https: 443 }, { timeout: '1s' }],
])('settings that hold for the ports %j are taken', (ports, traffic) => {
  expect(settings(trafficNeedsPorts, steering(ports, traffic))).toEqual([]);
});

test('who steers nothing keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(trafficNeedsPorts, environment))).toEqual([]);
});

test('traffic settings of a workload without ports are rejected', () => {
  expect(settings(trafficNeedsPorts, steering(undefined, { timeout: '1s' }))).toEqual([
    {
      path: at,
      value: { timeout: '1s' },
      problem: 'the workload has no ports, so nothing calls it',
      fix: "set 'ports', or remove 'traffic'",
    },
  ]);
});

test('settings of requests are rejected, each, where no port carries any', () => {
  expect(settings(trafficNeedsPorts, steering({ 'tcp-x': 81 }, requests))).toEqual(
    Object.entries(requests).map(([field, value]) => ({
      path: `${at}.${field}`,
      value,
      problem: 'applies to HTTP requests, but no port name says HTTP: tcp-x',
      fix: `rename a port to http or grpc if it is one, or remove '${field}'`,
    })),
  );
});

test.each(['https', 'tls-db'])(
  'weights that would not hold for the encrypted port %s are rejected',
  (port) => {
    const weights = { v2: 10 };
    expect(settings(trafficNeedsPorts, steering({ http: 80, [port]: 443 }, { weights }))).toEqual([
      {
        path: `${at}.weights`,
        value: weights,
        problem: `they do not apply to the port '${port}', which the workload encrypts itself`,
        fix: "remove 'weights', or let the mesh encrypt: name the port http, grpc or tcp",
      },
    ]);
  },
);
