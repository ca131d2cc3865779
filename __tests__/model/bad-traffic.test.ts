import { faultsWith } from './faults';

const WORKLOADS = 'namespaces.reading.applications.library.workloads';
const EXPOSE = `${WORKLOADS}.catalog.expose.http`;
const TRAFFIC = `${WORKLOADS}.catalog.traffic`;
const OUTSIDE = `${WORKLOADS}.catalog.callsOutside`;

const DURATION = 'must be a duration of 1ms or more, in whole milliseconds, such as 500ms, 10s or 1m30s';
const PERCENT = 'must be a share in percent, from 0 to 100';
const PATH = 'must be a path that starts with a slash, without a query';
const NOT_BESIDE = "leads to no workload, and can't stand beside";

type Case = [what: string, stated: unknown, where: string, problem: RegExp | string];

/** Each case states one value of a part, which is refused with one fault at `where`, below the part. */
function refuses(part: string, cases: readonly Case[]): void {
  test.each(cases)('%s: %j is refused at %j', (_, stated, where, problem) => {
    const faults = faultsWith({ [part]: stated });
    const at = `plain: ${part}${where} (__tests__/fixtures/library.ts:`;
    expect(faults).toEqual([
      expect.objectContaining({ where: expect.stringContaining(at), value: expect.anything() }),
    ]);
    expect(faults[0]!.problem).toMatch(problem);
  });
}

describe('a route', () => {
  const [to, retries] = [{ workload: 'loans' }, { attempts: 1 }];
  const redirect = { uri: '/new' };
  refuses(`${EXPOSE}.routes`, [
    ['no route', [], '', 'must have at least one route'],
    ['a path without its kind', [{ uri: '/api' }], '.0.uri', 'must be { prefix }, { exact } or { regex }'],
    [
      'two kinds of one path',
      [{ uri: { prefix: '/a', exact: '/a' } }],
      '.0.uri',
      'must be { prefix }, { exact } or { regex }',
    ],
    ['a path without a slash', [{ uri: { prefix: 'api' } }], '.0.uri.prefix', PATH],
    ['a path with a query', [{ uri: { exact: '/a?b=c' } }], '.0.uri.exact', PATH],
    [
      'a lookahead, which RE2 does not know',
      [{ uri: { regex: '/(?!admin).*' } }],
      '.0.uri.regex',
      /^must be a regular expression that RE2 takes: .*\(\?!/,
    ],
    [
      'a backreference',
      [{ headers: { 'x-a': { regex: '(a)\\1' } } }],
      '.0.headers.x-a.regex',
      'must be a regular expression that RE2 takes',
    ],
    [
      'a header in capitals',
      [{ headers: { 'X-Plan': 'gold' } }],
      '.0.headers',
      'must be the name of a header, in lower case',
    ],
    ['no method', [{ methods: [] }], '.0.methods', 'must have at least one method'],
    ['a method that is none', [{ methods: ['FETCH'] }], '.0.methods.0', 'must be one of GET, HEAD, POST'],
    [
      'a cookie with a semicolon',
      [{ cookie: { name: 'a', value: 'b;c' } }],
      '.0.cookie.value',
      'must be the value of a cookie, without spaces, quotes, commas, semicolons and backslashes',
    ],
    ['a redirect beside a rewrite', [{ redirect, rewrite: '/v1' }], '.0.redirect', `${NOT_BESIDE} 'rewrite'`],
    ['a redirect beside a workload', [{ redirect, to }], '.0.redirect', `${NOT_BESIDE} 'to'`],
    [
      'a redirect beside timeout and retries',
      [{ redirect, timeout: '1s', retries }],
      '.0.redirect',
      `${NOT_BESIDE} 'timeout', 'retries'`,
    ],
    [
      'a redirect to where it came from',
      [{ redirect: { redirectCode: 302 } }],
      '.0.redirect',
      "must state 'uri', 'authority' or 'scheme'",
    ],
    [
      'a redirect that is none',
      [{ redirect: { uri: '/a', redirectCode: 200 } }],
      '.0.redirect.redirectCode',
      'must be 301, 302, 303, 307 or 308',
    ],
    [
      'a rewrite of a regular expression',
      [{ uri: { regex: '/a.*' }, rewrite: '/b' }],
      '.0.rewrite',
      "replaces a prefix or a whole path: state 'uri' as { prefix } or { exact }",
    ],
    [
      'no origin',
      [{ corsPolicy: { allowOrigins: [] } }],
      '.0.corsPolicy.allowOrigins',
      'at least one origin',
    ],
    [
      'parts of a second in an age',
      [{ corsPolicy: { allowOrigins: ['https://a.example.com'], maxAge: '1500ms' } }],
      '.0.corsPolicy.maxAge',
      'must be a duration of 1s or more, in whole seconds, such as 10s or 24h',
    ],
  ]);
});

describe('a duration', () => {
  refuses(
    `${TRAFFIC}.timeout`,
    ['0s', '0', '10', '10 s', '-1s', '1d', '0.5ms', '1.5ms', '1s ', ''].map((value): Case => [
      'not whole milliseconds',
      value,
      '',
      DURATION,
    ]),
  );

  test.each(['1ms', '500ms', '10s', '0.5s', '1.001s', '1m30s', '2h', '1h0m0.001s'])(
    '%s is taken',
    (timeout) => {
      expect(faultsWith({ [TRAFFIC]: { timeout } })).toEqual([]);
    },
  );
});

describe('retries', () => {
  const CONDITIONS =
    /^must be statuses such as 503, or of 5xx, gateway-error, .*, with commas between several$/;
  refuses(`${TRAFFIC}.retries`, [
    ['fewer than none', { attempts: -1 }, '.attempts', 'must be a whole number from 0 to 100'],
    ['a condition that Envoy does not know', { attempts: 1, retryOn: '5xx,timeout' }, '.retryOn', CONDITIONS],
    ['a status that is none', { attempts: 1, retryOn: '700' }, '.retryOn', CONDITIONS],
    ['conditions apart by spaces', { attempts: 1, retryOn: '5xx, reset' }, '.retryOn', CONDITIONS],
    [
      'a policy of what never happens',
      { attempts: 0, retryOn: '5xx' },
      '',
      "states 0 'attempts', which is never",
    ],
  ]);

  test('take all conditions of Envoy and statuses', () => {
    const retries = {
      attempts: 3,
      retryOn: '5xx,reset-before-request,retriable-4xx,503',
      perTryTimeout: '1s',
    };
    expect(faultsWith({ [TRAFFIC]: { retries } })).toEqual([]);
  });
});

describe('traffic', () => {
  refuses(TRAFFIC, [
    ['no weight', { weights: {} }, '.weights', 'must have at least one version'],
    ['a weight above all', { weights: { v1: 110 } }, '.weights.v1', 'must be a whole number from 0 to 100'],
    ['a part of a percent', { weights: { v1: 0.5 } }, '.weights.v1', 'must be a whole number from 0 to 100'],
    ['no route', { routes: [] }, '.routes', 'must have at least one route'],
    [
      'a route of all requests',
      { routes: [{ version: 'v1' }] },
      '.routes.0',
      "must state 'headers' or 'cookie': 'weights' is for all other requests",
    ],
    ['a mirror to nobody', { mirror: {} }, '.mirror', "must state either 'version' or 'workload'"],
    [
      'a mirror to two',
      { mirror: { version: 'v2', workload: 'loans' } },
      '.mirror',
      "must state either 'version' or 'workload'",
    ],
    ['a share above all', { mirror: { version: 'v2', percentage: 101 } }, '.mirror.percentage', PERCENT],
    ['no fault', { fault: {} }, '.fault', "must state 'delay' or 'abort'"],
    [
      'an abort of a status that is none',
      { fault: { abort: { httpStatus: 700 } } },
      '.fault.abort.httpStatus',
      'must be a whole number from 200 to 599',
    ],
    [
      'an abort of less than none',
      { fault: { abort: { httpStatus: 503, percentage: -1 } } },
      '.fault.abort.percentage',
      PERCENT,
    ],
    ['a delay of nothing', { fault: { delay: { fixedDelay: '0s' } } }, '.fault.delay.fixedDelay', DURATION],
    ['no pool', { connectionPool: {} }, '.connectionPool', "must state 'tcp' or 'http'"],
    [
      'a pool of no connections',
      { connectionPool: { tcp: { maxConnections: 0 } } },
      '.connectionPool.tcp.maxConnections',
      'must be a whole number from 1 to 2147483647',
    ],
    [
      'two ways to choose a pod',
      { loadBalancer: { simple: 'RANDOM', consistentHash: { useSourceIp: true } } },
      '.loadBalancer',
      "must state 'simple' or 'consistentHash', not both",
    ],
    [
      'a way that Istio does not have',
      { loadBalancer: { simple: 'LEAST_CONN' } },
      '.loadBalancer.simple',
      'must be one of LEAST_REQUEST, ROUND_ROBIN, RANDOM',
    ],
    [
      'two ways to fail over',
      {
        loadBalancer: {
          localityLbSetting: {
            failover: [{ from: 'westus3', to: 'eastus' }],
            failoverPriority: ['topology.kubernetes.io/zone'],
          },
        },
      },
      '.loadBalancer.localityLbSetting',
      "must state 'failover' or 'failoverPriority', not both",
    ],
    [
      'a region that takes over for itself',
      { loadBalancer: { localityLbSetting: { failover: [{ from: 'westus3', to: 'westus3' }] } } },
      '.loadBalancer.localityLbSetting.failover.0',
      'must lead to another region',
    ],
    [
      'a zone where a region is meant',
      { loadBalancer: { localityLbSetting: { failover: [{ from: 'westus3/1', to: 'eastus' }] } } },
      '.loadBalancer.localityLbSetting.failover.0.from',
      'must be a region, such as westus3',
    ],
    [
      'a percentage of pods above all',
      { outlierDetection: { maxEjectionPercent: 101 } },
      '.outlierDetection.maxEjectionPercent',
      'must be a whole number from 0 to 100',
    ],
    [
      'a TLS mode, which would switch mutual TLS off',
      { tls: { mode: 'SIMPLE' } },
      '.tls',
      'there is no such field',
    ],
  ]);
});

describe('HTTPS', () => {
  const credentialName = 'shop-tls';
  const CREDENTIAL = "must state 'credentialName', unless 'mode' is PASSTHROUGH";
  refuses(`${EXPOSE}.tls`, [
    ['no certificate', {}, '', CREDENTIAL],
    ['mutual TLS without a certificate', { mode: 'MUTUAL' }, '', CREDENTIAL],
    ['a certificate of what is passed through', { mode: 'PASSTHROUGH', credentialName }, '', CREDENTIAL],
    [
      'plain HTTP to what takes TLS only',
      { mode: 'PASSTHROUGH', plaintext: 'allow' },
      '.plaintext',
      "must be redirect or off where 'mode' is PASSTHROUGH",
    ],
    [
      'a version of what is passed through',
      { mode: 'PASSTHROUGH', minProtocolVersion: 'TLSV1_3' },
      '.minProtocolVersion',
      'the workload itself decides on versions',
    ],
    [
      'an old version of TLS',
      { credentialName, minProtocolVersion: 'TLSV1_1' },
      '.minProtocolVersion',
      'must be one of TLSV1_2, TLSV1_3',
    ],
    ['a mode of sidecars', { mode: 'ISTIO_MUTUAL' }, '.mode', 'must be one of SIMPLE, MUTUAL, PASSTHROUGH'],
    ['a Secret of another namespace', { credentialName: 'shop/tls' }, '.credentialName', 'a DNS name'],
    [
      'a Secret of no host',
      { credentialName: { a: [] } },
      '.credentialName.a',
      'must have at least one host',
    ],
  ]);

  test('that is passed through has no routes and no token: the gateway reads no requests', () => {
    const passed = { hosts: ['a.example.com'], tls: { mode: 'PASSTHROUGH' } };
    expect(faultsWith({ [EXPOSE]: { ...passed, routes: [{ uri: { prefix: '/' } }] } })).toMatchObject([
      { problem: expect.stringContaining("can't have 'routes' or 'jwt' with the 'mode' PASSTHROUGH") },
    ]);
  });
});

describe('TLS to an outside host', () => {
  const outside = (tls: object) => ({ 'api.example.com': { port: 80, protocol: 'HTTP', tls } });
  const CREDENTIAL = "must state 'credentialName' where 'mode' is MUTUAL, and only there";
  refuses(OUTSIDE, [
    ['mutual TLS without a certificate', outside({ mode: 'MUTUAL' }), '.api.example.com.tls', CREDENTIAL],
    [
      'a certificate that nobody asks for',
      outside({ credentialName: 'a' }),
      '.api.example.com.tls',
      CREDENTIAL,
    ],
    [
      'no name to prove',
      outside({ subjectAltNames: [] }),
      '.api.example.com.tls.subjectAltNames',
      'must have at least one name',
    ],
  ]);
});
