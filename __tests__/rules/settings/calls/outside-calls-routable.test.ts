import { outsideCallsRoutable } from '../../../../rules/settings/calls/outside-calls-routable';
import { coast } from '../../../fixtures/calls';
import { APP, changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const calling = (...callsOutside: object[]) =>
  running(
    Object.fromEntries(callsOutside.map((each, index) => [`shop-${index}`, { image, callsOutside: each }])),
  );
const path = (host: string, index = 0) => `${APP}.shop-${index}.callsOutside.${host}`;

test('hosts that can be told apart are taken', () => {
  expect([plain, full, coast].flatMap((environment) => settings(outsideCallsRoutable, environment))).toEqual(
    [],
  );
  const https = { 'api.example.com': { port: 443, protocol: 'HTTPS' } };
  expect(settings(outsideCallsRoutable, calling(https, https))).toEqual([]);
});

test('TCP to a wildcard is rejected', () => {
  const call = { port: 7000, protocol: 'TCP', addresses: ['203.0.113.7'] };
  expect(settings(outsideCallsRoutable, calling({ '*.example.com': call }))).toEqual([
    {
      path: path('*.example.com'),
      value: '*.example.com',
      problem: 'TCP carries no host name, so a wildcard cannot be matched',
      fix: "name one host with its 'addresses', or use HTTPS",
    },
  ]);
});

test('TCP without addresses is rejected', () => {
  expect(
    settings(outsideCallsRoutable, calling({ 'db.example.com': { port: 5432, protocol: 'TCP' } })),
  ).toEqual([
    {
      path: `${path('db.example.com')}.addresses`,
      value: undefined,
      problem: 'TCP is matched by address: without any, this host would match every call to port 5432',
      fix: "set the 'addresses' of the host, or let sidecars capture DNS, which gives it one: 'mesh.config' { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } }",
    },
  ]);
});

test.each(['HTTP', 'HTTPS'])('%s with addresses is rejected', (protocol) => {
  const call = { port: 8443, protocol, addresses: ['203.0.113.7'] };
  expect(settings(outsideCallsRoutable, calling({ 'api.example.com': call }))).toEqual([
    {
      path: `${path('api.example.com')}.addresses`,
      value: ['203.0.113.7'],
      problem: `${protocol} is matched by the host's name, which DNS resolves`,
      fix: "remove 'addresses'",
    },
  ]);
});

test('two protocols for one port of a host are rejected in one namespace, and taken in two', () => {
  const http = { 'api.example.com': { port: 8443, protocol: 'HTTP' } };
  const https = { 'api.example.com': { port: 8443, protocol: 'HTTPS' } };
  expect(settings(outsideCallsRoutable, calling(https, http))).toEqual([
    {
      path: `${path('api.example.com', 1)}.protocol`,
      value: 'HTTP',
      problem:
        "another workload of the namespace 'reading' calls port 8443 of this host over HTTPS: with two protocols on one port, Istio loses the traffic",
      fix: 'set the same protocol in both',
    },
  ]);
  const inspector = 'namespaces.border.applications.customs.workloads.inspector';
  const apart = changed(coast, {
    [`${inspector}.callsOutside`]: { 'weather.example.com': { port: 8443, protocol: 'HTTP' } },
  });
  expect(settings(outsideCallsRoutable, apart)).toEqual([]);
});
