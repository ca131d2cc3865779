/** What Istio tells the hosts of calls apart by. */
export type MatchedBy = 'host' | 'server name' | 'address';

/** How a connection to a well-known port starts. */
interface Opening {
  /** What is spoken there, in words. */
  readonly spoken: string;
  readonly starts: 'with HTTP' | 'with TLS' | 'in plaintext';
}

const plaintext = (spoken: string): Opening => ({ spoken, starts: 'in plaintext' });
const tls = (spoken: string): Opening => ({ spoken, starts: 'with TLS' });

/**
 * Well-known ports. TLS that is negotiated within a connection shows no server name at its start, and where the server speaks first,
 * there is nothing to read at all.
 *
 * Source: IANA, Service Name and Transport Protocol Port Number Registry; RFC 3207 (SMTP), RFC 4217 (FTP), RFC 9051 (IMAP), RFC 2595
 * (POP3), RFC 4511 (LDAP), RFC 6120 (XMPP), RFC 4253 (SSH); Microsoft, MS-TDS; PostgreSQL documentation, Message Flow; MySQL
 * documentation, Connection Phase.
 */
const OPENINGS: ReadonlyMap<number, Opening> = new Map([
  [21, plaintext('FTP')],
  [22, plaintext('SSH')],
  [25, plaintext('SMTP')],
  [80, { spoken: 'HTTP', starts: 'with HTTP' }],
  [110, plaintext('POP3')],
  [143, plaintext('IMAP')],
  [389, plaintext('LDAP')],
  [443, tls('HTTPS')],
  [465, tls('SMTP over TLS')],
  [587, plaintext('SMTP')],
  [636, tls('LDAP over TLS')],
  [993, tls('IMAP over TLS')],
  [995, tls('POP3 over TLS')],
  [1433, plaintext('SQL Server')],
  [1521, plaintext('Oracle Database')],
  [2049, plaintext('NFS')],
  [3306, plaintext('MySQL')],
  [5222, plaintext('XMPP')],
  [5432, plaintext('PostgreSQL')],
  [5671, tls('AMQP over TLS')],
  [5672, plaintext('AMQP')],
  [8883, tls('MQTT over TLS')],
]);

/** What Istio matches calls of a protocol by: a ServiceEntry that names none is TCP. */
export function matchedBy(protocol = 'TCP'): MatchedBy {
  const stated = protocol.toUpperCase();
  if (['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'].includes(stated)) return 'host';
  return ['HTTPS', 'TLS'].includes(stated) ? 'server name' : 'address';
}

/** Why calls of a protocol never get through on a port, and what they are instead; undefined where they may. */
export function findProtocolConflict(
  port: number,
  by: MatchedBy,
): { readonly problem: string; readonly instead: MatchedBy } | undefined {
  const opening = OPENINGS.get(port);
  if (!opening || by === 'address') return undefined;
  const { spoken, starts } = opening;
  if (by === 'host') {
    if (starts === 'with HTTP') return undefined;
    return {
      problem: `on port ${port} a client speaks ${spoken}, which the sidecar would read as plain HTTP and reject`,
      instead: starts === 'with TLS' ? 'server name' : 'address',
    };
  }
  if (starts === 'with TLS') return undefined;
  if (starts === 'with HTTP')
    return {
      problem: `on port ${port} a client speaks plain HTTP, so the sidecar never sees the server name by which it matches TLS`,
      instead: 'host',
    };
  return {
    problem: `a connection of ${spoken} on port ${port} does not start with TLS, so the sidecar never sees the server name by which it matches the host, and the call fails`,
    instead: 'address',
  };
}
