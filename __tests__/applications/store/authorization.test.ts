import { curl } from '../../../applications/curl';
import { store } from '../../../applications/store';
import { allowedCalls, callsOf, podsIn, type Row } from '../../charts/attempts';
import { isAllowed } from '../../charts/evaluator';
import { changed, objectsOf, plain } from '../../support';

/** The store and the lab's clients, held to their declared calls. */
const environment = changed(plain, {
  namespaces: {
    pets: {
      revision: 'asm-1-30',
      authorization: 'on',
      applications: {
        store: store({ hosts: ['*'], credentials: 'demo' }),
        'curl-inside': curl('curl-inside', { 'store/store-front': 'http' }),
      },
    },
    default: { applications: { 'curl-outside': curl('curl-outside') } },
  },
});
const rendered = objectsOf(environment);

const ANY = {};
const ROOT = /^\/$/;

/**
 * Who calls whom in the store, by the sources of its services.
 *
 * Source: Azure-Samples/aks-store-demo 2.1.0, src/.
 */
const STORE: readonly Row[] = [
  ['external gateway', 'pets/store-front:8080', ANY],
  ['pets/store-front', 'pets/order-service:3000', { methods: ['POST'], path: ROOT }],
  ['pets/store-front', 'pets/product-service:3002', { methods: ['GET'], path: ROOT }],
  ['pets/store-admin', 'pets/makeline-service:3001', { methods: ['GET'], path: /^\/order\/fetch$/ }],
  ['pets/store-admin', 'pets/makeline-service:3001', { methods: ['GET'], path: /^\/order\/[^/]+$/ }],
  ['pets/store-admin', 'pets/makeline-service:3001', { methods: ['PUT'], path: /^\/order$/ }],
  ['pets/store-admin', 'pets/order-service:3000', { path: ROOT }],
  [
    'pets/store-admin',
    'pets/product-service:3002',
    { methods: ['GET', 'POST', 'PUT', 'DELETE'], path: /^\/([^/]*|ai\/.*)$/ },
  ],
  ['pets/virtual-customer', 'pets/order-service:3000', { methods: ['POST'], path: ROOT }],
  ['pets/virtual-worker', 'pets/makeline-service:3001', { methods: ['GET'], path: /^\/order\/fetch$/ }],
  ['pets/virtual-worker', 'pets/makeline-service:3001', { methods: ['PUT'], path: /^\/order$/ }],
  ['pets/order-service', 'pets/rabbitmq:5672'],
  ['pets/makeline-service', 'pets/rabbitmq:5672'],
  ['pets/makeline-service', 'pets/mongodb:27017'],
];

/** The lab's client inside, which is no part of the store. */
const CLIENT: Row = ['pets/curl-inside', 'pets/store-front:8080', ANY];

const TRIED = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  paths:
    '/ /1 /1/reviews /health /health/ /metrics /import // /order /order/ /order/1 /order/fetch /order/1/lines /orders /ai /ai/ /ai/health /ai/generate/image /api/orders /api/products /index.html'.split(
      ' ',
    ),
};

/** Each call once, in one order. */
const sorted = (calls: readonly string[]) => [...new Set(calls)].toSorted();

test('the store lets in the calls that its services make, and no other of any workload, method or path', async () => {
  expect(sorted(allowedCalls(await rendered, TRIED))).toEqual(sorted(callsOf([...STORE, CLIENT], TRIED)));
});

test('every workload is tried, on all of its ports', async () => {
  const tried = podsIn(await rendered).map(({ name, ports }) => [
    name.replace(/.*\//, ''),
    ...ports.map(({ containerPort }) => containerPort),
  ]);
  expect(tried.toSorted()).toEqual([
    ['curl-inside', 9999],
    ['curl-outside', 9999],
    ['makeline-service', 3001, 9999],
    ['mongodb', 27017, 9999],
    ['order-service', 3000, 9999],
    ['product-service', 3002, 9999],
    ['rabbitmq', 5672, 15672, 9999],
    ['store-admin', 8081, 9999],
    ['store-front', 8080, 9999],
    ['virtual-customer', 9999],
    ['virtual-worker', 9999],
  ]);
});

test('every workload has an identity of its own', async () => {
  const accounts = podsIn(await rendered).flatMap(({ from }) => from?.serviceAccount ?? []);
  expect(new Set(accounts).size).toBe(10);
  expect(accounts).not.toContain('default');
});

test('what the lab shows stays: its client inside gets the page, and the one outside is rejected', async () => {
  const objects = await rendered;
  const pods = new Map(podsIn(objects).map((pod) => [pod.name, pod]));
  const { to } = pods.get('pets/store-front')!;
  const request = { method: 'HEAD', path: '/' };
  expect(isAllowed(objects, { to, from: pods.get('pets/curl-inside')!.from, port: 8080, request })).toBe(
    true,
  );
  expect(isAllowed(objects, { to, port: 8080, request })).toBe(false);
});

test('what is exposed on the internal gateway cannot be called through the external one', async () => {
  const objects = await objectsOf(changed(environment, { 'mesh.ingressGateways': ['internal'] }));
  const calls = allowedCalls(objects, { methods: ['GET'], paths: ['/'] });
  expect(calls.filter((call) => call.includes('gateway'))).toEqual([
    'internal gateway -> pets/store-front:8080 GET /',
  ]);
});
