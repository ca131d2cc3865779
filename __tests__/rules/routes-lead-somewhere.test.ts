import { routesLeadSomewhere } from '../../rules/routes-lead-somewhere';
import { object, objects } from './judging';

const service = object('v1', 'Service', 'web', { spec: { ports: [{ port: 80 }, { port: 9090 }] } });
const route = (
  destination: object,
  by: 'http' | 'tcp' | 'tls' = 'http',
  apiVersion = 'networking.istio.io/v1',
) => object(apiVersion, 'VirtualService', 'web', { spec: { [by]: [{ route: [{ destination }] }] } });
const judge = (destination: object, by?: 'http' | 'tcp' | 'tls') =>
  objects(routesLeadSomewhere, [service, route(destination, by)]);

test.each(['web', 'web.reading.svc', 'web.reading.svc.cluster.local'])(
  'a route to a rendered Service is taken by its name %s, with a port or without',
  (host) => {
    expect(judge({ host, port: { number: 9090 } })).toEqual([]);
    expect(judge({ host })).toEqual([]);
  },
);

test.each(['example.com', 'web.example.svc.example.com', 'web.reading'])(
  'a host that is not one of the cluster is not judged: %s',
  (host) => {
    expect(judge({ host, port: { number: 443 } })).toEqual([]);
  },
);

test.each([
  ['wbe', 'reading/wbe', 'http'],
  ['web.default.svc.cluster.local', 'default/web', 'http'],
  ['wbe.reading.svc', 'reading/wbe', 'tcp'],
  ['wbe', 'reading/wbe', 'tls'],
] as const)('a route to a Service that is not rendered is refused: %s', (host, name, by) => {
  expect(judge({ host, port: { number: 80 } }, by)).toEqual([
    {
      field: 'spec',
      value: { host, port: { number: 80 } },
      problem: `no Service ${name} is rendered`,
      fix: 'lead the route to a Service of this environment',
    },
  ]);
});

test('a route to a port that the Service does not have is refused, with those that it has', () => {
  expect(judge({ host: 'web', port: { number: 8080 } })).toEqual([
    {
      field: 'spec',
      value: { host: 'web', port: { number: 8080 } },
      problem: 'the Service has no port 8080; it has 80, 9090',
      fix: 'lead the route to one of its ports',
    },
  ]);
});

test('VirtualServices of another API, and routes that only redirect, are not judged', () => {
  const redirect = object('networking.istio.io/v1', 'VirtualService', 'old', {
    spec: { http: [{ redirect: { uri: '/' } }] },
  });
  expect(objects(routesLeadSomewhere, [route({ host: 'wbe' }, 'http', 'example.com/v1'), redirect])).toEqual(
    [],
  );
});
