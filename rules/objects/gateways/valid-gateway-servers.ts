import { findGateways, type GatewayServer } from '../../../objects/gateways';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects, getSpec, listStrings } from '../../../objects/object';

type Tls = Readonly<Record<string, unknown>>;
type Broken = Omit<ObjectFault, 'object'>;

/** Protocols under TLS, in lower case: Istio does not look at the case. Source: istio/istio, pkg/config/protocol. */
const ENCRYPTED = ['https', 'tls'];

/** Protocols that are HTTP in plain text. Source: the same. */
const PLAIN_HTTP = ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'];

/** Modes in which a gateway hands the encrypted bytes on; PASSTHROUGH is also what no mode at all means, so that it may stand anywhere. */
const HANDED_ON = ['PASSTHROUGH', 'AUTO_PASSTHROUGH'];

/** Modes in which a gateway shows a certificate of its own, and whether it asks the client for one. */
const SHOWN: ReadonlyMap<unknown, { readonly asksClient: boolean }> = new Map([
  ['SIMPLE', { asksClient: false }],
  ['MUTUAL', { asksClient: true }],
  ['OPTIONAL_MUTUAL', { asksClient: true }],
]);

/** Fields that state a certificate as a file: Istio's webhook refuses them in plain text, and ignores the other fields. */
const FILES = ['serverCertificate', 'privateKey', 'caCertificates'];
const CREDENTIALS = ['credentialName', 'credentialNames', 'caCertCredentialName', 'tlsCertificates'];

/**
 * A Gateway has servers, each with hosts and a name of its own for its port. One for HTTPS or TLS states `tls`, with a certificate where
 * its mode shows one, and one for HTTP states no more of it than `httpsRedirect`: Istio's webhook refuses the Gateway otherwise, or the
 * certificate is never used.
 *
 * Source: istio/istio, pkg/config/validation, ValidateGateway, validateServer and validateTLSOptions.
 */
export const validGatewayServers: ObjectRule = (objects) =>
  findGateways(objects).flatMap(({ object, servers }): ObjectFault[] => {
    if (servers.length === 0)
      return [
        {
          object,
          field: 'spec.servers',
          value: getSpec(object).servers,
          problem: "a Gateway without servers listens to nothing: Istio's webhook refuses it",
          fix: 'state a server with its port and hosts, or take the Gateway out',
        },
      ];
    return [
      ...portNameFaults(servers),
      ...servers.flatMap((server, index) => [
        ...hostFaults(server, `spec.servers.${index}`),
        ...tlsFaults(server, `spec.servers.${index}`),
      ]),
    ].map((broken) => ({ object, ...broken }));
  });

function portNameFaults(servers: readonly GatewayServer[]): Broken[] {
  const names = servers.map(({ port }) => port?.name);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (typeof name !== 'string' || first === index) return [];
    return [
      {
        field: `spec.servers.${index}.port.name`,
        value: name,
        problem: `the port of spec.servers.${first} has this name too: Istio's webhook refuses two ports of one name`,
        fix: 'rename one of them, such as https-shop',
      },
    ];
  });
}

function hostFaults({ hosts }: GatewayServer, at: string): Broken[] {
  // What is no list is known-fields' to refuse.
  if (!Array.isArray(hosts) || hosts.length > 0) return [];
  return [
    {
      field: `${at}.hosts`,
      value: hosts,
      problem: "a server without hosts takes no requests: Istio's webhook refuses it",
      fix: 'state the hosts that it takes, or take the server out',
    },
  ];
}

function tlsFaults({ port, tls }: GatewayServer, at: string): Broken[] {
  // What is no text is known-fields' to refuse.
  if (typeof port?.protocol !== 'string') return [];
  const protocol = port.protocol.toLowerCase();
  if (ENCRYPTED.includes(protocol))
    return tls ? findMissing(tls, at) : [withoutTls(port.protocol, `${at}.tls`)];
  if (!tls) return [];
  if (PLAIN_HTTP.includes(protocol)) return findUnused(tls, port.protocol, at);
  return [
    {
      field: `${at}.tls`,
      value: tls,
      problem: `a server for ${port.protocol} takes no 'tls': Istio's webhook refuses it`,
      fix: "state the protocol TLS, or take 'tls' out",
    },
  ];
}

function withoutTls(protocol: string, field: string): Broken {
  return {
    field,
    problem: `a server for ${protocol} has no 'tls': Istio's webhook refuses it`,
    fix: "state 'tls' with mode SIMPLE and a credentialName, or mode PASSTHROUGH where the workload itself has the certificate",
  };
}

/** What a mode needs and is not there; a credential, where one is named, holds all of it. */
function findMissing(tls: Tls, at: string): Broken[] {
  const shown = SHOWN.get(tls.mode);
  if (!shown || isStated(tls.credentialName) || listStrings(tls.credentialNames).length > 0) return [];
  const several = listObjects<Tls>(tls.tlsCertificates);
  const pairs = several.length > 0 ? several : [tls];
  const missing = [
    ...['serverCertificate', 'privateKey'].filter((name) => !pairs.every((pair) => isStated(pair[name]))),
    // A caCertCredentialName does not do for the webhook, which looks at the file alone.
    ...(shown.asksClient && !isStated(tls.caCertificates) ? ['caCertificates'] : []),
  ];
  if (missing.length === 0) return [];
  return [
    {
      field: `${at}.tls`,
      value: tls,
      problem: `mode ${String(tls.mode)} needs a certificate, and there is neither a credentialName nor ${missing.join(' and ')}: Istio's webhook refuses it`,
      fix: "state 'credentialName', the Secret that holds the certificate",
    },
  ];
}

/** What a server for HTTP in plain text states of TLS. */
function findUnused(tls: Tls, protocol: string, at: string): Broken[] {
  const mode = isStated(tls.mode) && !HANDED_ON.includes(String(tls.mode)) ? ['mode'] : [];
  const told = (names: readonly string[], outcome: string) =>
    names.map((name) => ({
      field: `${at}.tls.${name}`,
      value: tls[name],
      problem: `a server for ${protocol} speaks in plain text: ${outcome}`,
      fix: "state the protocol HTTPS, or leave no more than 'httpsRedirect' in 'tls'",
    }));
  return [
    ...told([...mode, ...FILES.filter((name) => isStated(tls[name]))], "Istio's webhook refuses this"),
    ...told(
      CREDENTIALS.filter((name) => isStated(tls[name])),
      'this certificate is never shown',
    ),
  ];
}

function isStated(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value !== '';
}
