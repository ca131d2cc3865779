import { findGateways, type GatewayServer } from '../../../objects/gateways';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects, getSpec, listStrings } from '../../../objects/object';

type Tls = Readonly<Record<string, unknown>>;
type Broken = Omit<ObjectFault, 'object'>;

/** Protocols under TLS, in lower case: Istio does not look at the case. Source: istio/istio, pkg/config/protocol. */
const ENCRYPTED = ['https', 'tls'];

/** Protocols that are plain HTTP. Source: the same. */
const PLAIN_HTTP = ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'];

/** Modes in which a gateway passes TLS through; PASSTHROUGH is also the default, so it is allowed anywhere. */
const HANDED_ON = ['PASSTHROUGH', 'AUTO_PASSTHROUGH'];

/** Modes in which a gateway presents a certificate of its own, and whether it asks the client for one. */
const SHOWN: ReadonlyMap<unknown, { readonly asksClient: boolean }> = new Map([
  ['SIMPLE', { asksClient: false }],
  ['MUTUAL', { asksClient: true }],
  ['OPTIONAL_MUTUAL', { asksClient: true }],
]);

/** Fields that name the file of a certificate: Istio's webhook rejects them on a server without TLS, and ignores the other fields. */
const FILES = ['serverCertificate', 'privateKey', 'caCertificates'];
const CREDENTIALS = ['credentialName', 'credentialNames', 'caCertCredentialName', 'tlsCertificates'];

/**
 * A Gateway has servers, each with hosts and a unique port name. A server for HTTPS or TLS sets `tls`, with a certificate if
 * its mode presents one; a server for HTTP sets no more of it than `httpsRedirect`. Otherwise Istio's webhook rejects the
 * Gateway, or the certificate is never used.
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
          problem: "a Gateway without servers listens to nothing: Istio's webhook rejects it",
          fix: 'add a server with its port and hosts, or remove the Gateway',
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
        problem: `the port of spec.servers.${first} has this name too: Istio's webhook rejects two ports of one name`,
        fix: 'rename one of them, such as https-shop',
      },
    ];
  });
}

function hostFaults({ hosts }: GatewayServer, at: string): Broken[] {
  // known-fields rejects what is not a list.
  if (!Array.isArray(hosts) || hosts.length > 0) return [];
  return [
    {
      field: `${at}.hosts`,
      value: hosts,
      problem: "a server without hosts accepts no requests: Istio's webhook rejects it",
      fix: 'set the hosts that it accepts, or remove the server',
    },
  ];
}

function tlsFaults({ port, tls }: GatewayServer, at: string): Broken[] {
  // known-fields rejects what is not a string.
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
      problem: `a server for ${port.protocol} accepts no 'tls': Istio's webhook rejects it`,
      fix: "set the protocol to TLS, or remove 'tls'",
    },
  ];
}

function withoutTls(protocol: string, field: string): Broken {
  return {
    field,
    problem: `a server for ${protocol} has no 'tls': Istio's webhook rejects it`,
    fix: "set 'tls' with mode SIMPLE and a credentialName, or mode PASSTHROUGH if the workload itself has the certificate",
  };
}

/** What a mode needs and is missing; a credential, if one is named, has all of it. */
function findMissing(tls: Tls, at: string): Broken[] {
  const shown = SHOWN.get(tls.mode);
  if (!shown || isStated(tls.credentialName) || listStrings(tls.credentialNames).length > 0) return [];
  const several = listObjects<Tls>(tls.tlsCertificates);
  const pairs = several.length > 0 ? several : [tls];
  const missing = [
    ...['serverCertificate', 'privateKey'].filter((name) => !pairs.every((pair) => isStated(pair[name]))),
    // A caCertCredentialName is not enough for the webhook, which only looks at the file.
    ...(shown.asksClient && !isStated(tls.caCertificates) ? ['caCertificates'] : []),
  ];
  if (missing.length === 0) return [];
  return [
    {
      field: `${at}.tls`,
      value: tls,
      problem: `mode ${String(tls.mode)} needs a certificate, and there is neither a credentialName nor ${missing.join(' and ')}: Istio's webhook rejects it`,
      fix: "set 'credentialName', the Secret that holds the certificate",
    },
  ];
}

/** The TLS settings of a server for plain HTTP. */
function findUnused(tls: Tls, protocol: string, at: string): Broken[] {
  const mode = isStated(tls.mode) && !HANDED_ON.includes(String(tls.mode)) ? ['mode'] : [];
  const told = (names: readonly string[], outcome: string) =>
    names.map((name) => ({
      field: `${at}.tls.${name}`,
      value: tls[name],
      problem: `a server for ${protocol} does not encrypt: ${outcome}`,
      fix: "set the protocol to HTTPS, or keep only 'httpsRedirect' in 'tls'",
    }));
  return [
    ...told([...mode, ...FILES.filter((name) => isStated(tls[name]))], "Istio's webhook rejects this"),
    ...told(
      CREDENTIALS.filter((name) => isStated(tls[name])),
      'this certificate is never used',
    ),
  ];
}

function isStated(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value !== '';
}
