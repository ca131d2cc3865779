import { faultsWith, problemAt, type Case } from '../faults';

const WORKLOADS = 'namespaces.reading.applications.library.workloads';
const EXPOSE = `${WORKLOADS}.catalog.expose.http`;
const OUTSIDE = `${WORKLOADS}.catalog.callsOutside`;

const PATH = 'must be a path that starts with a slash, without a query';
const NOT_BESIDE = 'cannot be combined with';

describe('a route', () => {
  const [to, retries] = [{ workload: 'loans' }, { attempts: 1 }];
  const redirect = { uri: '/new' };
  test.each<Case>([
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
      /^must be a regular expression that RE2 accepts: .*\(\?!/,
    ],
    [
      'a backreference',
      [{ headers: { 'x-a': { regex: '(a)\\1' } } }],
      '.0.headers.x-a.regex',
      'must be a regular expression that RE2 accepts',
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
      "must set 'uri', 'authority' or 'scheme'",
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
      "replaces a prefix or a whole path, and 'uri' is a { regex }",
    ],
    [
      'no origin',
      [{ corsPolicy: { allowOrigins: [] } }],
      '.0.corsPolicy.allowOrigins',
      'at least one origin',
    ],
    ...['a.example.com', 'https://a.example.com/', ''].map((origin): Case => [
      'an origin that no browser states',
      [{ corsPolicy: { allowOrigins: [origin] } }],
      '.0.corsPolicy.allowOrigins.0',
      'must be a scheme and a host without a slash after it',
    ]),
    [
      'credentials for any origin',
      [{ corsPolicy: { allowOrigins: ['*'], allowCredentials: true } }],
      '.0.corsPolicy.allowCredentials',
      'cannot be true for any origin',
    ],
    [
      'calls from other sites without the question before them',
      [{ methods: ['GET'], corsPolicy: { allowOrigins: ['*'] } }],
      '.0.methods',
      "must include OPTIONS if 'corsPolicy' is set",
    ],
    [
      'an answer beside a workload',
      [{ directResponse: { status: 404 }, to }],
      '.0.directResponse',
      `${NOT_BESIDE} 'to'`,
    ],
    [
      'an answer beside a redirect',
      [{ directResponse: { status: 404 }, redirect }],
      '.0.redirect',
      `${NOT_BESIDE} 'directResponse'`,
    ],
    [
      'headers for nobody',
      [{ redirect, requestHeaders: { set: { 'x-a': 'b' } } }],
      '.0.redirect',
      `${NOT_BESIDE} 'requestHeaders'`,
    ],
    [
      'a status that is none',
      [{ directResponse: { status: 101 } }],
      '.0.directResponse.status',
      'must be a whole number from 200 to 599',
    ],
    [
      'more than Envoy answers',
      [{ directResponse: { status: 200, body: 'a'.repeat(1024 * 1024 + 1) } }],
      '.0.directResponse.body',
      'must have at most 1 MiB',
    ],
    [
      'no change of headers',
      [{ responseHeaders: {} }],
      '.0.responseHeaders',
      "must set 'set', 'add' or 'remove'",
    ],
    [
      'two changes of one header',
      [{ responseHeaders: { set: { 'x-a': 'b' }, remove: ['x-a'] } }],
      '.0.responseHeaders',
      "changes 'x-a' twice",
    ],
    [
      'another host',
      [{ requestHeaders: { set: { host: 'b.example.com' } } }],
      '.0.requestHeaders.set',
      'cannot be changed',
    ],
    ...['100%', '%UNKNOWN%', '%REQ()%', 'a\nb', ''].map((value): Case => [
      'a value that Envoy rejects',
      [{ responseHeaders: { set: { 'x-a': value } } }],
      '.0.responseHeaders.set.x-a',
      'must be one line, in which a percent sign is written as %%',
    ]),
    [
      'a parameter of no name',
      [{ queryParams: { 'a b': 'c' } }],
      '.0.queryParams',
      'must be the name of a query parameter',
    ],
    ['no header value', [{ headers: { 'x-a': '' } }], '.0.headers.x-a', /^must (not be empty|be a string)/],
    [
      'parts of a second in an age',
      [{ corsPolicy: { allowOrigins: ['https://a.example.com'], maxAge: '1500ms' } }],
      '.0.corsPolicy.maxAge',
      'must be a duration of 1s or more, in whole seconds, such as 24h',
    ],
  ])('%s: %j is rejected at %j', (_, stated, where, problem) => {
    expect(problemAt(`${EXPOSE}.routes`, where, stated)).toMatch(problem);
  });
});

describe('HTTPS', () => {
  const credentialName = 'shop-tls';
  const CREDENTIAL = "must set 'credentialName': the Secret with the certificate that the gateway presents";
  test.each<Case>([
    ['no certificate', {}, '', CREDENTIAL],
    ['mutual TLS without a certificate', { mode: 'MUTUAL' }, '', CREDENTIAL],
    [
      'a certificate of what is passed through',
      { mode: 'PASSTHROUGH', credentialName },
      '.credentialName',
      "cannot be set if 'mode' is PASSTHROUGH",
    ],
    [
      'plain HTTP beside client certificates',
      { mode: 'MUTUAL', credentialName, plaintext: 'allow' },
      '.plaintext',
      "must be redirect or off if 'mode' is MUTUAL: plain HTTP would need no client certificate",
    ],
    [
      'plain HTTP to what takes TLS only',
      { mode: 'PASSTHROUGH', plaintext: 'allow' },
      '.plaintext',
      "must be redirect or off if 'mode' is PASSTHROUGH",
    ],
    [
      'a version of what is passed through',
      { mode: 'PASSTHROUGH', minProtocolVersion: 'TLSV1_3' },
      '.minProtocolVersion',
      'the workload itself chooses the versions',
    ],
    [
      'an old version of TLS',
      { credentialName, minProtocolVersion: 'TLSV1_1' },
      '.minProtocolVersion',
      'must be one of TLSV1_2, TLSV1_3',
    ],
    [
      'HTTPS alone beside plain HTTP',
      { credentialName, plaintext: 'allow', hsts: true },
      '.hsts',
      "cannot be set if 'plaintext' is allow",
    ],
    [
      'a header of what is passed through',
      { mode: 'PASSTHROUGH', hsts: true },
      '.hsts',
      "cannot be set if 'mode' is PASSTHROUGH",
    ],
    [
      'browsers that are to have it built in, for a day',
      { credentialName, hsts: { preload: true, includeSubDomains: true, maxAge: '24h' } },
      '.hsts.preload',
      "needs 'includeSubDomains', and a 'maxAge' of a year",
    ],
    ['a mode of sidecars', { mode: 'ISTIO_MUTUAL' }, '.mode', 'must be one of SIMPLE, MUTUAL, PASSTHROUGH'],
    ['a Secret of another namespace', { credentialName: 'shop/tls' }, '.credentialName', 'a DNS name'],
    [
      'a Secret of no host',
      { credentialName: { a: [] } },
      '.credentialName.a',
      'must have at least one host',
    ],
  ])('%s: %j is rejected at %j', (_, stated, where, problem) => {
    expect(problemAt(`${EXPOSE}.tls`, where, stated)).toMatch(problem);
  });

  test('that is passed through has no routes and no token: the gateway reads no requests', () => {
    const passed = { hosts: ['a.example.com'], tls: { mode: 'PASSTHROUGH' } };
    expect(faultsWith({ [EXPOSE]: { ...passed, routes: [{ uri: { prefix: '/' } }] } })).toMatchObject([
      {
        problem: expect.stringContaining(
          "cannot have 'routes', 'jwt' or 'rateLimit' if 'tls.mode' is PASSTHROUGH",
        ),
      },
    ]);
  });
});

describe('TLS to an outside host', () => {
  const outside = (tls: object) => ({ 'api.example.com': { port: 80, protocol: 'HTTP', tls } });
  const CREDENTIAL = "must set 'credentialName' if 'mode' is MUTUAL, and only then";
  test.each<Case>([
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
  ])('%s: %j is rejected at %j', (_, stated, where, problem) => {
    expect(problemAt(OUTSIDE, where, stated)).toMatch(problem);
  });
});
