import { judgeObjects, judgeSettings } from '../../rules';
import { objectsOf, one, running, TODAY, type Manifest } from '../support';
import { outcomeOf, passedThrough } from './route-evaluator';

const CERT = 'shop-tls';
const [SHOP, BOOKS] = ['shop.example.com', 'books.example.com'];
const image = 'example.com/web:1';

/** A port that is exposed under two hosts with these TLS settings. */
const secure = async (tls: object, more: object = {}) => {
  const environment = running({
    web: { image, ports: { http: 80 }, expose: { http: { hosts: [SHOP, BOOKS], tls, ...more } } },
  });
  expect(judgeSettings([environment], TODAY).faults).toEqual([]);
  const rendered = await objectsOf(environment);
  expect(judgeObjects(rendered, environment)).toEqual([]);
  return rendered;
};
const serversOf = (rendered: readonly Manifest[]) =>
  (one(rendered, 'Gateway', 'web-gateway').spec as { servers: Record<string, unknown>[] }).servers;
const asked = (rendered: readonly Manifest[], host: string, port: number) =>
  outcomeOf(rendered, { by: 'external', host, port, path: '/x' });
const WEB = { to: { 'web.reading:80': 100 }, path: '/x' };

test('shows one certificate for all hosts, from TLS 1.2 on, and sends plain HTTP there', async () => {
  const rendered = await secure({ credentialName: CERT });
  const hosts = [SHOP, BOOKS];
  expect(serversOf(rendered)).toEqual([
    {
      hosts,
      port: { name: 'https', number: 443, protocol: 'HTTPS' },
      tls: { mode: 'SIMPLE', credentialName: CERT, minProtocolVersion: 'TLSV1_2' },
    },
    {
      hosts,
      port: { name: 'http', number: 80, protocol: 'HTTP' },
      tls: { httpsRedirect: true },
    },
  ]);
  for (const host of hosts) {
    expect(asked(rendered, host, 443)).toEqual(WEB);
    expect(asked(rendered, host, 80)).toEqual({ status: 301, location: `https://${host}/x` });
  }
  expect(asked(rendered, 'other.example.com', 443)).toEqual({ status: 0 });
  expect(asked(rendered, 'other.example.com', 80)).toEqual({ status: 404 });
});

test('also answers plain HTTP where it is allowed, and not at all where it is off', async () => {
  const allowed = await secure({ credentialName: CERT, plaintext: 'allow' });
  expect([asked(allowed, SHOP, 80), asked(allowed, SHOP, 443)]).toEqual([WEB, WEB]);
  const off = await secure({ credentialName: CERT, plaintext: 'off' });
  expect([asked(off, SHOP, 80), asked(off, SHOP, 443)]).toEqual([{ status: 404 }, WEB]);
});

test('asks clients for a certificate where it is mutual, and takes a newer version alone where one is stated', async () => {
  const rendered = await secure({ mode: 'MUTUAL', credentialName: CERT, minProtocolVersion: 'TLSV1_3' });
  expect(serversOf(rendered)[0]).toHaveProperty('tls', {
    mode: 'MUTUAL',
    credentialName: CERT,
    minProtocolVersion: 'TLSV1_3',
  });
});

test('shows each host its own certificate where there are several', async () => {
  const rendered = await secure({ credentialName: { 'shop-tls': [SHOP], 'books-tls': [BOOKS] } });
  const servers = serversOf(rendered).map(({ hosts, port, tls }) => [
    hosts,
    (port as { name: string }).name,
    (tls as { credentialName?: string }).credentialName,
  ]);
  expect(servers).toEqual([
    [[SHOP], 'https', 'shop-tls'],
    [[BOOKS], 'https-2', 'books-tls'],
    [[SHOP, BOOKS], 'http', undefined],
  ]);
  for (const host of [SHOP, BOOKS]) {
    expect(asked(rendered, host, 443)).toEqual(WEB);
    expect(asked(rendered, host, 80)).toMatchObject({ status: 301 });
  }
});

test('takes the same routes as plain HTTP does', async () => {
  const routes = [{ uri: { prefix: '/x' }, timeout: '2s' }];
  const rendered = await secure({ credentialName: CERT, plaintext: 'allow' }, { routes });
  const seen = { ...WEB, with: { timeout: '2s' } };
  expect([asked(rendered, SHOP, 80), asked(rendered, SHOP, 443)]).toEqual([seen, seen]);
  const at = (port: number) => outcomeOf(rendered, { by: 'external', host: SHOP, port, path: '/' });
  expect([at(80), at(443)]).toEqual([{ status: 404 }, { status: 404 }]);
});

describe('that is passed through', () => {
  const passed = async (tls: object = {}) => {
    const environment = running({
      web: {
        image,
        ports: { 'tls-web': { port: 443, targetPort: 8443 } },
        expose: {
          'tls-web': {
            name: 'web',
            hosts: [SHOP, '*.books.example.com'],
            tls: { mode: 'PASSTHROUGH', ...tls },
          },
        },
      },
    });
    expect(judgeSettings([environment], TODAY).faults).toEqual([]);
    const rendered = await objectsOf(environment);
    expect(judgeObjects(rendered, environment)).toEqual([]);
    return rendered;
  };

  test('leads by the server name to the port of the workload, and names no Secret', async () => {
    const rendered = await passed();
    expect(serversOf(rendered)[0]).toEqual({
      hosts: [SHOP, '*.books.example.com'],
      port: { name: 'tls', number: 443, protocol: 'TLS' },
      tls: { mode: 'PASSTHROUGH' },
    });
    for (const name of [SHOP, 'a.books.example.com'])
      expect(passedThrough(rendered, 'external', name)).toEqual({ 'web.reading:443': 100 });
    for (const name of ['other.example.com', 'books.example.com'])
      expect(passedThrough(rendered, 'external', name)).toBe('closed');
    expect(passedThrough(rendered, 'internal', SHOP)).toBe('closed');
  });

  test('sends plain HTTP to HTTPS, or does not answer it', async () => {
    expect(asked(await passed(), SHOP, 80)).toEqual({ status: 301, location: `https://${SHOP}/x` });
    expect(asked(await passed({ plaintext: 'off' }), SHOP, 80)).toEqual({ status: 404 });
  });
});
