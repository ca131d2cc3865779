import * as z from 'zod';
import {
  integerBetween,
  hostNameOrAny,
  dnsLabel,
  hints,
  oneOf,
  dnsSubdomain,
  rejection,
  stringMatching,
  type Immutable,
} from './primitives';
import { METHODS } from './calls';
import { pathPattern } from './ports';
import { routesSchema } from './routes';

const url = (description: string, example: string) =>
  z
    .string({ error: `must be ${description}` })
    .refine((value) => /^https?:\/\/\S+$/.test(value) && URL.canParse(value), {
      error: `must be ${description}`,
    })
    .register(hints, { example });

const nonEmptyString = stringMatching(/\S/, 'a non-empty string', 'shop');

/** Source: Istio documentation, RequestAuthentication and JWTRule. */
const issuersSchema = z
  .strictObject({
    /** Value of the token's claim `iss`. */
    issuer: url('the URL of an issuer', 'https://login.example.com/'),
    /** URL of the issuer's public keys, which istiod fetches from outside the mesh. @default `jwks` */
    jwksUri: url('a URL', 'https://login.example.com/keys').optional(),
    /** The issuer's public keys themselves, as a JSON string. @default fetched from `jwksUri` */
    jwks: z
      .string()
      .refine(isKeySet, { error: 'must be a JSON string: { "keys": [ ... ] }' })
      .register(hints, { example: '{ "keys": [{ "kty": "RSA", "n": "...", "e": "AQAB" }] }' })
      .optional(),
    /** Values of the claim `aud`, one of which the token must have. @default any */
    audiences: z.array(nonEmptyString).min(1, { error: 'must have at least one audience' }).optional(),
  })
  .refine(
    ({ jwksUri, jwks }) => (jwksUri === undefined) !== (jwks === undefined),
    rejection(
      "must set either 'jwksUri' or 'jwks'",
      "set 'jwksUri' to the URL of the keys, or 'jwks' to the keys",
    ),
  )
  .register(hints, {
    example: { issuer: 'https://login.example.com/', jwksUri: 'https://login.example.com/keys' },
  });

const openSchema = z.union(
  [
    pathPattern,
    z.strictObject({
      /** Path that needs no token. */
      path: pathPattern,
      /** Methods that need none there, such as `OPTIONS` for an application that answers CORS itself. */
      methods: z.array(oneOf(...METHODS)).min(1, { error: 'must have at least one method' }),
    }),
  ],
  { error: 'must be a path, or { path, methods }' },
);

const jwtSchema = z.strictObject({
  /** Issuers whose tokens are accepted. */
  issuers: z.array(issuersSchema).min(1, { error: 'must have at least one issuer' }),
  /** Claims that the token must have, each with one of these values. @default none */
  claims: z
    .record(
      stringMatching(/^[^\s[\]]+$/, 'the name of a claim', 'role'),
      z.array(nonEmptyString).min(1, { error: 'must have at least one value' }),
    )
    .optional(),
  /** Paths that need no token, with `*` at one end, or `{*}` for one part; or `{ path, methods }`. @default none */
  open: z
    .array(openSchema)
    .min(1, { error: 'must have at least one path' })
    .refine(
      (open) =>
        new Set(open.map((each) => (typeof each === 'string' ? '' : `${each.methods.toSorted()}`))).size <= 4,
      rejection(
        'may have at most 3 different lists of methods',
        'use the same methods for more of the paths',
      ),
    )
    .optional(),
  /** Where the token is checked: at the ingress gateway, or at the workload's own sidecar. @default workload */
  at: oneOf('gateway', 'workload').default('workload'),
});

function isKeySet(json: string): boolean {
  try {
    return Array.isArray((JSON.parse(json) as { keys?: unknown } | null)?.keys);
  } catch {
    return false;
  }
}

/** Source: Istio documentation, ServerTLSSettings; AKS documentation, istio-secure-gateway.md. */
const tlsSchema = z
  .strictObject({
    /**
     * `SIMPLE` presents a certificate, `MUTUAL` also asks the client for one, `PASSTHROUGH` leaves TLS to the workload and only
     * reads the server name (SNI).
     *
     * @default SIMPLE
     */
    mode: oneOf('SIMPLE', 'MUTUAL', 'PASSTHROUGH').default('SIMPLE'),
    /**
     * Secret with the certificate, in the namespace `aks-istio-ingress`, or with `mesh.gatewayApi` in the application's:
     * `tls.crt`, `tls.key` and, for `MUTUAL`, `ca.crt`.
     * For several certificates, the hosts of each Secret by its name.
     *
     * @default none, which only `PASSTHROUGH` allows
     */
    credentialName: z
      .union(
        [
          dnsSubdomain,
          z.record(dnsSubdomain, z.array(hostNameOrAny).min(1, { error: 'must have at least one host' })),
        ],
        {
          error: 'must be the name of a Secret, or { SECRET: [HOST, ...], ... }',
        },
      )
      .optional(),
    /** Oldest version of TLS that is accepted. @default TLSV1_2 */
    minProtocolVersion: oneOf('TLSV1_2', 'TLSV1_3').optional(),
    /** What plain HTTP on port 80 gets: a redirect to HTTPS, the same answer as HTTPS, or none. @default redirect */
    plaintext: oneOf('redirect', 'allow', 'off').default('redirect'),
  })
  .refine(
    ({ mode, credentialName }) => mode === 'PASSTHROUGH' || credentialName !== undefined,
    rejection(
      "must set 'credentialName': the Secret with the certificate that the gateway presents",
      "set 'credentialName' to the name of that Secret, such as 'shop-tls'",
    ),
  )
  .refine(({ mode, credentialName }) => mode !== 'PASSTHROUGH' || credentialName === undefined, {
    path: ['credentialName'],
    ...rejection(
      "cannot be set if 'mode' is PASSTHROUGH: the workload itself has the certificate",
      "remove it, or set 'mode' to 'SIMPLE'",
    ),
  })
  .refine(({ mode, plaintext }) => mode !== 'MUTUAL' || plaintext !== 'allow', {
    path: ['plaintext'],
    ...rejection(
      "must be redirect or off if 'mode' is MUTUAL: plain HTTP would need no client certificate",
      "set 'redirect' or 'off'",
    ),
  })
  .refine(({ mode, plaintext }) => mode !== 'PASSTHROUGH' || plaintext !== 'allow', {
    path: ['plaintext'],
    ...rejection(
      "must be redirect or off if 'mode' is PASSTHROUGH: the port of the workload accepts only TLS",
      "set 'redirect' or 'off'",
    ),
  })
  .refine(({ mode, minProtocolVersion }) => mode !== 'PASSTHROUGH' || minProtocolVersion === undefined, {
    path: ['minProtocolVersion'],
    ...rejection(
      "cannot be set if 'mode' is PASSTHROUGH: the workload itself chooses the versions",
      "remove it, or set 'mode' to 'SIMPLE'",
    ),
  })
  .register(hints, { example: { credentialName: 'shop-tls' } });

/** How a port is reached from outside the mesh. */
export const exposeSchema = z
  .strictObject({
    /** Host names of this port; `*` is any. */
    hosts: z
      .array(hostNameOrAny, { error: 'must be a list of host names' })
      .min(1, { error: 'must have at least one host name, or * for any host' }),
    /** Ingress gateway on which it is exposed. @default the first of the environment's `mesh.ingressGateways`, else `external` */
    gateway: oneOf('external', 'internal').optional(),
    /** HTTPS on port 443. @default HTTP on port 80 */
    tls: tlsSchema.optional(),
    /**
     * Routes for requests, in this order: the first match wins, and a request that none matches gets a 404.
     *
     * @default all requests go to this port
     */
    routes: z.array(routesSchema).min(1, { error: 'must have at least one route' }).optional(),
    /** Requires a token of one of these issuers. @default anyone */
    jwt: jwtSchema.optional(),
    /** Prefix of the names of its Gateway and VirtualService. @default the workload, with the port unless that is `http` */
    name: dnsLabel.optional(),
    /** What a GET from outside returns; `verify` checks it. @default status 200 at `/`, with any text */
    answers: z
      .strictObject({
        /** Path to ask for. @default / */
        path: stringMatching(/^\/\S*$/, 'a path that starts with a slash', '/').default('/'),
        /** Status of the answer. @default 200 */
        status: integerBetween(100, 599).default(200),
        /** A string that the answer contains. @default any */
        text: z.string({ error: 'must be a string' }).optional(),
      })
      .prefault({}),
  })
  .refine(
    (port) => port.tls?.mode !== 'PASSTHROUGH' || (port.routes ?? port.jwt) === undefined,
    rejection(
      "cannot have 'routes' or 'jwt' if 'tls.mode' is PASSTHROUGH: the gateway does not read the requests",
      "remove them, or set 'tls.mode' to 'SIMPLE'",
    ),
  )
  .register(hints, { example: { hosts: ['shop.example.com'] } });

/** How requests of an exposed port prove who sends them, with its defaults filled in. */
export type Jwt = Immutable<z.output<typeof jwtSchema>>;

/** HTTPS of an exposed port, with its defaults filled in. */
export type Tls = Immutable<z.output<typeof tlsSchema>>;

/** How one port is reached from outside, as a user sets it. */
export type Exposure = Immutable<z.input<typeof exposeSchema>>;

/** How one port is reached from outside, with its defaults filled in. */
export type ExposureSettings = Immutable<z.output<typeof exposeSchema>>;
