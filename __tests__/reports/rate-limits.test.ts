import { application } from '../../model/schema/application';
import { admitted, type CountedRequest } from '../charts/rate-limit-evaluator';
import { lines, synthesize } from './synthesize';

// A local rate limit that selects nothing, or limits what it should not, as in istio/istio issue 38358: it is a setting, and the engine
// knows the pods, the context and the names of routes.

const image = 'example.com/till:1';
const LIMIT = { requests: 3, per: '1m' };

const synthesized = (till: object, more: object = {}, parts: object = {}) =>
  synthesize(
    {
      market: {
        revision: 'asm-1-30',
        applications: {
          till: application({
            till: { image, ports: { http: { port: 80, targetPort: 8080 } }, ...till },
            ...more,
          } as Parameters<typeof application>[0]),
        },
      },
    },
    parts,
  );

const external = {
  namespace: 'aks-istio-ingress',
  labels: { istio: 'aks-istio-ingressgateway-external', app: 'aks-istio-ingressgateway-external' },
};
const internal = { ...external, labels: { istio: 'aks-istio-ingressgateway-internal' } };
const ofGatewayApi = {
  namespace: 'market',
  labels: { 'gateway.networking.k8s.io/gateway-name': 'external' },
};
const pod = (app: string, containerPort = 8080): CountedRequest => ({
  at: { namespace: 'market', labels: { app } },
  to: { containerPort },
});
const asking = (host: string, port: 80 | 443, at: CountedRequest['at'] = external) => ({
  at,
  to: { host, port },
});

/** Bursts of ten requests: at once, again at once, and after the time of the limit. */
const BURSTS = [{ requests: 10 }, { requests: 10 }, { requests: 10, after: '1m' }];
const LIMITED = [3, 0, 3];
const UNLIMITED = [10, 10, 10];

describe('at a gateway', () => {
  const exposing = (expose: object, more?: object, parts?: object) =>
    synthesized(
      { expose: { http: { hosts: ['till.example.com'], rateLimit: LIMIT, ...expose } } },
      more,
      parts,
    );
  const TLS = { tls: { credentialName: 'till-tls' } };

  test('the requests for the host are limited, and no others', async () => {
    const other = {
      shelf: { image, ports: { http: 80 }, expose: { http: { hosts: ['shelf.example.com'] } } },
    };
    const { faults, objects } = await exposing({}, other);
    expect(lines(faults)).toEqual([]);
    expect(admitted(objects, asking('till.example.com', 80), BURSTS)).toEqual(LIMITED);
    expect(admitted(objects, asking('shelf.example.com', 80), BURSTS)).toEqual(UNLIMITED);
    expect(admitted(objects, asking('till.example.com', 80, internal), BURSTS)).toEqual(UNLIMITED);
    expect(admitted(objects, pod('till'), BURSTS)).toEqual(UNLIMITED);
  });

  test.each<[string, object, 443 | 80, number[]]>([
    ['HTTPS', TLS, 443, LIMITED],
    ['the redirect of plain HTTP', TLS, 80, UNLIMITED],
    ['plain HTTP beside HTTPS', { tls: { ...TLS.tls, plaintext: 'allow' } }, 80, LIMITED],
    ['HTTPS beside plain HTTP', { tls: { ...TLS.tls, plaintext: 'allow' } }, 443, LIMITED],
  ])('%s: %j on %s lets %j through', async (_, tls, port, expected) => {
    const { faults, objects } = await exposing(tls);
    expect(lines(faults)).toEqual([]);
    expect(admitted(objects, asking('till.example.com', port), BURSTS)).toEqual(expected);
  });

  test('hosts of several applications each have their own limit', async () => {
    const hosts = ['a.example.com', '*.example.org'];
    const other = {
      shelf: {
        image,
        ports: { http: 80 },
        expose: { http: { hosts, rateLimit: { requests: 5, per: '1m' } } },
      },
    };
    const { faults, objects } = await exposing({}, other);
    expect(lines(faults)).toEqual([]);
    expect(admitted(objects, asking('till.example.com', 80), BURSTS)).toEqual(LIMITED);
    for (const host of hosts) expect(admitted(objects, asking(host, 80), BURSTS)).toEqual([5, 0, 5]);
  });

  test('each gateway has the limits of its own hosts', async () => {
    const inside = { hosts: ['till.internal'], gateway: 'internal', rateLimit: { requests: 5, per: '1m' } };
    const { faults, objects } = await exposing(
      {},
      { shelf: { image, ports: { http: 80 }, expose: { http: inside } } },
      { mesh: { ingressGateways: ['external', 'internal'] } },
    );
    expect(lines(faults)).toEqual([]);
    expect(admitted(objects, asking('till.internal', 80, internal), BURSTS)).toEqual([5, 0, 5]);
    expect(admitted(objects, asking('till.internal', 80), BURSTS)).toEqual(UNLIMITED);
    expect(admitted(objects, asking('till.example.com', 80), BURSTS)).toEqual(LIMITED);
    expect(admitted(objects, asking('till.example.com', 80, internal), BURSTS)).toEqual(UNLIMITED);
  });

  test('of the Gateway API, the pods of the namespace limit', async () => {
    const { faults, objects } = await exposing(TLS, {}, { mesh: { gatewayApi: true } });
    expect(lines(faults)).toEqual([]);
    expect(admitted(objects, asking('till.example.com', 443, ofGatewayApi), BURSTS)).toEqual(LIMITED);
    expect(admitted(objects, asking('till.example.com', 80, ofGatewayApi), BURSTS)).toEqual(UNLIMITED);
    expect(admitted(objects, asking('till.example.com', 443), BURSTS)).toEqual(UNLIMITED);
  });

  test('what is passed through is not counted, and has no limit', async () => {
    const { faults } = await exposing({ tls: { mode: 'PASSTHROUGH' } });
    expect(lines(faults).join()).toMatch(/cannot have 'routes', 'jwt' or 'rateLimit'/);
  });
});

describe('at a workload', () => {
  test('the requests to the port are limited, through the gateway and inside of the mesh, and those of no other', async () => {
    const { faults, objects } = await synthesized(
      {
        ports: { http: { port: 80, targetPort: 8080 }, 'http-admin': 9090 },
        rateLimits: { http: LIMIT },
      },
      { shelf: { image, ports: { http: 8080 } } },
    );
    expect(lines(faults)).toEqual([]);
    expect(admitted(objects, pod('till'), BURSTS)).toEqual(LIMITED);
    expect(admitted(objects, pod('till', 9090), BURSTS)).toEqual(UNLIMITED);
    expect(admitted(objects, pod('shelf'), BURSTS)).toEqual(UNLIMITED);
  });

  test('each port has its own limit, and a part of a second is a time', async () => {
    const rateLimits = { http: LIMIT, 'grpc-api': { requests: 1, per: '50ms' } };
    const ports = { http: { port: 80, targetPort: 8080 }, 'grpc-api': 9000 };
    const { objects } = await synthesized({ ports, rateLimits });
    expect(admitted(objects, pod('till'), BURSTS)).toEqual(LIMITED);
    expect(admitted(objects, pod('till', 9000), BURSTS)).toEqual([1, 0, 1]);
  });

  test.each<[string, object, RegExp]>([
    [
      'a port that it does not have',
      { rateLimits: { 'http-admin': LIMIT } },
      /has no such port; it has http/,
    ],
    [
      'a port without requests',
      { ports: { 'tcp-raw': 9000 }, rateLimits: { 'tcp-raw': LIMIT } },
      /reads no requests on this port/,
    ],
    ['a time that Envoy rejects', { rateLimits: { http: { requests: 1, per: '49ms' } } }, /50ms or more/],
    ['no requests at all', { rateLimits: { http: { requests: 0, per: '1s' } } }, /whole number from 1/],
    [
      'two limits of one port of the container',
      {
        ports: { http: { port: 80, targetPort: 8080 }, 'http-b': { port: 81, targetPort: 8080 } },
        rateLimits: { http: LIMIT, 'http-b': LIMIT },
      },
      /leads to the same port of the container, 8080/,
    ],
  ])('%s is rejected', async (_, till, problem) => {
    const { faults } = await synthesized(till);
    expect(lines(faults)).toEqual([expect.stringMatching(problem)]);
  });
});
