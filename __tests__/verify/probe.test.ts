import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { fetchCertificate, httpGet } from '../../verify/probe';
import { open, selfSigned, type SelfSigned, type TlsGateway } from './tls-gateway';
import { VirtualClock } from './virtual-clock';

const address = '127.0.0.1';
const clock = new VirtualClock();
const closers: (() => void)[] = [];
let shop: SelfSigned;

beforeAll(async () => {
  shop = await selfSigned(['shop.example.com', '*.shop.example.com']);
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A gateway that is closed after the test. */
async function opened(...doors: Parameters<typeof open>): Promise<TlsGateway> {
  const gateway = await open(...doors);
  closers.push(() => gateway.close());
  return gateway;
}

/** A port where each connection meets this end as soon as it says something. */
async function whereEach(meets: (socket: Socket) => void) {
  const server = createServer((socket) => {
    closers.push(() => socket.destroy());
    socket.on('error', () => {}).once('data', () => meets(socket));
  });
  closers.push(() => server.close());
  await once(server.listen(0, address), 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}

describe('a GET over TLS', () => {
  test('takes a certificate that signed itself, and asks by the name of the host', async () => {
    let host: string | undefined;
    const { https } = await opened({
      certificates: { 'shop.example.com': shop },
      https: ({ headers }, response) => {
        ({ host } = headers);
        response.writeHead(201, { location: '/new' }).end('Welcome');
      },
    });
    const asked = { address, port: https, path: '/', host: 'shop.example.com', tls: true };
    expect(await httpGet(asked, clock)).toEqual({ status: 201, body: 'Welcome', location: '/new' });
    expect(host).toBe('shop.example.com');
  });

  test('opens a connection each time, so that it sees what has changed since', async () => {
    const ports = new Set<number | undefined>();
    const { https } = await opened({
      certificates: { 'shop.example.com': shop },
      https: ({ socket }, response) => {
        ports.add(socket.remotePort);
        response.end();
      },
    });
    const asked = { address, port: https, path: '/', host: 'shop.example.com', tls: true };
    await httpGet(asked, clock);
    await httpGet(asked, clock);
    expect(ports.size).toBe(2);
  });

  test('sees that the server asks for a certificate of the client', async () => {
    const { https } = await opened({ certificates: { 'shop.example.com': shop }, client: shop });
    const asked = { address, port: https, path: '/', host: 'shop.example.com', tls: true };
    expect(await httpGet(asked, clock)).toBe('asks for a client certificate');
  });

  test('gives the reason of TLS without the numbers around it', async () => {
    const { http } = await opened({ http: (_, response) => void response.end() });
    const asked = { address, port: http, path: '/', host: 'shop.example.com', tls: true };
    expect(await httpGet(asked, clock)).toBe('wrong version number');
  });
});

describe('a certificate', () => {
  test.each<[host: string, covers: boolean]>([
    ['shop.example.com', true],
    ['any.shop.example.com', true],
    ['a.b.shop.example.com', false],
    ['example.com', false],
  ])('for %s and its names: %s', async (host, covers) => {
    const { https } = await opened({ certificates: { [host]: shop } });
    expect(await fetchCertificate({ address, port: https, host }, clock)).toEqual({
      names: 'shop.example.com, *.shop.example.com',
      covers,
      ends: '2027-11-24',
      daysLeft: 365,
    });
  });

  test.each<[days: number, ends: string, daysLeft: number]>([
    [13.5, '2026-12-07', 13],
    [-0.5, '2026-11-23', -1],
  ])('that lasts %s days', async (days, ends, daysLeft) => {
    const cert = await selfSigned(['a.example.com'], days);
    const { https } = await opened({ certificates: { 'a.example.com': cert } });
    expect(await fetchCertificate({ address, port: https, host: 'a.example.com' }, clock)).toMatchObject({
      ends,
      daysLeft,
    });
  });

  test('is shown to a client without one, though the server then rejects it', async () => {
    const { https } = await opened({ certificates: { 'shop.example.com': shop }, client: shop });
    const asked = { address, port: https, host: 'shop.example.com' };
    expect(await fetchCertificate(asked, clock)).toMatchObject({ covers: true });
  });

  test('is missing where the gateway has none for the host', async () => {
    const { https } = await opened({ certificates: { 'shop.example.com': shop } });
    const asked = { address, port: https, host: 'other.example.com' };
    expect(await fetchCertificate(asked, clock)).toBe('it closed the connection');
  });

  test.each<[title: string, end: (socket: Socket) => void]>([
    ['ends', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
  ])('is missing where the gateway %s the connection', async (_, end) => {
    const { port } = await whereEach(end);
    const asked = { address, port, host: 'shop.example.com' };
    expect(await fetchCertificate(asked, clock)).toBe('it closed the connection');
    expect(await httpGet({ ...asked, path: '/', tls: true }, clock)).toBe('it closed the connection');
  });

  test('is given up where no answer comes', async () => {
    const { port } = await whereEach(() => {});
    const impatient = new VirtualClock(true);
    const asked = { address, port, host: 'shop.example.com' };
    expect(await fetchCertificate(asked, impatient)).toBe('no answer in time');
  });

  test('is missing where nothing listens', async () => {
    const { port, server } = await whereEach(() => {});
    await once(server.close(), 'close');
    const asked = { address, port, host: 'shop.example.com' };
    expect(await fetchCertificate(asked, clock)).toBe(`connect ECONNREFUSED ${address}:${port}`);
  });
});
