import { application } from '../../index';
import { preflight } from '../charts/gateway-evaluator';
import { passedThroughTo } from '../charts/gateway-evaluator';
import { asker, HOST } from './pairs';
import { lines, synthesize } from './synthesize';

// istio/istio 45716 and 55318: a browser asks with OPTIONS, which carries no token, before it calls an API of another site.

const ORIGIN = 'https://app.example.com';
const issuers = [{ issuer: 'https://login.example.com/', jwksUri: 'https://login.example.com/keys' }];
const corsPolicy = { allowOrigins: [ORIGIN], allowHeaders: ['authorization'], maxAge: '24h' };
const api = (exposure: object) =>
  application({
    web: {
      image: 'ghcr.io/example/api:1',
      ports: { http: 8080 },
      expose: { http: { hosts: [HOST], tls: { credentialName: 'api-tls' }, ...exposure } },
    },
  });
const made = async (exposure: object, more: object = {}) => {
  const shop = { revision: 'asm-1-30', authorization: 'on', applications: { api: api(exposure), ...more } };
  const { faults, objects } = await synthesize({ shop });
  expect(lines(faults)).toEqual([]);
  return asker(objects);
};
const bare = { token: undefined };

describe.each(['gateway', 'workload'] as const)('a token checked at the %s', (at) => {
  test('lets a preflight through, and nothing else without a token', async () => {
    const ask = await made({ routes: [{ corsPolicy }], jwt: { at, issuers } });
    expect(ask({ ...preflight(ORIGIN), ...bare })).toBe('preflight');
    expect(ask(bare)).toEqual({ status: 403 });
    expect(ask({ method: 'OPTIONS', ...bare })).toEqual({ status: 403 });
    expect(ask()).toMatchObject({ to: { 'web.shop:8080': 100 } });
  });

  test('is asked of a preflight of an origin that is not allowed, or it ends at the gateway', async () => {
    const ask = await made({ routes: [{ corsPolicy }], jwt: { at, issuers } });
    expect(ask({ ...preflight('https://evil.example.com'), ...bare })).toEqual({
      status: at === 'gateway' ? 200 : 403,
    });
  });

  test('does not keep plain HTTP from its redirect', async () => {
    const ask = await made({ jwt: { at, issuers } });
    expect(ask({ port: 80, ...bare })).toMatchObject({ status: 301 });
  });

  test('is asked in plain HTTP where that gets the same answers', async () => {
    const ask = await made({ tls: { credentialName: 'api-tls', plaintext: 'allow' }, jwt: { at, issuers } });
    expect([80, 443].map((port) => ask({ port, ...bare }))).toEqual([{ status: 403 }, { status: 403 }]);
  });

  test('is asked with its claims of all but preflights', async () => {
    const ask = await made({ routes: [{ corsPolicy }], jwt: { at, issuers, claims: { role: ['admin'] } } });
    const token = { iss: issuers[0]!.issuer, sub: 'jo', role: 'admin' };
    expect(ask({ ...preflight(ORIGIN), ...bare })).toBe('preflight');
    expect(ask({ token: { ...token, role: 'guest' } })).toEqual({ status: 403 });
    expect(ask({ token })).toHaveProperty('to');
  });
});

test('an application that answers CORS itself gets OPTIONS without a token, and no other method', async () => {
  const ask = await made({ jwt: { issuers, open: [{ path: '/*', methods: ['OPTIONS'] }, '/health'] } });
  expect(ask({ ...preflight(ORIGIN), ...bare })).toHaveProperty('to');
  expect(ask(bare)).toEqual({ status: 403 });
  expect(ask({ path: '/health', ...bare })).toHaveProperty('to');
});

test.each(['gateway', 'workload'] as const)(
  'paths are open for their own methods alone, checked at the %s',
  async (at) => {
    const open = [{ path: '/a', methods: ['GET'] }, { path: '/b', methods: ['POST', 'PUT'] }, '/c'];
    const ask = await made({ jwt: { at, issuers, open } });
    const passing = ['/a', '/b', '/c', '/d'].flatMap((path) =>
      ['GET', 'POST', 'PUT', 'DELETE']
        .filter((method) => 'to' in Object(ask({ path, method, ...bare })))
        .map((method) => `${method} ${path}`),
    );
    expect(passing).toEqual(['GET /a', 'POST /b', 'PUT /b', 'GET /c', 'POST /c', 'PUT /c', 'DELETE /c']);
  },
);

test('TLS of another application passes through a gateway that checks the tokens of plain HTTP', async () => {
  const door = application({
    door: {
      image: 'ghcr.io/example/door:1',
      ports: { https: 8443 },
      expose: { https: { hosts: ['door.example.com'], tls: { mode: 'PASSTHROUGH' } } },
    },
  });
  const shop = {
    revision: 'asm-1-30',
    applications: { api: api({ tls: undefined, jwt: { at: 'gateway', issuers } }), door },
  };
  const { objects, faults } = await synthesize({ shop });
  expect(lines(faults)).toEqual([]);
  expect(passedThroughTo(objects, 'door.example.com')).toEqual({ 'door.shop:8443': 100 });
  expect(asker(objects)(bare)).toEqual({ status: 403 });
  const https = { ...shop, applications: { api: api({ jwt: { at: 'gateway', issuers } }), door } };
  expect(lines((await synthesize({ shop: https })).faults)).toEqual([
    expect.stringContaining("would deny all TLS to 'door.example.com'"),
  ]);
});
