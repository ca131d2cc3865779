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
      fix: 'give each a host of its own, or expose one on the other gateway',
    },
  ]);
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
