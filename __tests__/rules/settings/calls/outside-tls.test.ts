import { outsideTls } from '../../../../rules/settings/calls/outside-tls';
import { coast } from '../../../fixtures/calls';
import { APP, changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const HTTP = { port: 80, protocol: 'HTTP' };
const calling = (...calls: object[]) =>
  running(
    Object.fromEntries(
      calls.map((call, index) => [`shop-${index}`, { image, callsOutside: { 'api.example.com': call } }]),
    ),
  );
const at = (index: number, host = 'api.example.com') => `${APP}.shop-${index}.callsOutside.${host}.tls`;

test.each([
  [[HTTP]],
  [
    [
      { ...HTTP, tls: {} },
      { ...HTTP, tls: {} },
    ],
  ],
  [
    [
      { ...HTTP, tls: { mode: 'MUTUAL', credentialName: 'a' } },
      { ...HTTP, tls: { mode: 'MUTUAL', credentialName: 'b' } },
    ],
  ],
  [
    [
      { ...HTTP, tls: {} },
      { port: 443, protocol: 'HTTPS' },
    ],
  ],
])('what sidecars can encrypt is taken: %j', (calls) => {
  expect(settings(outsideTls, calling(...calls))).toEqual([]);
});

test('who leaves encryption to the application keeps the rule', () => {
  expect([plain, full, coast].flatMap((environment) => settings(outsideTls, environment))).toEqual([]);
});

test.each([
  [HTTP, { ...HTTP, tls: {} }],
  [
    { ...HTTP, tls: {} },
    { ...HTTP, tls: { port: 8443 } },
  ],
])('two ways to encrypt calls to one port are rejected: %j and %j', (...calls) => {
  expect(settings(outsideTls, calling(...calls))).toEqual([
    {
      path: at(1),
      value: { mode: 'SIMPLE', port: 443, ...(calls[1] as { tls?: object }).tls },
      problem:
        "another workload of the namespace 'reading' calls port 80 of this host with other TLS settings, and Istio applies one of them to both",
      fix: "set the same 'tls' in both",
    },
  ]);
});

test.each([
  ['HTTPS', 'the sidecar encrypts plain HTTP: in HTTPS it reads no requests, and they are encrypted already'],
  ['TCP', 'the sidecar encrypts plain HTTP: in TCP it reads no requests'],
])('%s is not encrypted by the sidecar', (protocol, problem) => {
  expect(settings(outsideTls, calling({ ...HTTP, protocol, tls: {} }))).toEqual([
    {
      path: at(0),
      value: { mode: 'SIMPLE', port: 443 },
      problem,
      fix: "set 'protocol' to HTTP and let the application call http://, or remove 'tls'",
    },
  ]);
});

test('a wildcard is not encrypted: it has no one server', () => {
  const environment = changed(calling(HTTP), {
    [`${APP}.shop-0.callsOutside`]: { '*.example.com': { ...HTTP, tls: {} } },
  });
  expect(settings(outsideTls, environment)).toEqual([
    {
      path: at(0, '*.example.com'),
      value: { mode: 'SIMPLE', port: 443 },
      problem: 'the sidecar must know the one host that it connects to, and a wildcard stands for many',
      fix: "name the host, or remove 'tls'",
    },
  ]);
});

test('without sidecars, nobody encrypts', () => {
  const environment = changed(calling({ ...HTTP, tls: {} }), { 'namespaces.reading.revision': undefined });
  expect(settings(outsideTls, environment)).toEqual([
    {
      path: at(0),
      value: { mode: 'SIMPLE', port: 443 },
      problem: "the namespace 'reading' has no 'revision', so there is no sidecar to encrypt the call",
      fix: "set 'revision', or let the application encrypt: 'protocol' HTTPS without 'tls'",
    },
  ]);
});
