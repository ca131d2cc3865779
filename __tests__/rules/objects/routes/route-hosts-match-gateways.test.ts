import { routeHostsMatchGateways } from '../../../../rules/objects/routes/route-hosts-match-gateways';
import { object, objects } from '../../judging';

const gateway = (hosts: readonly string[], name = 'door', namespace = 'reading') =>
  object('networking.istio.io/v1', 'Gateway', name, { spec: { servers: [{ hosts }] } }, namespace);
const route = (hosts: readonly string[], gateways: readonly string[] | undefined, http: unknown = []) =>
  object('networking.istio.io/v1', 'VirtualService', 'web', { spec: { hosts, gateways, http } });
const judge = (host: string, ...taken: string[]) =>
  objects(routeHostsMatchGateways, [gateway(taken), route([host], ['door'])]);

test.each([
  ['the same host', 'a.example.com', 'a.example.com'],
  ['every host', 'a.example.com', '*'],
  ['a wildcard that covers it', 'a.example.com', '*.example.com'],
  ['a wildcard that covers it some levels up', '*.a.example.com', '*.example.com'],
  ['one host of the wildcard of the route', '*.example.com', 'a.example.com'],
  ['one host, where the route is for all', '*', 'a.example.com'],
  ['the host for the namespace of the route', 'a.example.com', 'reading/*.example.com'],
  ['the host for its own namespace, which is that of the route', 'a.example.com', './a.example.com'],
  ['the host for every namespace', 'a.example.com', '*/a.example.com'],
  ['the Service that a short name is', 'web', 'web.reading.svc.cluster.local'],
])('a route whose Gateway takes %s is taken', (_, host, taken) => {
  expect(judge(host, 'other.example.org', taken)).toEqual([]);
});

test.each([
  ['another host', 'a.example.com', 'b.example.com'],
  ['a wildcard of another domain', 'a.example.com', '*.example.org'],
  ['a wildcard of hosts below it', 'example.com', '*.example.com'],
  ['a host that only ends alike', 'notexample.com', '*.example.com'],
  ['the host for another namespace', 'a.example.com', 'default/a.example.com'],
])('a route whose Gateway takes %s is rejected', (_, host, taken) => {
  expect(judge(host, taken)).toEqual([
    {
      field: 'spec.hosts',
      value: host,
      problem: `no Gateway that it names accepts this host from the namespace 'reading': reading/door accepts ${taken}`,
      fix: 'add the host to the servers of a Gateway, or route a host that one of them has',
    },
  ]);
});

test('of several hosts only those are rejected that no Gateway takes', () => {
  const doors = [gateway(['a.example.com'], 'one'), gateway(['b.example.com'], 'two')];
  const web = route(['a.example.com', 'b.example.com', 'c.example.com'], ['one', 'two']);
  expect(objects(routeHostsMatchGateways, [...doors, web])).toEqual([
    expect.objectContaining({ field: 'spec.hosts', value: 'c.example.com' }),
  ]);
});

test('a host for another namespace is one where the Gateway itself is in another', () => {
  const elsewhere = gateway(['./a.example.com', 'reading/b.example.com'], 'door', 'default');
  const web = route(['a.example.com', 'b.example.com'], ['default/door']);
  expect(objects(routeHostsMatchGateways, [elsewhere, web])).toEqual([
    expect.objectContaining({ field: 'spec.hosts', value: 'a.example.com' }),
  ]);
});

test.each(['door', './door', 'reading/door', 'door.reading.svc.cluster.local', 'mesh'])(
  'a Gateway that exists is taken by its name %s',
  (name) => {
    expect(objects(routeHostsMatchGateways, [gateway(['*']), route(['a.example.com'], [name])])).toEqual([]);
  },
);

test.each([
  ['door', 'reading/door'],
  ['default/doo', 'default/doo'],
  ['door.other', 'other/door'],
])('a Gateway that does not exist is rejected: %s', (name, value) => {
  const elsewhere = gateway(['*'], 'door', 'default');
  expect(objects(routeHostsMatchGateways, [elsewhere, route(['a.example.com'], [name])])).toEqual([
    {
      field: 'spec.gateways',
      value,
      problem: `no Gateway ${value} is rendered: no traffic comes through it`,
      fix: "name a Gateway of this environment, as 'namespace/name' where it is in another namespace",
    },
  ]);
});

test('a Gateway that a match names exists too', () => {
  const http = [{ match: [{ uri: { prefix: '/' } }, { gateways: ['mesh', 'door', 'nowhere'] }] }];
  expect(
    objects(routeHostsMatchGateways, [gateway(['*']), route(['a.example.com'], ['door'], http)]),
  ).toEqual([expect.objectContaining({ field: 'spec.http.0.match.1.gateways', value: 'reading/nowhere' })]);
});

test('hosts for the sidecars need no Gateway, and a Gateway that takes none of them is rejected', () => {
  const web = route(['web', 'a.example.com'], ['mesh', 'door']);
  expect(objects(routeHostsMatchGateways, [gateway(['a.example.com']), web])).toEqual([]);
  expect(objects(routeHostsMatchGateways, [gateway(['b.example.com']), web])).toEqual([
    {
      field: 'spec.gateways',
      value: 'reading/door',
      problem:
        "this Gateway accepts none of its hosts from the namespace 'reading': reading/door accepts b.example.com",
      fix: 'add a host of the route to the servers of the Gateway, or remove the Gateway',
    },
  ]);
});

test('routes without Gateways, and Gateways of another API, are not judged', () => {
  const other = object('gateway.networking.k8s.io/v1', 'Gateway', 'door', { spec: { listeners: [] } });
  expect(objects(routeHostsMatchGateways, [other, route(['web'], undefined), route([], [])])).toEqual([]);
  expect(objects(routeHostsMatchGateways, [other, route(['web'], ['door'])])).toHaveLength(1);
});
