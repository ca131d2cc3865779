import type { Plan } from '../../../model/plan';
import { ingress } from '../../../verify/checks/ingress';
import { seen, set, without, type Fake } from '../fake-cluster';
import { example, full } from '../fixtures';
import { stageOf, type Stage } from '../healthy';
import { changed, planWith } from '../../support';

const expectation = 'the external gateway serves shop/web to shop.example.com';
const service = 'Service aks-istio-ingressgateway-external';

let shop: Stage;
let harbor: Stage;
beforeAll(async () => {
  [shop, harbor] = await Promise.all([stageOf(example), stageOf(full)]);
});

test.each<[title: string, fake: () => Fake, actual: string]>([
  [
    'no gateway',
    () => ({ objects: without(shop, service) }),
    'no Service aks-istio-ingress/aks-istio-ingressgateway-external',
  ],
  ['no address', () => ({ objects: set(shop, service, 'status', {}) }), 'the gateway has no address yet'],
  [
    'no answer',
    () => ({ answers: () => 'connect ECONNREFUSED' }),
    '20.0.0.1:80 does not answer: connect ECONNREFUSED',
  ],
  ['no route', () => ({ answers: () => ({ status: 404, body: 'Welcome' }) }), '404 at /'],
  [
    'another site',
    () => ({ answers: () => ({ status: 200, body: '<title>Goodbye</title>' }) }),
    '200 without "Welcome" at /',
  ],
])('sees %s', async (_, fake, actual) => {
  expect((await seen(ingress, shop, fake()))[expectation]).toBe(actual);
});

test('asks at the port of the Service', async () => {
  const ports = [
    { name: 'status-port', port: 15021 },
    { name: 'http2', port: 8080 },
    { name: 'https', port: 8443 },
  ];
  const objects = set(shop, service, 'spec.ports', ports);
  const answers: Fake['answers'] = (_host, _path, port) => `asked at ${port}`;
  expect((await seen(ingress, shop, { objects, answers }))[expectation]).toBe(
    '20.0.0.1:8080 does not answer: asked at 8080',
  );
});

test('sees that another host is served', async () => {
  const answers = () => ({ status: 200, body: 'Welcome' });
  expect((await seen(ingress, shop, { answers }))['the external gateway does not serve other hosts']).toBe(
    '200',
  );
});

test('asks as each host, at the path and for the status and text that the application states', async () => {
  const answers: Fake['answers'] = (host, path) =>
    path === '/berths' && ['harbor.example.com', 'any.berths.example.com'].includes(host ?? '')
      ? { status: 203, body: 'All Berths' }
      : { status: 404, body: '' };
  const external = {
    'the external gateway serves harbor/berths to harbor.example.com': 'ok',
    'the external gateway serves harbor/berths to *.berths.example.com': 'ok',
    'the external gateway does not serve other hosts': 'ok',
  };
  expect(await seen(ingress, harbor, { answers })).toMatchObject(external);
  const other = () => ({ status: 200, body: 'All Berths' });
  expect(await seen(ingress, harbor, { answers: other })).toMatchObject({
    'the external gateway serves harbor/berths to harbor.example.com': '200 at /berths',
  });
});

test('is skipped for an internal gateway, which answers inside its network only', async () => {
  const skipped = 'skipped: an internal gateway is reachable only from inside its network';
  expect(await seen(ingress, harbor)).toMatchObject({
    'the internal gateway serves quay/crane to any host': skipped,
    'the internal gateway does not serve other hosts': skipped,
  });
});

/** The example, exposed to other hosts. */
function exposedTo(...hosts: string[]): Plan {
  return changed(example, { 'namespaces.shop.applications.shop.workloads.web.expose.http.hosts': hosts });
}

test('asks without a name of a host, and for no other host, where any host is served', async () => {
  const answers: Fake['answers'] = (host) => ({ status: host === undefined ? 200 : 404, body: 'Welcome' });
  expect(await seen(ingress, await stageOf(exposedTo('*')), { answers })).toEqual({
    'the external gateway serves shop/web to any host': 'ok',
    'the external gateway does not serve other hosts': 'skipped: shop/web is exposed to any host',
  });
});

test('takes any text where none is stated', async () => {
  const answers = 'namespaces.shop.applications.shop.workloads.web.expose.http.answers';
  const environment = changed(exposedTo('shop.example.com'), { [answers]: undefined });
  const empty = () => ({ status: 200, body: '' });
  expect((await seen(ingress, await stageOf(environment), { answers: empty }))[expectation]).toBe('ok');
});

test('is skipped where nothing is exposed', async () => {
  const environment = planWith(example, { namespaces: {} });
  expect(await seen(ingress, await stageOf(environment))).toEqual({
    'gateways serve what is exposed': 'skipped: no application exposes a port',
  });
});
