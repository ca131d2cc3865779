import * as z from 'zod';
import {
  integerBetween,
  hostNameOrAny,
  dnsLabel,
  hints,
  oneOf,
  rejection,
  stringMatching,
  type Immutable,
} from './primitives';
import { METHODS } from './calls';
import { pathPattern } from './ports';
import { tlsSchema } from './exposed-tls';
import { rateLimitSchema } from './rate-limits';
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
  open: z.array(openSchema).min(1, { error: 'must have at least one path' }).optional(),
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
    /** How many requests each pod of the gateway lets through, for each of its hosts; more get a 429. @default no limit */
    rateLimit: rateLimitSchema.optional(),
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
    (port) => port.tls?.mode !== 'PASSTHROUGH' || (port.routes ?? port.jwt ?? port.rateLimit) === undefined,
    rejection(
      "cannot have 'routes', 'jwt' or 'rateLimit' if 'tls.mode' is PASSTHROUGH: the gateway does not read the requests",
      "remove them, or set 'tls.mode' to 'SIMPLE'",
    ),
  )
  .register(hints, { example: { hosts: ['shop.example.com'] } });

/** How requests of an exposed port prove who sends them, with its defaults filled in. */
export type Jwt = Immutable<z.output<typeof jwtSchema>>;

/** How one port is reached from outside, as a user sets it. */
export type Exposure = Immutable<z.input<typeof exposeSchema>>;

/** How one port is reached from outside, with its defaults filled in. */
export type ExposureSettings = Immutable<z.output<typeof exposeSchema>>;
