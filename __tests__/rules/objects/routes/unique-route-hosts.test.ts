import { uniqueRouteHosts } from '../../../../rules/objects/routes/unique-route-hosts';
import { object, objects } from '../../judging';

const route = (name: string, spec: object, namespace?: string) =>
  object(
    'networking.istio.io/v1',
    'VirtualService',
    name,
    { spec: { hosts: ['a.example.com'], gateways: ['door'], http: [{ route: [] }], ...spec } },
    namespace,
  );
const judge = (one: object, other: object, namespace?: string) =>
  objects(uniqueRouteHosts, [route('one', one), route('two', other, namespace)]);

test('two routes for one host on one Gateway are rejected', () => {
  expect(judge({}, { gateways: ['reading/door'] })).toEqual([
    {
      field: 'spec.hosts',
      value: 'a.example.com',
      problem:
        'VirtualService reading/one has this host on the Gateway reading/door too: Istio merges the routes of both in an unspecified order',
      fix: 'put the routes of the host into one of them',
    },
  ]);
});

test('two routes for one host of the sidecars are rejected, by its short name or its full one', () => {
  const other = { hosts: ['web.reading.svc.cluster.local'], gateways: ['mesh'] };
  expect(judge({ hosts: ['web'], gateways: undefined }, other, 'default')).toEqual([
    {
      field: 'spec.hosts',
      value: 'web.reading.svc.cluster.local',
      problem:
        'VirtualService reading/one has this host for the sidecars too, which use the routes of only one of the two',
      fix: 'put the routes of the host into one of them',
    },
  ]);
});

test.each<[string, object]>([
  ['for another host', { hosts: ['b.example.com'] }],
  ['for a host that covers it, since Envoy takes the one that says more', { hosts: ['*.example.com'] }],
  ['on another Gateway', { gateways: ['back-door'] }],
  ['for the sidecars', { gateways: ['mesh'] }],
  ['for TLS that passes through', { http: undefined, tls: [{ match: [{ sniHosts: ['a.example.com'] }] }] }],
])('two routes are taken where the second is %s', (_, other) => {
  expect(judge({}, other)).toEqual([]);
});

test('two routes for TLS of one host are rejected', () => {
  const tls = { http: undefined, tls: [{ route: [] }] };
  expect(judge(tls, tls)).toHaveLength(1);
  expect(judge(tls, { ...tls, http: [{ route: [] }] })).toHaveLength(1);
});

test('two routes for the sidecars of two namespaces are taken, and two for those of one are rejected', () => {
  const own = { gateways: ['mesh'], exportTo: ['.'] };
  expect(judge(own, own, 'default')).toEqual([]);
  expect(judge(own, { ...own, exportTo: ['reading'] }, 'default')).toHaveLength(1);
  expect(judge({ gateways: ['mesh'], exportTo: ['*'] }, { gateways: ['mesh'] })).toHaveLength(1);
});

test('VirtualServices that others delegate to have no host, and are taken', () => {
  expect(judge({ hosts: undefined }, { hosts: undefined })).toEqual([]);
});
