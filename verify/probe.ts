/** Requests of this machine to a gateway, like those of any client outside the cluster. */
import { once } from 'node:events';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { checkServerIdentity, connect, type PeerCertificate } from 'node:tls';
import { REQUEST_TIMEOUT } from './request';
import {
  CLIENT_CERTIFICATE_REQUIRED,
  type HttpResponse,
  type Certificate,
  type HttpRequest,
  type Handshake,
} from './check';
import type { Clock } from './clock';

const DAY = 24 * 60 * 60 * 1000;

/** Nothing secret is sent, and the certificate of a lab may be self-signed. */
const ANY_SIGNER = { rejectUnauthorized: false } as const;

/** The answer to a GET; or why there was none. */
export async function httpGet(
  { address, port, path, host, tls }: HttpRequest,
  clock: Clock,
): Promise<HttpResponse | string> {
  return withTimeout(clock, async (signal) => {
    const headers = host === undefined ? {} : { host };
    const options = { host: address, port, path, headers, signal };
    return new Promise((resolve, reject) => {
      const call = tls
        ? // A connection of its own: one that is kept would hide what has changed since. Node asks it for the host's name.
          secureRequest({ ...options, ...ANY_SIGNER, agent: false })
        : request(options);
      call
        .on('response', (response) => {
          const { statusCode: status = 0, headers: given } = response;
          text(response).then((body) => resolve({ status, body, location: given.location }), reject);
        })
        .on('error', reject)
        .end();
    });
  });
}

/** The certificate that a server presents; or why there is none. */
export async function fetchCertificate(
  { address, port, host }: Handshake,
  clock: Clock,
): Promise<Certificate | string> {
  return withTimeout(clock, async (signal) => {
    const socket = connect({ host: address, port, servername: host, ...ANY_SIGNER });
    try {
      await once(socket, 'secureConnect', { signal });
      return describeCertificate(socket.getPeerCertificate(), host, clock.date());
    } finally {
      socket.destroy();
    }
  });
}

function describeCertificate(shown: PeerCertificate, host: string, today: Date): Certificate {
  const listed = shown.subjectaltname?.replaceAll(/(DNS|IP Address|URI|email):/g, '');
  const ends = new Date(shown.valid_to);
  return {
    names: listed ?? ([shown.subject.CN ?? []].flat().join(', ') || 'no name'),
    covers: checkServerIdentity(host, shown) === undefined,
    ends: ends.toISOString().slice(0, 10),
    daysLeft: Math.floor((ends.getTime() - today.getTime()) / DAY),
  };
}

async function withTimeout<T>(clock: Clock, ask: (signal: AbortSignal) => Promise<T>): Promise<T | string> {
  const patience = new AbortController();
  const cancel = clock.alarm(REQUEST_TIMEOUT / 2, () => patience.abort());
  try {
    return await ask(patience.signal);
  } catch (error) {
    return describeError(error as NodeJS.ErrnoException);
  } finally {
    cancel();
  }
}

function describeError({ name, code, message }: NodeJS.ErrnoException): string {
  if (name === 'AbortError') return 'no answer in time';
  if (code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED') return CLIENT_CERTIFICATE_REQUIRED;
  if (code === 'ECONNRESET') return 'it closed the connection';
  // OpenSSL's messages begin with numbers, and end with the lines of its source.
  return /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
}
