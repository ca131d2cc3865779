import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import { hints, integerBetween, refusal } from './primitives';

const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** Milliseconds of a duration such as `1m30s`; NaN of a text that is none. */
function parseMilliseconds(value: string): number {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(value)) return NaN;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const sum = parts.reduce(
    (all, [, number, unit]) => all + Number(number) * UNITS[unit as keyof typeof UNITS],
    0,
  );
  // Binary fractions: 1.1s is no whole number of milliseconds to a computer.
  return Math.round(sum * 1000) / 1000;
}

/** A duration that counts in whole units of some milliseconds. */
function durationSchema(unit: number, description: string) {
  const isWhole = (value: string) =>
    parseMilliseconds(value) >= unit && parseMilliseconds(value) % unit === 0;
  return z
    .string({ error: `must be ${description}` })
    .refine((value) => isWhole(value), { error: `must be ${description}` })
    .register(hints, { example: '10s' });
}

/** A duration. Source: istio/istio, pkg/config/validation/agent, ValidateDuration. */
export const duration = durationSchema(
  1,
  'a duration of 1ms or more, in whole milliseconds, such as 500ms or 1m30s',
);

/** A duration in whole seconds. */
export const wholeSeconds = durationSchema(
  UNITS.s,
  'a duration of 1s or more, in whole seconds, such as 24h',
);

/** A share in percent. */
export const percentage = z
  .number({ error: 'must be a share in percent, from 0 to 100' })
  .min(0, { error: 'must be a share in percent, from 0 to 100' })
  .max(100, { error: 'must be a share in percent, from 0 to 100' });

/** Source: istio/istio, pkg/config/validation/agent, supportedRetryOnPolicies. */
const RETRY_CONDITIONS = [
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];

/** How often a failed request is sent again. Source: Istio documentation, HTTPRetry. */
const retriesSchema = z
  .strictObject({
    /** How often; 0 is never. */
    attempts: integerBetween(0, 100),
    /** How long each try may take. @default the route's `timeout` */
    perTryTimeout: duration.optional(),
    /** What counts as failed, in Envoy's words, such as `5xx,reset`. @default connect-failure,refused-stream,unavailable,cancelled */
    retryOn: z
      .string()
      .refine(
        (value) => value.split(',').every((each) => RETRY_CONDITIONS.includes(each) || each in STATUS_CODES),
        {
          error: `must be statuses such as 503, or of ${RETRY_CONDITIONS.join(', ')}, separated by commas without spaces`,
        },
      )
      .register(hints, { example: '5xx,reset' })
      .optional(),
    /** Least time between two tries. @default 25ms */
    backoff: duration.optional(),
  })
  .refine(
    ({ attempts, ...rest }) => attempts > 0 || Object.keys(rest).length === 0,
    refusal(
      "sets 0 'attempts', so that nothing is retried and the other fields have no effect",
      "remove the other fields, or set 'attempts' to 1 or more",
    ),
  );

/** How long requests may take, and what becomes of those that fail. */
export const timeoutAndRetries = {
  /** How long a request may take, with all its tries. @default no limit */
  timeout: duration.optional(),
  /** How often a request that fails is sent again. @default 2 attempts, as Istio does by itself */
  retries: retriesSchema.optional(),
};
