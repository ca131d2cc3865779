import { z } from 'zod';
import { count, host, label, oneOf, text, type Data } from './forms';
import { path } from './port-forms';

const url = (form: string) =>
  z
    .string({ error: `must be a text: ${form}` })
    .refine((value) => /^https?:\/\/\S+$/.test(value) && URL.canParse(value), { error: `must be ${form}` });

const value = text(/\S/, 'a text that is not empty');

/** Source: Istio documentation, RequestAuthentication and JWTRule. */
const issuers = z
  .strictObject({
    /** Value of the token's claim `iss`. */
    issuer: url('the URL of an issuer, such as https://login.example.com/'),
    /** URL of the issuer's public keys, which istiod fetches from outside of the mesh. @default `jwks` */
    jwksUri: url('a URL, such as https://login.example.com/keys').optional(),
    /** The issuer's public keys themselves, as a JSON text. @default fetched from `jwksUri` */
    jwks: z.string().refine(isKeySet, { error: 'must be a JSON text: { "keys": [ ... ] }' }).optional(),
    /** Values of the claim `aud` of which the token has one. @default any */
    audiences: z.array(value).min(1, { error: 'must have at least one audience' }).optional(),
  })
  .refine(({ jwksUri, jwks }) => (jwksUri === undefined) !== (jwks === undefined), {
    error: "must state either 'jwksUri' or 'jwks'",
  });

const jwt = z.strictObject({
  /** Issuers whose tokens are taken. */
  issuers: z.array(issuers).min(1, { error: 'must have at least one issuer' }),
  /** Claims that the token must have, each with one of these values. @default none */
  claims: z
    .record(
      text(/^[^\s[\]]+$/, 'the name of a claim'),
      z.array(value).min(1, { error: 'must have at least one value' }),
    )
    .optional(),
  /** Paths that need no token, with `*` at one end, or `{*}` for one part. @default none */
  open: z.array(path).min(1, { error: 'must have at least one path' }).optional(),
  /** Where the token is checked: at the ingress gateway, or at the workload's own sidecar. @default workload */
  at: oneOf('gateway', 'workload').optional(),
});

function isKeySet(json: string): boolean {
  try {
    return Array.isArray((JSON.parse(json) as { keys?: unknown } | null)?.keys);
  } catch {
    return false;
  }
}

/** How a port is reached from outside of the mesh. */
export const expose = z.strictObject({
  /** Host names that lead to this port; `*` is any. */
  hosts: z
    .array(host, { error: 'must be a list of host names' })
    .min(1, { error: 'must have at least one host name, or * for any host' }),
  /** Ingress gateway that lets the traffic in. @default the first of the environment's `mesh.ingressGateways` */
  gateway: oneOf('external', 'internal').optional(),
  /** Who may use it: requests need a token of one of these issuers. @default anyone */
  jwt: jwt.optional(),
  /** Start of the names of its Gateway and VirtualService. @default the workload, with the port unless that is `http` */
  name: label.optional(),
  /** What a GET from outside sees; `verify` asks for it. @default status 200 at `/`, whatever the text */
  answers: z
    .strictObject({
      /** Path to ask for. @default / */
      path: text(/^\/\S*$/, 'a path that starts with a slash').optional(),
      /** Status of the answer. @default 200 */
      status: count(100, 599).optional(),
      /** A text that the answer contains. @default any */
      text: z.string({ error: 'must be a text' }).optional(),
    })
    .optional(),
});

/** How requests of an exposed port prove who sends them. */
export type Jwt = Data<z.infer<typeof jwt>>;

/** How one port is reached from outside. */
export type Exposure = Data<z.infer<typeof expose>>;
