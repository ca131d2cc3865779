import { gatewayApiFeatures } from '../../../../rules/settings/exposure/gateway-api-features';
import { APP, changed, plain, running } from '../../../support';
import { settings } from '../../judging';

const versions = { v1: {}, v2: { image: 'example.com/web:2' } };

/** An environment with the Gateway API, in which a workload of two versions is exposed. */
const exposed = (expose: object, more: object = {}): typeof plain =>
  changed(
    running({
      web: {
        image: 'example.com/web:1',
        ports: { http: 80 },
        versions,
        expose: { http: { hosts: ['a.example.com'], ...expose } },
        ...more,
      },
      api: { image: 'example.com/api:1', ports: { http: 80 } },
    }),
    { 'mesh.gatewayApi': true },
  );

const tls = (more: object) => ({ tls: { credentialName: 'a-tls', ...more } });
const traffic = (stated: object) => [{}, { traffic: stated }] as const;

test.each<[string, object, object?]>([
  ['nothing', {}],
  ['HTTPS', tls({ plaintext: 'allow', minProtocolVersion: 'TLSV1_2' })],
  ['paths', { routes: [{ uri: { prefix: '/' } }, { uri: { exact: '/a/' } }, { uri: { regex: '//x' } }] }],
  ['a redirect', { routes: [{ redirect: { scheme: 'https', redirectCode: 302 } }] }],
  ['query parameters', { routes: [{ queryParams: { a: 'b', c: { prefix: 'd' } } }] }],
  [
    'headers',
    { routes: [{ requestHeaders: { remove: ['x-a'] }, responseHeaders: { set: { 'x-a': 'b' } } }] },
  ],
  ['HSTS', tls({ hsts: true })],
  ['a timeout', { routes: [{ timeout: '1s' }] }],
  ['what holds at any proxy', ...traffic({ timeout: '1s', outlierDetection: { interval: '5s' } })],
  ['copies', ...traffic({ mirror: { workload: 'api', percentage: 10 } })],
])('%s can be said', (_, expose, ...[more]) => {
  expect(settings(gatewayApiFeatures, exposed(expose, typeof more === 'object' ? more : {}))).toEqual([]);
});

const WEB = `${APP}.web`;
const ROUTE = `${WEB}.expose.http.routes.0`;

test.each<[path: string, value: unknown, problem: RegExp, expose: object, more: object]>([
  [
    `${WEB}.expose.http.tls.mode`,
    'MUTUAL',
    /does not ask clients for a certificate/,
    tls({ mode: 'MUTUAL' }),
    {},
  ],
  [`${WEB}.expose.http.tls.mode`, 'PASSTHROUGH', /no TLS passthrough/, { tls: { mode: 'PASSTHROUGH' } }, {}],
  [
    `${WEB}.expose.http.tls.minProtocolVersion`,
    'TLSV1_3',
    /Istio uses TLS 1.2/,
    tls({ minProtocolVersion: 'TLSV1_3' }),
    {},
  ],
  [`${ROUTE}.retries`, { attempts: 3 }, /no retries/, { routes: [{ retries: { attempts: 3 } }] }, {}],
  [
    `${ROUTE}.corsPolicy`,
    { allowOrigins: ['https://x.example.com'] },
    /no CORS/,
    { routes: [{ corsPolicy: { allowOrigins: ['https://x.example.com'] } }] },
    {},
  ],
  [
    `${ROUTE}.withoutHeaders`,
    { 'x-a': {} },
    /cannot match the requests without a header/,
    { routes: [{ withoutHeaders: { 'x-a': {} } }] },
    {},
  ],
  [
    `${ROUTE}.directResponse`,
    { status: 503 },
    /no answers of the gateway itself/,
    { routes: [{ directResponse: { status: 503 } }] },
    {},
  ],
  [
    `${ROUTE}.redirect.redirectCode`,
    308,
    /only with 301 and 302/,
    { routes: [{ redirect: { scheme: 'https', redirectCode: 308 } }] },
    {},
  ],
  [`${ROUTE}.uri.prefix`, '/a/', /and so also matches '\/a'/, { routes: [{ uri: { prefix: '/a/' } }] }, {}],
  ...['/a//b', '/a/../b', '/a/.', '/a%2Fb', '/ä', '/a{b}', '/a%zz'].map(
    (path): [string, unknown, RegExp, object, object] => [
      `${ROUTE}.uri`,
      path,
      /does not accept this path/,
      { routes: [{ uri: { exact: path } }] },
      {},
    ],
  ),
  [`${WEB}.traffic.weights`, { v1: 90 }, /knows no versions/, ...traffic({ weights: { v1: 90 } })],
  [
    `${WEB}.traffic.routes`,
    [{ headers: { a: 'b' }, version: 'v2' }],
    /knows no versions/,
    ...traffic({ routes: [{ headers: { a: 'b' }, version: 'v2' }] }),
  ],
  [`${WEB}.traffic.mirror.version`, 'v2', /knows no versions/, ...traffic({ mirror: { version: 'v2' } })],
  [
    `${WEB}.traffic.mirror.percentage`,
    0.5,
    /whole percent/,
    ...traffic({ mirror: { workload: 'api', percentage: 0.5 } }),
  ],
  [
    `${WEB}.traffic.fault`,
    { abort: { httpStatus: 500, percentage: 100 } },
    /has no faults/,
    ...traffic({ fault: { abort: { httpStatus: 500 } } }),
  ],
  [`${WEB}.traffic.retries`, { attempts: 1 }, /no retries/, ...traffic({ retries: { attempts: 1 } })],
])('%s is rejected with %j, with the way out', (path, value, problem, expose, more) => {
  const environment = exposed(expose, more);
  expect(settings(gatewayApiFeatures, environment)).toEqual([
    {
      path,
      value,
      problem: expect.stringMatching(problem),
      fix: expect.stringContaining("remove 'mesh.gatewayApi'"),
    },
  ]);
  expect(settings(gatewayApiFeatures, changed(environment, { 'mesh.gatewayApi': false }))).toEqual([]);
});

test('a share of copies is rejected where the bundle of the Kubernetes version knows none', () => {
  const [expose, more] = traffic({ mirror: { workload: 'api', percentage: 10 } });
  const old = (version: string) => changed(exposed(expose, more), { 'cluster.kubernetesVersion': version });
  expect(settings(gatewayApiFeatures, old('1.34'))).toEqual([]);
  expect(settings(gatewayApiFeatures, old('1.33'))).toMatchObject([
    { problem: expect.stringContaining('of Kubernetes 1.33 mirrors all requests or none') },
  ]);
});

test('what a workload that is not exposed states is left alone, and what an exposed one states is told once', () => {
  const retries = { retries: { attempts: 1 } };
  const both = changed(exposed({ routes: [{ uri: { exact: '/a' } }, {}] }, { traffic: retries }), {
    [`${APP}.api.traffic`]: retries,
  });
  expect(settings(gatewayApiFeatures, both).map(({ path }) => path)).toEqual([`${WEB}.traffic.retries`]);
});
