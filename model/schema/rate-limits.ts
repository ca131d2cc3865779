import * as z from 'zod';
import { hints, integerBetween, type Immutable } from './primitives';
import { durationFrom } from './timeouts-and-retries';

/**
 * How many requests are let through, and in what time. Source: Envoy documentation, LocalRateLimit and TokenBucket, whose
 * `fill_interval` is 50 ms or more.
 */
export const rateLimitSchema = z
  .strictObject({
    /** Number of requests. */
    requests: integerBetween(1, 1_000_000),
    /** The time in which they are let through, such as `1s` or `1m`. */
    per: durationFrom(50),
  })
  .register(hints, { example: { requests: 100, per: '1m' } });

/** How many requests are let through, and in what time. */
export type RateLimit = Immutable<z.infer<typeof rateLimitSchema>>;
