import * as z from 'zod';
import { parseDuration } from '../../mesh/duration';
import {
  booleanSchema,
  dnsSubdomain,
  hints,
  hostNameOrAny,
  oneOf,
  rejection,
  type Immutable,
} from './primitives';
import { wholeSeconds } from './timeouts-and-retries';

const YEAR = '8760h';

/** How browsers are told to use HTTPS alone. Source: RFC 6797; hstspreload.org, Submission Requirements. */
export const hstsSchema = z
  .strictObject({
    /** How long browsers remember it. @default 8760h, a year */
    maxAge: wholeSeconds.default(YEAR),
    /** Whether it also holds for all hosts below these. @default false */
    includeSubDomains: booleanSchema.default(false),
    /** Whether browsers may have it built in, for as long as they are in use. @default false */
    preload: booleanSchema.default(false),
  })
  .refine(
    ({ preload, includeSubDomains, maxAge }) =>
      !preload || (includeSubDomains && parseDuration(maxAge) >= parseDuration(YEAR)),
    {
      path: ['preload'],
      ...rejection(
        "needs 'includeSubDomains', and a 'maxAge' of a year: the list of browsers accepts no host without",
        `set includeSubDomains: true and maxAge: '${YEAR}', or remove 'preload'`,
      ),
    },
  );

/** Source: Istio documentation, ServerTLSSettings; AKS documentation, istio-secure-gateway.md. */
export const tlsSchema = z
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
    /**
     * Tells browsers to use HTTPS alone for these hosts from now on (HSTS), by the header `strict-transport-security` of every answer over
     * HTTPS: `true`, or `{ maxAge, includeSubDomains, preload }`. It cannot be taken back before `maxAge` is over.
     *
     * @default false
     */
    hsts: z
      .union([booleanSchema, hstsSchema], {
        error: 'must be true, false, or { maxAge, includeSubDomains, preload }',
      })
      .default(false),
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
  .refine(({ plaintext, hsts }) => hsts === false || plaintext !== 'allow', {
    path: ['hsts'],
    ...rejection(
      "cannot be set if 'plaintext' is allow: a browser that saw it once over HTTPS never asks in plain HTTP again",
      "set 'plaintext' to 'redirect' or 'off', or remove 'hsts'",
    ),
  })
  .refine(({ mode, hsts }) => hsts === false || mode !== 'PASSTHROUGH', {
    path: ['hsts'],
    ...rejection(
      "cannot be set if 'mode' is PASSTHROUGH: the gateway does not read the answers",
      "let the workload send the header, or set 'mode' to 'SIMPLE'",
    ),
  })
  .register(hints, { example: { credentialName: 'shop-tls' } });

/** HTTPS of an exposed port, with its defaults filled in. */
export type Tls = Immutable<z.output<typeof tlsSchema>>;
