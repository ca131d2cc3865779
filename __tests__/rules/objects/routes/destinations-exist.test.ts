import { destinationsExist } from '../../../../rules/objects/routes/destinations-exist';
import { object, objects } from '../../judging';

const service = object('v1', 'Service', 'web', { spec: { ports: [{ port: 80 }, { port: 9090 }] } });
const route = (
  destination: object,
  by: 'http' | 'tcp' | 'tls' = 'http',
  apiVersion = 'networking.istio.io/v1',
) => object(apiVersion, 'VirtualService', 'web', { spec: { [by]: [{ route: [{ destination }] }] } });
const fix = 'name a Service of this environment, or a host of a ServiceEntry';
const judge = (destination: object, by?: 'http' | 'tcp' | 'tls') =>
  objects(destinationsExist, [service, route(destination, by)]);

test.each(['web', 'web.reading.svc.cluster.local'])(
  'a route to a rendered Service is taken by its name %s, with a port or without',
  (host) => {
    expect(judge({ host, port: { number: 9090 } })).toEqual([]);
    expect(judge({ host })).toEqual([]);
  },
);

test.each(['web.reading', 'web.reading.svc'])(
  'a Service by a part of its full name is rejected, since Istio takes it for the whole: %s',
  (host) => {
    expect(judge({ host, port: { number: 80 } })).toEqual([
      {
        field: 'spec.http.0.route.0.destination',
        value: { host, port: { number: 80 } },
        problem: `Istio reads a name with a dot as a full name, and knows no host '${host}'`,
        fix: 'use the full name: web.reading.svc.cluster.local',
      },
    ]);
  },
);

test.each(['example.com', 'web.example.svc.example.com', 'example.org'])(
  'a host outside the cluster is rejected where no ServiceEntry makes it known: %s',
  (host) => {
    expect(judge({ host, port: { number: 443 } })).toEqual([
      {
        field: 'spec.http.0.route.0.destination',
        value: { host, port: { number: 443 } },
        problem: `no ServiceEntry with the host ${host} is rendered, and without one Istio does not know it`,
        fix,
      },
    ]);
  },
);

const entry = (hosts: readonly string[], ...numbers: readonly number[]) =>
  object('networking.istio.io/v1', 'ServiceEntry', 'out', {
    spec: { hosts, ports: numbers.map((number) => ({ number })) },
  });

test.each([
  ['the host itself', 'api.example.com'],
  ['a wildcard', '*.example.com'],
])('a host of a ServiceEntry is taken by %s, with a port that it has', (_, host) => {
  const judged = (number: number) =>
    objects(destinationsExist, [
      entry([host, 'example.org'], 443, 8443),
      route({ host: 'api.example.com', port: { number } }),
    ]);
  expect(judged(8443)).toEqual([]);
  expect(judged(80)).toEqual([
    expect.objectContaining({ problem: 'the ServiceEntry has no port 80; it has 443, 8443' }),
  ]);
});

test('two ServiceEntries of one host have the ports of both', () => {
  const judged = route({ host: 'api.example.com', port: { number: 80 } });
  const both = [entry(['api.example.com'], 443), entry(['api.example.com'], 80), judged];
  expect(objects(destinationsExist, both)).toEqual([]);
});

test.each<[string, number]>([
  ['kubernetes.default.svc.cluster.local', 443],
  ['kube-dns.kube-system.svc.cluster.local', 53],
  ['aks-istio-ingressgateway-external.aks-istio-ingress.svc.cluster.local', 80],
  ['istiod-asm-1-30.aks-istio-system.svc.cluster.local', 15_012],
])('Services that every cluster with the add-on has are taken: %s', (host, number) => {
  expect(judge({ host, port: { number } })).toEqual([]);
  expect(judge({ host, port: { number: 9999 } })).toHaveLength(1);
});

const waive = '; if an add-on of AKS brings the Service, waive the rule for this object (docs/rules.md)';

test.each([
  ['kube-dsn.kube-system.svc.cluster.local', waive],
  ['istio-ingressgateway.istio-system.svc.cluster.local', waive],
  ['aks-istio-ingressgateway-internal.aks-istio-ingress.svc.cluster.local', waive],
  ['tools.elsewhere.svc.cluster.local', ''],
])('another Service that is not rendered is rejected: %s', (host, more) => {
  expect(judge({ host, port: { number: 80 } })).toMatchObject([{ fix: `${fix}${more}` }]);
});

test.each<[string, object, string]>([
  ['mirror', { mirror: { host: 'wbe' } }, 'spec.http.0.mirror'],
  [
    'one of several mirrors',
    { mirrors: [{ destination: { host: 'web' } }, { destination: { host: 'wbe' } }] },
    'spec.http.0.mirrors.1.destination',
  ],
])('a %s that leads nowhere is rejected', (_, mirror, field) => {
  const web = object('networking.istio.io/v1', 'VirtualService', 'web', {
    spec: { http: [{ route: [{ destination: { host: 'web' } }], ...mirror }] },
  });
  expect(objects(destinationsExist, [service, web])).toEqual([
    expect.objectContaining({ field, problem: 'no Service reading/wbe is rendered' }),
  ]);
});

test('a route of a Gateway to a Service with several ports says which, and one to a single port need not', () => {
  const atGateway = (host: string) =>
    object('networking.istio.io/v1', 'VirtualService', 'web', {
      spec: { gateways: ['door'], http: [{ route: [{ destination: { host } }] }] },
    });
  const single = object('v1', 'Service', 'single', { spec: { ports: [{ port: 80 }] } });
  expect(objects(destinationsExist, [service, single, atGateway('single')])).toEqual([]);
  expect(objects(destinationsExist, [service, single, atGateway('web')])).toEqual([
    {
      field: 'spec.http.0.route.0.destination',
      value: { host: 'web' },
      problem: 'the Service has several ports, 80, 9090, and the route does not say which',
      fix: "set 'port.number'",
    },
  ]);
});

const rule = (host: string, namespace?: string) =>
  object('networking.istio.io/v1', 'DestinationRule', 'web', { spec: { host } }, namespace);

test.each([
  'web',
  'web.reading.svc.cluster.local',
  '*.reading.svc.cluster.local',
  '*.local',
  '*',
  'api.example.com',
  '*.example.com',
])('a DestinationRule for a host that is known is taken: %s', (host) => {
  expect(objects(destinationsExist, [service, entry(['api.example.com'], 443), rule(host)])).toEqual([]);
});

test.each([
  ['wbe', undefined, 'no Service reading/wbe is rendered'],
  ['web', 'default', 'no Service default/web is rendered'],
  ['web.reading', undefined, "Istio reads a name with a dot as a full name, and knows no host 'web.reading'"],
  [
    '*.elsewhere.svc.cluster.local',
    undefined,
    'no ServiceEntry with a host of *.elsewhere.svc.cluster.local is rendered, and without one Istio does not know it',
  ],
])('a DestinationRule for a host that is not known is rejected: %s', (host, namespace, problem) => {
  expect(objects(destinationsExist, [service, rule(host, namespace)])).toEqual([
    expect.objectContaining({ field: 'spec.host', value: host, problem }),
  ]);
});

test.each([
  ['wbe', 'reading/wbe', 'http'],
  ['web.default.svc.cluster.local', 'default/web', 'http'],
  ['wbe.reading.svc', 'reading/wbe', 'tcp'],
  ['wbe', 'reading/wbe', 'tls'],
] as const)('a route to a Service that is not rendered is rejected: %s', (host, name, by) => {
  expect(judge({ host, port: { number: 80 } }, by)).toEqual([
    {
      field: `spec.${by}.0.route.0.destination`,
      value: { host, port: { number: 80 } },
      problem: `no Service ${name} is rendered`,
      fix: name === 'default/web' ? 'did you mean web.reading.svc.cluster.local?' : fix,
    },
  ]);
});

test('a route to a port that the Service does not have is rejected, with those that it has', () => {
  expect(judge({ host: 'web', port: { number: 8080 } })).toEqual([
    {
      field: 'spec.http.0.route.0.destination',
      value: { host: 'web', port: { number: 8080 } },
      problem: 'the Service has no port 8080; it has 80, 9090',
      fix: 'point the route at one of its ports',
    },
  ]);
});

test('VirtualServices of another API, and routes that only redirect, are not judged', () => {
  const redirect = object('networking.istio.io/v1', 'VirtualService', 'old', {
    spec: { http: [{ redirect: { uri: '/' } }] },
  });
  expect(objects(destinationsExist, [route({ host: 'wbe' }, 'http', 'example.com/v1'), redirect])).toEqual(
    [],
  );
});
