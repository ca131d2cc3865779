import * as z from 'zod';
import { METHODS } from './calls';
import { booleanSchema, oneOf, rejection, stringMatching } from './primitives';
import { nonEmptyString, regexSchema } from './string-matches';
import { wholeSeconds } from './timeouts-and-retries';

/** The origin of a page, as browsers send it. Source: RFC 6454, section 6.1. */
const originSchema = z.union(
  [
    stringMatching(
      /^(\*|[a-z][a-z0-9+.-]*:\/\/[^/\s]+)$/,
      'a scheme and a host without a slash after it, or * for any',
      'https://shop.example.com',
    ),
    z.strictObject({ prefix: nonEmptyString }),
    z.strictObject({ regex: regexSchema }),
  ],
  {
    error: 'must be a scheme and a host without a slash after it, * for any, { prefix } or { regex }',
  },
);

/** Which sites may call from a browser. Source: Istio documentation, CorsPolicy. */
export const corsPolicySchema = z
  .strictObject({
    /** Origins that may: the whole string, such as `https://shop.example.com`, a prefix or a regular expression; `*` is any. */
    allowOrigins: z.array(originSchema).min(1, { error: 'must have at least one origin' }),
    /** Methods that they may use. @default what the answer itself says */
    allowMethods: z.array(oneOf(...METHODS)).optional(),
    /** Headers that they may send. @default what the answer itself says */
    allowHeaders: z.array(nonEmptyString).optional(),
    /** Headers of the answer that they may read. @default what the answer itself says */
    exposeHeaders: z.array(nonEmptyString).optional(),
    /** How long a browser may remember this. @default what the answer itself says */
    maxAge: wholeSeconds.optional(),
    /** Whether they may send cookies and credentials. @default false */
    allowCredentials: booleanSchema.optional(),
  })
  .refine(({ allowOrigins, allowCredentials }) => allowCredentials !== true || !allowOrigins.includes('*'), {
    path: ['allowCredentials'],
    ...rejection(
      'cannot be true for any origin: every site could then act as the user who is signed in',
      "name the origins in 'allowOrigins' instead of '*', or remove 'allowCredentials'",
    ),
  });
