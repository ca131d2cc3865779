import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import { parseDuration } from '../../mesh/duration';
import { hints, integerBetween, rejection } from './primitives';

/** A duration of whole units of some milliseconds, and of a least number of milliseconds. */
function durationSchema(unit: number, least: number, description: string) {
  const error = `must be ${description}`;
  return z
    .string({ error })
    .refine((value) => parseDuration(value) >= least && parseDuration(value) % unit === 0, { error })
    .register(hints, { example: '10s' });
}

/** A duration. Source: istio/istio, pkg/config/validation/agent, ValidateDuration. */
export const duration = durationSchema(
  1,
  1,
  'a duration of 1ms or more, in whole milliseconds, such as 500ms or 1m30s',
);

/** A duration of some milliseconds or more. */
export function durationFrom(least: number) {
  return durationSchema(
    1,
    least,
    `a duration of ${least}ms or more, in whole milliseconds, such as 1s or 1m`,
  );
}

/** A duration in whole seconds. */
export const wholeSeconds = durationSchema(
  1000,
  1000,
  'a duration of 1s or more, in whole seconds, such as 24h',
);

/** A duration that may be none at all. */
export const durationOrZero = durationSchema(1, 0, 'a duration in whole milliseconds, or 0s');

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

/** How often a failed request is retried. Source: Istio documentation, HTTPRetry. */
const retriesSchema = z
  .strictObject({
    /** Number of retries; 0 is none. */
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
    /** Minimum time between two tries. @default 25ms */
    backoff: duration.optional(),
  })
  .refine(
    ({ attempts, ...rest }) => attempts > 0 || Object.keys(rest).length === 0,
    rejection(
      "sets 0 'attempts', so that nothing is retried and the other fields have no effect",
      "remove the other fields, or set 'attempts' to 1 or more",
    ),
  );

/** Timeout and retries. */
export const timeoutAndRetries = {
  /** How long a request may take, retries included. @default no limit */
  timeout: duration.optional(),
  /** How often a failed request is retried. @default 2 attempts, Istio's own */
  retries: retriesSchema.optional(),
};
