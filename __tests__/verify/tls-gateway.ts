import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createSecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import { VirtualClock } from './virtual-clock';

const DAY = 24 * 60 * 60 * 1000;

/** A certificate that signs itself, and its key. */
export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for these names that ends after some days of a test's clock. */
export async function selfSigned(names: readonly string[], days = 365): Promise<SelfSigned> {
  const begin = new VirtualClock().date().getTime();
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'lab' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(begin - 400 * DAY),
    notAfterDate: new Date(begin + days * DAY),
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  return { cert, key };
}

/** What a gateway has, as a client outside the cluster sees it. */
export interface Doors {
  /** Answers to plain HTTP. @default nothing listens */
  readonly http?: RequestListener;
  /** Answers to HTTPS. @default 404 */
  readonly https?: RequestListener;
  /** Certificates by the host that is asked for. As Envoy does, it closes the handshake for any other. @default none */
  readonly certificates?: Readonly<Record<string, SelfSigned>>;
  /** The certificate of clients that are let in. @default anyone is */
  readonly client?: SelfSigned;
}

/** A gateway that listens on this machine. */
export interface TlsGateway {
  readonly http: number;
  readonly https: number;
  close(): void;
}

/** Opens a gateway. */
export async function open(doors: Doors): Promise<TlsGateway> {
  const { http, certificates = {}, client } = doors;
  const https: RequestListener = doors.https ?? ((_, response) => void response.writeHead(404).end());
  const secure = createHttpsServer(
    {
      ...(client && { ca: client.cert, requestCert: true }),
      SNICallback: (host, answer) => {
        const own = certificates[host];
        if (own) answer(null, createSecureContext({ ...own, ca: client?.cert }));
        else answer(new Error(`no certificate for ${host}`));
      },
    },
    https,
  );
  const plain = createHttpServer(http);
  const ports = [await portOf(plain), await portOf(secure)] as const;
  if (!http) plain.close();
  return {
    http: ports[0],
    https: ports[1],
    close: () => {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}
