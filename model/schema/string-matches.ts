import * as z from 'zod';
import { re2Problem } from '../../mesh/re2';
import { hints } from './primitives';

/** A regular expression of RE2, which Envoy matches against the whole string. */
export const regexSchema = z
  .string({ error: 'must be a regular expression of RE2' })
  .superRefine((value, context) => {
    const problem = re2Problem(value);
    if (problem !== undefined)
      context.addIssue({
        code: 'custom',
        message: `must be a regular expression that RE2 accepts: ${problem}`,
      });
  })
  .register(hints, { example: '/v[0-9]+/.*' });

/** A string that says something. */
export const nonEmptyString = z
  .string({ error: 'must be a string' })
  .min(1, { error: 'must not be empty' })
  .register(hints, { example: 'gold' });

/** How a string is matched: as a whole, by a prefix or by a regular expression. */
export const stringMatchSchema = z.union(
  [nonEmptyString, z.strictObject({ prefix: nonEmptyString }), z.strictObject({ regex: regexSchema })],
  {
    error: 'must be a string, { prefix } or { regex }',
  },
);
