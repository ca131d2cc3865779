import { uniqueExposedHosts } from '../../../../rules/settings/exposure/unique-exposed-hosts';
import { APP, changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const exposed = (hosts: readonly string[], gateway?: string) => ({
  image,
  ports: { http: 80 },
  expose: { http: { hosts, gateway } },
});

test.each([
  [['*.example.com', 'example.com']],
  // These end alike, and the second is no part of the first.
  [['*.example.com', 'badexample.com', '*.badexample.com']],
])('hosts that do not overlap are taken: %j', (hosts) => {
  expect(settings(uniqueExposedHosts, running({ shop: exposed(hosts) }))).toEqual([]);
});

test.each([
  ['a.example.com', 'a.example.com'],
  ['*', 'a.example.com'],
  ['a.example.com', '*'],
  ['*.example.com', 'a.example.com'],
  ['a.b.example.com', '*.example.com'],
])('of one list, %s and %s overlap', (first, second) => {
  expect(settings(uniqueExposedHosts, running({ shop: exposed([first, second]) }))).toEqual([
    {
      path: `${APP}.shop.expose.http.hosts`,
      value: second,
      problem: `overlaps with '${first}' of the same list`,
      fix: 'set hosts that do not overlap',
    },
  ]);
});

test('one host on one gateway is rejected, also of two applications in two namespaces', () => {
  const host = ['shop.example.com'];
  const environment = changed(running({ shop: exposed(host) }), {
    'namespaces.other': { applications: { second: { workloads: { admin: exposed(host, 'external') } } } },
  });
  expect(settings(uniqueExposedHosts, environment)).toEqual([
    {
      path: 'namespaces.other.applications.second.workloads.admin.expose.http.hosts',
      value: 'shop.example.com',
      problem: "overlaps with 'shop.example.com', which 'shop' of 'app' serves on the same gateway",
      fix: "give each a host of its own, or expose one on the other gateway; or, for one host, remove this 'expose', and put 'shop' and 'admin' into one application of one namespace (its workloads may be in several files), and let 'shop' route to it: routes: [{ uri: { prefix: '/admin' }, to: { workload: 'admin' } }, {}]",
    },
  ]);
});

test('of two ports of one application, the route that serves both is named as the second states it', () => {
  const hosts = ['shop.example.com'];
  const second = {
    image,
    ports: { 'http-api': 81 },
    expose: { 'http-api': { hosts, routes: [{ uri: { prefix: '/v1' } }] } },
  };
  const [fault] = settings(uniqueExposedHosts, running({ shop: exposed(hosts), api: second }));
  expect(fault!.fix).toMatch(
    /remove this 'expose', and let 'shop' route to it: routes: \[\{ uri: \{ prefix: '\/v1' \}, to: \{ workload: 'api', port: 'http-api' \} \}, \{\}\]$/,
  );
});

test('a host beside a wider one of another workload is taken: the gateway takes the narrower', () => {
  const environment = running({ all: exposed(['*']), shop: exposed(['a.example.com', '*.example.org']) });
  expect(settings(uniqueExposedHosts, environment)).toEqual([]);
});

test('one host on the two gateways is taken', () => {
  const host = ['shop.example.com'];
  const environment = changed(running({ shop: exposed(host), admin: exposed(host, 'internal') }), {
    'mesh.ingressGateways': ['external', 'internal'],
  });
  expect([environment, plain, full].flatMap((each) => settings(uniqueExposedHosts, each))).toEqual([]);
});
