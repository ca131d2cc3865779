/**
 * Protocols that Istio reads off the start of a port's name; it guesses if the name declares none. It reads udp too, which no
 * sidecar carries.
 *
 * Source: istio/istio 1.30.3, pkg/config/protocol/instance.go.
 */
export const PROTOCOLS = [
  'http',
  'http2',
  'https',
  'grpc',
  'grpc-web',
  'tcp',
  'tls',
  'mongo',
  'mysql',
  'redis',
] as const;

/** A protocol that Istio reads off a port's name. */
export type Protocol = (typeof PROTOCOLS)[number];

/** Name of a port, which declares its protocol to Istio, such as `http` or `tcp-amqp`. */
export type PortName = Protocol | `${Protocol}-${string}`;

/** The protocol that a port's name declares, or undefined. */
export function parseProtocol(name: string): Protocol | undefined {
  // The longest first: grpc-web-api is grpc-web and not grpc.
  return PROTOCOLS.filter((protocol) => name === protocol || name.startsWith(`${protocol}-`)).toSorted(
    (a, b) => b.length - a.length,
  )[0];
}

/** Whether the workload itself encrypts a port. */
export function isTls(name: string): boolean {
  return ['https', 'tls'].includes(parseProtocol(name) ?? '');
}

/** Whether requests of a port can be matched by method and path. */
export function isHttp(name: string): boolean {
  return ['http', 'http2', 'grpc', 'grpc-web'].includes(parseProtocol(name) ?? '');
}
