import { application } from '../../model/schema/application';
import { isAllowed, type Attempt } from '../charts/evaluator';
import { lines, synthesize } from './synthesize';

// An application that answers CORS itself and needs a token, as in istio/istio issues 45716 and 55318: the preflight of a browser carries
// no token, and is let through by its method.

const ISSUER = 'https://login.example.com/';
const USER = { iss: ISSUER, sub: 'jo', role: ['reader'] };
const GATEWAY = 'aks-istio-ingressgateway-external';

const behindToken = (jwt: object, more: object = {}) =>
  synthesize({
    records: {
      revision: 'asm-1-30',
      applications: {
        records: application({
          records: {
            image: 'example.com/records:1',
            ports: { http: 8080 },
            expose: {
              http: {
                hosts: ['records.example.com'],
                tls: { credentialName: 'records-tls' },
                jwt: { issuers: [{ issuer: ISSUER, jwksUri: `${ISSUER}keys` }], ...jwt },
                ...more,
              },
            },
          },
        }),
      },
    },
  });

/** The requests that pass where a token is checked, of each method and path, without a token or with one. */
async function passing(jwt: object, token?: object): Promise<string[]> {
  const { faults, objects } = await behindToken(jwt);
  expect(lines(faults)).toEqual([]);
  const isAtGateway = 'at' in jwt;
  const from = isAtGateway ? undefined : { namespace: 'aks-istio-ingress', serviceAccount: GATEWAY };
  const to: Attempt['to'] = isAtGateway
    ? { namespace: 'aks-istio-ingress', labels: { istio: GATEWAY } }
    : { namespace: 'records', labels: { app: 'records' } };
  return ['GET', 'POST', 'OPTIONS', 'HEAD'].flatMap((method) =>
    ['/', '/health', '/a/b']
      .filter((path) =>
        isAllowed(objects, {
          to,
          from,
          port: isAtGateway ? 443 : 8080,
          request: { method, path, host: 'records.example.com', token: token as typeof USER },
        }),
      )
      .map((path) => `${method} ${path}`),
  );
}

const PREFLIGHTS = { path: '/*', methods: ['OPTIONS'] };
const EVERY = ['GET', 'POST', 'OPTIONS', 'HEAD'].flatMap((method) =>
  ['/', '/health', '/a/b'].map((path) => `${method} ${path}`),
);

describe.each([[{}], [{ at: 'gateway' }]])('checked %j', (at) => {
  test.each<[string, object[] | string[], string[]]>([
    ['preflights alone', [PREFLIGHTS], ['OPTIONS /', 'OPTIONS /health', 'OPTIONS /a/b']],
    [
      'preflights, and a path by any method',
      ['/health', PREFLIGHTS] as object[],
      ['GET /health', 'POST /health', 'OPTIONS /', 'OPTIONS /health', 'OPTIONS /a/b', 'HEAD /health'],
    ],
    [
      'a path by some methods',
      [{ path: '/health', methods: ['GET', 'HEAD'] }],
      ['GET /health', 'HEAD /health'],
    ],
    [
      'several paths whose methods overlap',
      [
        { path: '/health', methods: ['GET', 'HEAD'] },
        { path: '/a/*', methods: ['GET', 'POST'] },
      ],
      ['GET /health', 'GET /a/b', 'POST /a/b', 'HEAD /health'],
    ],
    [
      'a path by any method, and another by one',
      ['/health', { path: '/a/*', methods: ['GET'] }] as object[],
      ['GET /health', 'GET /a/b', 'POST /health', 'OPTIONS /health', 'HEAD /health'],
    ],
    ['a part of a path', [{ path: '/{*}/b', methods: ['POST'] }], ['POST /a/b']],
  ])('without a token passes what is open, and nothing else: %s', async (_, open, expected) => {
    expect(await passing({ ...at, open })).toEqual(expected);
    expect(await passing({ ...at, open }, USER)).toEqual(EVERY);
  });

  test('a claim is asked for wherever a token is', async () => {
    const jwt = { ...at, open: ['/health', PREFLIGHTS], claims: { role: ['writer'] } };
    const open = [
      'GET /health',
      'POST /health',
      'OPTIONS /',
      'OPTIONS /health',
      'OPTIONS /a/b',
      'HEAD /health',
    ];
    expect(await passing(jwt, USER)).toEqual(open);
    expect(await passing(jwt, { ...USER, role: ['writer'] })).toEqual(EVERY);
  });
});

test('beside a CORS policy of the gateway, preflights pass anywhere, and other OPTIONS where they are open', async () => {
  const open = [
    { path: '/a', methods: ['GET'] },
    { path: '/b', methods: ['OPTIONS', 'PUT'] },
  ];
  const cors = { routes: [{ corsPolicy: { allowOrigins: ['https://app.example.com'] } }] };
  const { faults, objects } = await behindToken({ at: 'gateway', open }, cors);
  expect(lines(faults)).toEqual([]);
  const passes = (method: string, path: string, headers: Record<string, string> = {}) =>
    isAllowed(objects, {
      to: { namespace: 'aks-istio-ingress', labels: { istio: GATEWAY } },
      port: 443,
      request: { method, path, host: 'records.example.com', headers },
    });
  const all = ['GET', 'PUT', 'POST', 'OPTIONS'].flatMap((method) =>
    ['/a', '/b', '/c'].filter((path) => passes(method, path)).map((path) => `${method} ${path}`),
  );
  expect(all).toEqual(['GET /a', 'PUT /b', 'OPTIONS /b']);
  const preflight = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
  for (const path of ['/a', '/b', '/c']) expect(passes('OPTIONS', path, preflight)).toBe(true);
});

test('methods without a path, or of no method, are rejected', async () => {
  const { faults } = await behindToken({ open: [{ methods: ['OPTIONS'] }, { path: '/a', methods: [] }] });
  expect(lines(faults).join('\n')).toMatch(/open\.0.*[\s\S]*open\.1/);
});
