import * as z from 'zod';
import { hints, integerBetween, stringMatching, type Immutable } from './primitives';

/** The name of a header, as routes match it. */
export const headerName = stringMatching(
  /^[a-z0-9!#$%&'*+.^_`|~-]+$/,
  'the name of a header, in lower case',
  'x-plan',
);

/** Headers that carry the request itself. Source: istio/istio, pkg/config/validation, ValidateHTTPHeaderOperationName; RFC 9110, section 7.6.1. */
const OWNED = ['host', 'connection', 'content-length', 'transfer-encoding'];

const changedHeader = headerName.refine((name) => !OWNED.includes(name), {
  error: `cannot be changed: ${OWNED.join(', ')} belong to the connection`,
});

/** Variables that Envoy puts into a value. Source: Envoy documentation, Custom request/response headers. */
const VARIABLES =
  'DOWNSTREAM_REMOTE_ADDRESS|DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT|DOWNSTREAM_TLS_VERSION|HOSTNAME|PROTOCOL|RESPONSE_CODE|START_TIME|REQ\\([^()%]+\\)|RESP\\([^()%]+\\)';

const headerValue = stringMatching(
  // Envoy rejects the routes of the whole gateway for a variable that it does not know.
  // oxlint-disable-next-line no-control-regex
  new RegExp(`^([^%\\x00-\\x1f\\x7f]|%%|%(${VARIABLES})%)+$`),
  'one line, in which a percent sign is written as %%, or encloses a variable of Envoy such as %REQ(x-request-id)%',
  'nosniff',
).max(4096, { error: 'must have at most 4096 characters' });

/** What becomes of headers. Source: Istio documentation, Headers.HeaderOperations; Gateway API, HTTPHeaderFilter. */
export const headerChangesSchema = z
  .strictObject({
    /** Headers that get this value, in place of any other. @default none */
    set: z.record(changedHeader, headerValue).optional(),
    /** Headers that get this value beside those that they have. @default none */
    add: z.record(changedHeader, headerValue).optional(),
    /** Headers that are removed. @default none */
    remove: z.array(changedHeader).min(1, { error: 'must have at least one header' }).optional(),
  })
  .superRefine(({ set = {}, add = {}, remove = [] }, context) => {
    const all = [...Object.keys(set), ...Object.keys(add), ...remove];
    const twice = all.find((name, index) => all.indexOf(name) !== index);
    if (twice !== undefined)
      context.addIssue({
        code: 'custom',
        message: `changes '${twice}' twice, and only one of the changes would hold`,
        params: { fix: 'keep one of them' },
      });
    if (all.length === 0)
      context.addIssue({
        code: 'custom',
        message: "must set 'set', 'add' or 'remove'",
        params: { fix: "name a header, such as set: { 'x-frame-options': 'DENY' }" },
      });
  })
  .register(hints, { example: { set: { 'x-frame-options': 'DENY' } } });

/** Source: istio/istio, pilot/pkg/networking/core/route, DefaultMaxDirectResponseBodySizeBytes. */
const MOST_BYTES = 1024 * 1024;

/** An answer of the gateway itself. Source: Istio documentation, HTTPDirectResponse. */
export const directResponseSchema = z
  .strictObject({
    /** Status of the answer. */
    status: integerBetween(200, 599),
    /** Body of the answer, as plain text unless `responseHeaders` sets another `content-type`. @default none */
    body: z
      .string({ error: 'must be a string' })
      .refine((body) => Buffer.byteLength(body) <= MOST_BYTES, { error: 'must have at most 1 MiB' })
      .optional(),
  })
  .register(hints, { example: { status: 503, body: 'Back at noon' } });

/** Changes of headers. */
export type HeaderChanges = Immutable<z.infer<typeof headerChangesSchema>>;
