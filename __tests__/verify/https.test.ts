import type { RequestListener } from 'node:http';
import { host, redirect, secured, seenAt, welcome } from './secured';
import { selfSigned, type Doors, type SelfSigned } from './tls-gateway';

const secret = 'the Secret aks-istio-ingress/shop-tls';

let shop: SelfSigned;
let any: SelfSigned;
beforeAll(async () => {
  [shop, any] = await Promise.all([selfSigned([host]), selfSigned(['*.shop.example.com'])]);
});

const healthy = (): Doors => ({ http: redirect, https: welcome, certificates: { [host]: shop } });

const names = {
  certificate: `has a certificate for ${host} from ${secret}`,
  secure: `serves shop/web to ${host} over HTTPS`,
  redirect: `redirects plain HTTP for ${host}`,
};

test('passes where HTTPS is served with a certificate that signed itself, and plain HTTP is redirected', async () => {
  expect(await seenAt(secured({ credentialName: 'shop-tls' }), healthy())).toEqual({
    [names.certificate]: 'ok',
    [names.secure]: 'ok',
    [names.redirect]: 'ok',
    'does not serve other hosts': 'ok',
    'has no certificate for another host': 'ok',
  });
});

test('sees that the Secret is missing, and says how to make it', async () => {
  const results = await seenAt(secured({ credentialName: 'shop-tls' }), { ...healthy(), certificates: {} });
  expect(results).toMatchObject({
    [names.certificate]:
      `GATEWAY shows no certificate: it closed the connection; create ${secret} with tls.crt and tls.key by kubectl, ` +
      'Key Vault or cert-manager (docs/certificates.md)',
    [names.secure]: 'GATEWAY does not answer: it closed the connection',
    [names.redirect]: 'ok',
  });
});

test('sees that the certificate is one for another name', async () => {
  const doors = { ...healthy(), certificates: { [host]: any } };
  expect(await seenAt(secured({ credentialName: 'shop-tls' }), doors)).toMatchObject({
    [names.certificate]: `one for *.shop.example.com; put one for ${host} into ${secret} (docs/certificates.md)`,
    [names.secure]: 'ok',
  });
});

test.each<[days: number, actual: string]>([
  [14.5, 'ok'],
  [13.5, `one that ends on 2026-12-07, in 13 days; renew ${secret}`],
  [1.5, `one that ends on 2026-11-25, in 1 day; renew ${secret}`],
  [-1.5, `one that ended on 2026-11-22; renew ${secret}`],
  [-40.5, `one that ended on 2026-10-14; renew ${secret}`],
])('sees a certificate that lasts %s days', async (days, actual) => {
  const doors = { ...healthy(), certificates: { [host]: await selfSigned([host], days) } };
  expect((await seenAt(secured({ credentialName: 'shop-tls' }), doors))[names.certificate]).toBe(actual);
});

test('sees another answer over HTTPS, at the path that the application states', async () => {
  const environment = secured({ credentialName: 'shop-tls' }, { answers: { path: '/cart', status: 200 } });
  expect((await seenAt(environment, healthy()))[names.secure]).toBe('418 at /cart');
});

test('looks at each of several certificates, and at a wildcard by any name below it', async () => {
  const environment = secured(
    { credentialName: { 'shop-tls': [host], 'any-tls': ['*.shop.example.com'] } },
    { hosts: [host, '*.shop.example.com'] },
  );
  const doors = { ...healthy(), certificates: { [host]: shop, 'any.shop.example.com': shop } };
  const wildcard = '*.shop.example.com';
  expect(await seenAt(environment, doors)).toMatchObject({
    [names.certificate]: 'ok',
    [`has a certificate for ${wildcard} from the Secret aks-istio-ingress/any-tls`]: `one for ${host}; put one for ${wildcard} into the Secret aks-istio-ingress/any-tls (docs/certificates.md)`,
    [`serves shop/web to ${wildcard} over HTTPS`]: '404 at /',
  });
});

test('asks by some name where any host is served, whose certificate may be for any', async () => {
  const environment = secured({ credentialName: 'shop-tls' }, { hosts: ['*'] });
  const https: RequestListener = (_, response) => void response.end('Welcome');
  const http: RequestListener = ({ headers, url }, response) =>
    void response.writeHead(301, { location: `https://${headers.host}${url}` }).end();
  const skipped = 'skipped: shop/web is exposed to any host';
  expect(await seenAt(environment, { http, https, certificates: { 'any-host.invalid': shop } })).toEqual({
    [`has a certificate for any host from ${secret}`]: 'ok',
    'serves shop/web to any host over HTTPS': 'ok',
    'redirects plain HTTP for any host': 'ok',
    'does not serve other hosts': skipped,
    'has no certificate for another host': skipped,
  });
});

describe('under MUTUAL', () => {
  const name = `rejects clients of ${host} without a certificate`;
  const environment = secured({ mode: 'MUTUAL', credentialName: 'shop-tls' });

  test('passes where clients without a certificate are rejected', async () => {
    expect(await seenAt(environment, { ...healthy(), client: any })).toMatchObject({
      [names.certificate]: 'ok',
      [name]: 'ok',
    });
  });

  test('sees that they are let in, and that the Secret is missing', async () => {
    expect((await seenAt(environment, healthy()))[name]).toBe('200 at /');
    const results = await seenAt(environment, { ...healthy(), certificates: {} });
    expect(results[name]).toBe('GATEWAY does not answer: it closed the connection');
    expect(results[names.certificate]).toContain(
      `create ${secret} with tls.crt, tls.key and ca.crt by kubectl`,
    );
  });
});

describe('under PASSTHROUGH', () => {
  const name = `passes TLS for ${host} to shop/web`;
  const environment = secured({ mode: 'PASSTHROUGH' });

  test("passes with the workload's own certificate, whoever it is for", async () => {
    expect(await seenAt(environment, { ...healthy(), certificates: { [host]: any } })).toEqual({
      [name]: 'ok',
      [names.redirect]: 'ok',
      'does not serve other hosts': 'ok',
      'has no certificate for another host': 'ok',
    });
  });

  test('sees that the name leads nowhere', async () => {
    expect((await seenAt(environment, { ...healthy(), certificates: {} }))[name]).toBe(
      'GATEWAY does not answer: it closed the connection',
    );
  });
});

describe('plain HTTP', () => {
  test('that is to be redirected is seen to be served, or to be sent elsewhere', async () => {
    const environment = secured({ credentialName: 'shop-tls' });
    expect((await seenAt(environment, { ...healthy(), http: welcome }))[names.redirect]).toBe('200 at /');
    const http: RequestListener = (_, response) =>
      void response.writeHead(302, { location: 'http://a.example.com/' }).end();
    expect((await seenAt(environment, { ...healthy(), http }))[names.redirect]).toBe(
      '302 to http://a.example.com/',
    );
  });

  test('that is allowed is asked for the same as HTTPS', async () => {
    const environment = secured({ credentialName: 'shop-tls', plaintext: 'allow' });
    const name = `serves shop/web to ${host} over plain HTTP`;
    expect((await seenAt(environment, { ...healthy(), http: welcome }))[name]).toBe('ok');
    expect((await seenAt(environment, healthy()))[name]).toBe('301 at /');
  });

  test('that is off gets a 404, or finds that nothing listens', async () => {
    const environment = secured({ credentialName: 'shop-tls', plaintext: 'off' });
    const name = `serves no plain HTTP to ${host}`;
    const { http: _, ...silent } = healthy();
    expect(await seenAt(environment, silent)).toEqual({
      [names.certificate]: 'ok',
      [names.secure]: 'ok',
      [name]: 'ok',
      'has no certificate for another host': 'ok',
    });
    const nothing: RequestListener = (__, response) => void response.writeHead(404).end();
    expect((await seenAt(environment, { ...healthy(), http: nothing }))[name]).toBe('ok');
    expect((await seenAt(environment, { ...healthy(), http: welcome }))[name]).toBe('200 at /');
  });
});

test('sees that another host is served over HTTPS', async () => {
  const doors = { ...healthy(), certificates: { [host]: shop, 'another-host.invalid': shop } };
  expect(
    (await seenAt(secured({ credentialName: 'shop-tls' }), doors))['has no certificate for another host'],
  ).toBe(`one for ${host}`);
});

test('is skipped for an internal gateway', async () => {
  const environment = secured({ credentialName: 'shop-tls' }, { gateway: 'internal' });
  const results = Object.values(await seenAt(environment, healthy()));
  expect(results).toHaveLength(5);
  expect(new Set(results)).toEqual(
    new Set(['skipped: an internal gateway is reachable only from inside its network']),
  );
});
