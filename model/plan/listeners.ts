import { listeningPorts, type ExposedPort } from './exposures';

/** A host on a port of a Gateway of the Gateway API. */
export interface Listener {
  /** Name by which routes refer to it. */
  readonly name: string;
  readonly port: 80 | 443;
  /** @default any host */
  readonly hostname?: string;
  /** Secret with the certificate, where the port is 443. @default none */
  readonly credentialName?: string;
}

/** The listeners of an exposed port: one for each of its hosts on 443, where it has certificates, and on 80. */
export function buildListeners({ hosts, tls }: Pick<ExposedPort, 'hosts' | 'tls'>): Listener[] {
  const secure = (tls?.certificates ?? []).flatMap(({ credentialName, hosts: own }) =>
    own.map((host) => ({ ...listener(443, host), credentialName })),
  );
  const isPlain = listeningPorts({ tls }).includes(80);
  return [...secure, ...(isPlain ? hosts.map((host) => listener(80, host)) : [])];
}

/** The name is the host's own, so that another host beside it renames no listener. */
function listener(port: 80 | 443, host: string): Listener {
  const protocol = port === 443 ? 'https' : 'http';
  if (host === '*') return { name: protocol, port };
  return { name: `${protocol}-${host.replace(/^\*/, 'any')}`, port, hostname: host };
}
