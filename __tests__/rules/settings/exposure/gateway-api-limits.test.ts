import { gatewayApiLimits } from '../../../../rules/settings/exposure/gateway-api-limits';
import { APP, changed, plain, running } from '../../../support';
import { settings } from '../../judging';

const hosts = (count: number, of = 'a') =>
  Array.from({ length: count }, (_, index) => `${of}${index}.example.com`);
const web = (expose: object) => ({
  image: 'example.com/web:1',
  ports: { http: 80 },
  expose: { http: { hosts: ['a.example.com'], ...expose } },
});
const on = (workloads: object): typeof plain => changed(running(workloads), { 'mesh.gatewayApi': true });
const repeat = (count: number, route: object) => Array.from({ length: count }, () => route);

/** Host names of the length that is given. */
const long = (length: number) =>
  `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(length - 192)}`;

const named = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, 'a']));

test.each<[string, object]>([
  [
    '16 conditions and changes of a kind',
    {
      routes: [
        { headers: named(16), queryParams: named(16), responseHeaders: { set: named(16), remove: ['y'] } },
      ],
    },
  ],
  ['16 hosts', { hosts: hosts(16) }],
  ['16 routes', { routes: repeat(16, {}) }],
  [
    '128 matches',
    {
      routes: repeat(16, { methods: ['GET', 'PUT', 'POST', 'PATCH', 'HEAD', 'GET', 'DELETE', 'OPTIONS'] }),
    },
  ],
  [
    'a host whose listener has a name of 253 characters',
    { hosts: [long(247)], tls: { credentialName: 'a' } },
  ],
])('%s of an exposed port fit', (_, expose) => {
  expect(settings(gatewayApiLimits, on({ web: web(expose) }))).toEqual([]);
});

test.each<[string, object, object]>([
  ['17 hosts', { hosts: hosts(17) }, { path: `${APP}.web.expose.http.hosts`, value: 17 }],
  [
    '17 query parameters',
    { routes: [{ queryParams: named(17) }] },
    { path: `${APP}.web.expose.http.routes.0.queryParams`, value: 17 },
  ],
  [
    '17 headers of an answer',
    { routes: [{}, { uri: { prefix: '/a' }, responseHeaders: { add: named(17) } }] },
    { path: `${APP}.web.expose.http.routes.1.responseHeaders.add`, value: 17 },
  ],
  ['17 routes', { routes: repeat(17, {}) }, { path: `${APP}.web.expose.http.routes`, value: 17 }],
  [
    '9 routes that rewrite with 2 methods each',
    { routes: repeat(9, { methods: ['GET', 'PUT'], rewrite: '/b' }) },
    { value: 9, problem: expect.stringContaining('add up to 18 and 18') },
  ],
  [
    '129 matches',
    {
      routes: repeat(15, {
        methods: ['GET', 'PUT', 'POST', 'PATCH', 'HEAD', 'GET', 'DELETE', 'OPTIONS', 'PUT'],
      }),
    },
    { value: 15, problem: expect.stringContaining('add up to 15 and 135') },
  ],
  [
    'a host whose listener has a name of 254 characters',
    { hosts: [long(248)], tls: { credentialName: 'a' } },
    { path: `${APP}.web.expose.http.hosts`, value: long(248) },
  ],
])('%s of an exposed port are rejected', (_, expose, fault) => {
  const environment = on({ web: web(expose) });
  expect(settings(gatewayApiLimits, environment)).toEqual([expect.objectContaining(fault)]);
  expect(settings(gatewayApiLimits, changed(environment, { 'mesh.gatewayApi': false }))).toEqual([]);
});

test('the hosts of a namespace fit into 64 listeners of each gateway', () => {
  const four = (last: number) => ({
    a: web({ hosts: hosts(16, 'a') }),
    b: web({ hosts: hosts(16, 'b') }),
    c: web({ hosts: hosts(16, 'c') }),
    d: web({ hosts: hosts(last, 'd') }),
    e: web({ hosts: hosts(16, 'e'), gateway: 'internal' }),
  });
  expect(settings(gatewayApiLimits, on(four(16)))).toEqual([]);
  const { c: _, ...three } = four(16);
  const secure = on({ ...three, f: web({ hosts: hosts(9, 'f'), tls: { credentialName: 'f' } }) });
  expect(settings(gatewayApiLimits, secure)).toEqual([
    {
      path: 'namespaces.reading',
      value: '66 listeners',
      problem:
        "by the Gateway API, the gateway 'external' of a namespace accepts at most 64, one for each host and port",
      fix: expect.stringContaining('from another namespace'),
    },
  ]);
});

describe('annotations that a Gateway hands on', () => {
  const AZURE = 'service.beta.kubernetes.io';
  const names = ['no_probe_rule', 'health-probe_protocol', 'health-probe_port', 'health-probe_interval'];
  const values = ['false', 'Tcp', '80', '5'];
  const eight = Object.fromEntries(
    [80, 443].flatMap((port) =>
      names.map((name, index) => [`${AZURE}/port_${port}_${name}`, values[index]!]),
    ),
  );
  const broken = (gateway: string, annotations: object) =>
    settings(
      gatewayApiLimits,
      changed(on({ web: web({ gateway }) }), {
        'namespaces.reading.gateways': { [gateway]: { annotations } },
      }),
    ).map(({ path, value }) => ({ path, value }));

  test('may be 8', () => expect(broken('external', eight)).toEqual([]));

  test('may not be 9, of which one is what makes it internal', () => {
    const nine = { ...eight, [`${AZURE}/azure-load-balancer-tcp-idle-timeout`]: '10' };
    for (const [gateway, annotations] of [
      ['external', nine],
      ['internal', eight],
    ] as const)
      expect(broken(gateway, annotations)).toEqual([
        { path: `namespaces.reading.gateways.${gateway}.annotations`, value: 9 },
      ]);
  });
});
