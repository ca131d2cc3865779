import * as z from 'zod';
import { connectionPoolSchema, loadBalancerSchema, outlierDetectionSchema } from './load-balancing';
import { dnsLabel, hints, integerBetween, rejection, type Immutable } from './primitives';
import { requestMatchSchema } from './routes';
import { duration, percentage, timeoutAndRetries } from './timeouts-and-retries';

const percentageField = {
  /** Percentage of the requests. @default 100 */ percentage: percentage.default(100),
};

const faultSchema = z
  .strictObject({
    /** Delays requests. @default none */
    delay: z
      .strictObject({
        /** How long. */
        fixedDelay: duration,
        /** Percentage of the requests. @default 100 */
        ...percentageField,
      })
      .optional(),
    /** Answers requests with an error, without calling the workload. @default none */
    abort: z
      .strictObject({
        /** Status of the answer, 200 to 599. */
        httpStatus: integerBetween(200, 599),
        /** Percentage of the requests. @default 100 */
        ...percentageField,
      })
      .optional(),
  })
  .refine(
    ({ delay, abort }) => (delay ?? abort) !== undefined,
    rejection("must set 'delay' or 'abort'", 'set one of them, such as abort: { httpStatus: 503 }'),
  )
  .register(hints, { example: { abort: { httpStatus: 503 } } });

/** How requests to a workload are routed and handled, whether a sidecar or an ingress gateway sends them. */
export const trafficSchema = z.strictObject({
  /**
   * Weight of each version, in percent. One version may be left out: it gets the rest.
   *
   * @default requests are spread by the number of pods
   */
  weights: z
    .record(dnsLabel, integerBetween(0, 100))
    .refine((weights) => Object.keys(weights).length > 0, { error: 'must have at least one version' })
    .register(hints, { example: { v1: 90, v2: 10 } })
    .optional(),
  /** Requests that go to one version whatever the weights say; the first match wins. @default none */
  routes: z
    .array(
      z
        .strictObject({
          ...requestMatchSchema,
          /** Version that gets them. */
          version: dnsLabel,
        })
        .refine(
          ({ headers = {}, cookie }) => Object.keys(headers).length > 0 || cookie !== undefined,
          rejection(
            "must set 'headers' or 'cookie': 'weights' is for all other requests",
            "set one of them, such as headers: { 'x-plan': 'gold' }",
          ),
        )
        .register(hints, { example: { headers: { 'x-plan': 'gold' }, version: 'v2' } }),
    )
    .min(1, { error: 'must have at least one route' })
    .optional(),
  /** Gets a copy of each request; its answer is dropped. @default none */
  mirror: z
    .strictObject({
      /** Version of this workload. @default none */
      version: dnsLabel.optional(),
      /** Workload of the same application; its port of the same name gets the copy. @default none */
      workload: z.string({ error: 'must be the name of a workload' }).optional(),
      ...percentageField,
    })
    .refine(
      ({ version, workload }) => (version === undefined) !== (workload === undefined),
      rejection("must set either 'version' or 'workload'", 'set one of them, and remove the other'),
    )
    .register(hints, { example: { version: 'v2' } })
    .optional(),
  /** Injected faults, to test how callers handle them; while any are set, Istio ignores `timeout` and `retries`. @default none */
  fault: faultSchema.optional(),
  ...timeoutAndRetries,
  /** When a failing pod gets no more requests. @default never */
  outlierDetection: outlierDetectionSchema.optional(),
  /** How many connections and requests there may be. @default Istio's own limits */
  connectionPool: connectionPoolSchema.optional(),
  /** Which pod gets a request. @default LEAST_REQUEST */
  loadBalancer: loadBalancerSchema.optional(),
});

/** How requests to a workload are routed. */
export type Traffic = Immutable<z.input<typeof trafficSchema>>;
