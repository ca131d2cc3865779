/**
 * Protocols that Istio reads off the start of a port's name; it guesses where the name tells none.
 *
 * Source: istio/istio 1.30.3, pkg/config/protocol/instance.go.
 */
const PROTOCOLS = [
  'http',
  'http2',
  'https',
  'grpc',
  'grpc-web',
  'tcp',
  'tls',
  'udp',
  'mongo',
  'mysql',
  'redis',
] as const;
type Protocol = (typeof PROTOCOLS)[number];

/** Name of a port, which tells Istio its protocol, such as `http` or `tcp-amqp`. */
export type PortName = Protocol | `${Protocol}-${string}`;

/** A port of a Service where it differs from the container's. */
export interface ServicePort {
  readonly port: number;
  /** Port that the container listens on. */
  readonly targetPort: number;
}

/** A port of a Service that exists: where a route may lead. */
export interface Destination {
  /** Full DNS name of the Service, which means the same from every namespace. */
  readonly host: string;
  readonly port: number;
}

/** Longest name of a port. Source: Kubernetes documentation, Service (IANA service names, RFC 6335). */
const NAME_LENGTH = 15;

/** @throws Error on a port that is out of range, or whose name tells Istio no protocol or is none for Kubernetes */
export function checkPort(id: string, { name, port, targetPort }: ServicePort & { name: string }): void {
  for (const number of [port, targetPort])
    if (!Number.isInteger(number) || number < 1 || number > 65535)
      throw new Error(`port '${name}' of '${id}' is ${number}; state a whole number from 1 to 65535`);
  if (!PROTOCOLS.some((protocol) => name === protocol || name.startsWith(`${protocol}-`)))
    throw new Error(
      `the name of port '${name}' of '${id}' tells Istio no protocol; name it PROTOCOL or PROTOCOL-NAME, ` +
        `with one of ${PROTOCOLS.join(', ')}`,
    );
  if (name.length > NAME_LENGTH)
    throw new Error(
      `the name of port '${name}' of '${id}' has ${name.length} characters, and Kubernetes takes at most ${NAME_LENGTH}; shorten it`,
    );
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new Error(
      `the name of port '${name}' of '${id}' is none for Kubernetes; ` +
        'use lower-case letters, digits and single hyphens, with a letter or digit at both ends',
    );
}
