import { APP, changed, full, plain, running } from '../../support';

const exposuresOf = ({ exposures }: typeof plain) => exposures;
const exposing = (ports: object, expose: object) =>
  running({ shop: { image: 'example.com/shop:1', ports, expose } });

test('an exposed port has a default for all that it does not state', () => {
  expect(exposuresOf(exposing({ http: { port: 80, targetPort: 8080 } }, { http: { hosts: ['*'] } }))).toEqual(
    [
      {
        namespace: 'reading',
        application: 'app',
        service: 'shop',
        portName: 'http',
        port: 80,
        name: 'shop',
        gateway: 'external',
        hosts: ['*'],
        routes: [
          {
            uri: { prefix: '/' },
            destination: {
              workload: expect.objectContaining({ name: 'shop', path: `${APP}.shop` }),
              port: { name: 'http', port: 80, targetPort: 8080 },
            },
          },
        ],
        answers: { path: '/', status: 200 },
        path: `${APP}.shop.expose.http`,
      },
    ],
  );
});

test('what it states comes before the defaults', () => {
  const stated = {
    hosts: ['shop.example.com'],
    gateway: 'internal',
    name: 'way-in',
    answers: { status: 301, text: 'Moved' },
  };
  expect(exposuresOf(exposing({ http: 80 }, { http: stated }))).toEqual([
    expect.objectContaining({ ...stated, answers: { path: '/', status: 301, text: 'Moved' } }),
  ]);
});

test('a port of another name than http is part of the name, so that two of one workload differ', () => {
  const expose = { http: { hosts: ['a.example.com'] }, 'http-admin': { hosts: ['b.example.com'] } };
  expect(exposuresOf(exposing({ http: 80, 'http-admin': 8080 }, expose)).map(({ name }) => name)).toEqual([
    'shop',
    'shop-http-admin',
  ]);
});

test('the gateway is the first of the environment, and external where none runs', () => {
  const gatewayOf = (gateways: readonly string[]) => {
    const environment = exposing({ http: 80 }, { http: { hosts: ['*'] } });
    return exposuresOf(changed(environment, { 'mesh.ingressGateways': gateways }))[0]!.gateway;
  };
  expect([gatewayOf(['internal', 'external']), gatewayOf([])]).toEqual(['internal', 'external']);
});

test('a port that the workload does not have is left to the rules', () => {
  expect(exposuresOf(exposing({}, { http: { hosts: ['*'] } }))).toEqual([]);
});

test('the exposed ports of all namespaces are found', () => {
  expect([plain, full].map((environment) => exposuresOf(environment).map(({ path }) => path))).toEqual([
    ['namespaces.reading.applications.library.workloads.catalog.expose.http'],
    ['namespaces.archive.applications.library.workloads.catalog.expose.http'],
  ]);
});
