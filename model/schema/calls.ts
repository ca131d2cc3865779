import * as z from 'zod';
import { hostName, oneOf, dnsSubdomain, rejection, stringMatching, type Immutable } from './primitives';
import { knownPort, pathPattern, portNumber } from './ports';

/** Methods of HTTP. Source: RFC 9110, section 9; RFC 5789. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const cidr = stringMatching(
  /^\d{1,3}(\.\d{1,3}){3}(\/([0-9]|[12]\d|3[0-2]))?$/,
  'an IPv4 address or a CIDR block',
  '203.0.113.0/24',
);

const callsSchema = z.strictObject({
  /** Name of the port that is called. */
  port: knownPort,
  /** HTTP methods that are used; HTTP ports only. @default any */
  methods: z
    .array(oneOf(...METHODS))
    .min(1, { error: 'must have at least one method' })
    .optional(),
  /** Paths that are called, with `*` at one end, or `{*}` for one part; HTTP ports only. @default any */
  paths: z.array(pathPattern).min(1, { error: 'must have at least one path' }).optional(),
});
const portOrCall = z.union([knownPort, callsSchema], {
  error: 'must be the name of a port, or { port, methods, paths }',
});

/** What a workload calls on another: a port, a port with methods and paths, or a list of these. */
// Not a union within a union: zod does not report the issues of the inner one.
export const calledPortsSchema = z.union(
  [knownPort, callsSchema, z.array(portOrCall).min(1, { error: 'must have at least one call' })],
  { error: 'must be the name of a port, { port, methods, paths }, or a list of them' },
);

/** One call: a port, or a port with methods and paths. */
export type DeclaredCall = Immutable<z.infer<typeof portOrCall>>;

/** A host outside the cluster, by its name, and how it is called. */
export const callsOutsideSchema = z.record(
  hostName,
  z.strictObject({
    /** Port of the host. */
    port: portNumber,
    /**
     * `HTTPS` if the application itself encrypts from the first byte on; `TCP` for anything else that is not HTTP, such as a database
     * or a mail server that negotiates TLS within its connection.
     */
    protocol: oneOf('HTTP', 'HTTPS', 'TCP'),
    /**
     * IP addresses or CIDR blocks of the host, by which TCP is matched; only allowed there, and required unless the sidecars capture
     * DNS (`ISTIO_META_DNS_CAPTURE`).
     *
     * @default none
     */
    addresses: z.array(cidr).min(1, { error: 'must have at least one address' }).optional(),
    /**
     * Makes the sidecar encrypt what the application sends as plain HTTP, so that the mesh can still read the requests.
     *
     * Source: Istio documentation, Egress TLS Origination; ClientTLSSettings.
     *
     * @default sent as it is
     */
    tls: z
      .strictObject({
        /** Port of the host that accepts TLS. @default 443 */
        port: portNumber.default(443),
        /** `MUTUAL` also presents a client certificate. @default SIMPLE */
        mode: oneOf('SIMPLE', 'MUTUAL').default('SIMPLE'),
        /**
         * Secret in the workload's namespace with the certificate that `MUTUAL` presents: `tls.crt`, `tls.key`, `ca.crt`. The
         * workload's ServiceAccount then may list the Secrets of its namespace: without that right no sidecar gets one.
         *
         * @default none
         */
        credentialName: dnsSubdomain.optional(),
        /** Names, one of which the host's certificate must have. @default the host's own name */
        subjectAltNames: z.array(hostName).min(1, { error: 'must have at least one name' }).optional(),
      })
      .refine(
        ({ mode, credentialName }) => (mode === 'MUTUAL') === (credentialName !== undefined),
        rejection(
          "must set 'credentialName' if 'mode' is MUTUAL, and only then",
          "set both mode: 'MUTUAL' and 'credentialName', or neither",
        ),
      )
      .optional(),
  }),
);

/** How a host outside the cluster is called. */
export type OutsideHost = Immutable<z.output<typeof callsOutsideSchema>>[string];
