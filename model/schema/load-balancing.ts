import * as z from 'zod';
import { booleanSchema, hints, integerBetween, oneOf, rejection, stringMatching } from './primitives';
import { duration, durationOrZero } from './timeouts-and-retries';

/** Source: Istio documentation, OutlierDetection. */
export const outlierDetectionSchema = z.strictObject({
  /** Answers of 5xx in a row, or connections that fail, after which a pod gets no requests for a while; 0 is never. @default 5 */
  consecutive5xxErrors: integerBetween(0, 10_000).optional(),
  /** Answers of 502, 503 and 504 in a row that do the same; 0 is never. @default 0 */
  consecutiveGatewayErrors: integerBetween(0, 10_000).optional(),
  /** How often pods are checked. @default 10s */
  interval: duration.optional(),
  /** How long a pod gets no requests, multiplied by how often it was ejected. @default 30s */
  baseEjectionTime: duration.optional(),
  /**
   * The most pods that are ejected, in percent, rounded down to whole pods.
   *
   * @default what is one of the fewest pods, from 10 to 50: 50 for one or two, 34 for three, 10 from ten on; 50 for manifests
   */
  maxEjectionPercent: integerBetween(1, 100).optional(),
  /** Share of healthy pods, in percent, below which all get requests. @default 0 */
  minHealthPercent: integerBetween(0, 100).optional(),
});

/** Source: Istio documentation, ConnectionPoolSettings. */
export const connectionPoolSchema = z
  .strictObject({
    /** Of connections. @default no limits */
    tcp: z
      .strictObject({
        /** The most connections to the workload from one client. @default no limit */
        maxConnections: integerBetween(1, 2 ** 31 - 1).optional(),
        /** How long connecting may take. @default 10s */
        connectTimeout: duration.optional(),
        /** How long a connection may last. @default no limit */
        maxConnectionDuration: duration.optional(),
        /** How long a connection may be idle. @default 1h */
        idleTimeout: duration.optional(),
      })
      .optional(),
    /** Of requests. @default no limits */
    http: z
      .strictObject({
        /** The most requests that wait for a connection. @default no limit */
        http1MaxPendingRequests: integerBetween(1, 2 ** 31 - 1).optional(),
        /** The most requests at a time. @default no limit */
        http2MaxRequests: integerBetween(1, 2 ** 31 - 1).optional(),
        /** The most requests of one connection; 1 keeps none alive. @default no limit */
        maxRequestsPerConnection: integerBetween(0, 2 ** 29).optional(),
        /** The most retries at a time. @default no limit */
        maxRetries: integerBetween(0, 2 ** 31 - 1).optional(),
        /** How long a connection may be without requests. @default 1h */
        idleTimeout: duration.optional(),
        /** Whether HTTP/1.1 is sent as HTTP/2. @default DEFAULT */
        h2UpgradePolicy: oneOf('DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE').optional(),
      })
      .optional(),
  })
  .refine(
    ({ tcp, http }) => (tcp ?? http) !== undefined,
    rejection("must set 'tcp' or 'http'", 'set one of them, such as tcp: { maxConnections: 100 }'),
  )
  .register(hints, { example: { tcp: { maxConnections: 100 } } });

const name = stringMatching(/^\S+$/, 'a name', 'x-user');
const region = stringMatching(/^[^\s/*]+$/, 'a region', 'westus3');

/** Source: Istio documentation, LoadBalancerSettings. */
export const loadBalancerSchema = z
  .strictObject({
    /** Which pod gets a request. @default LEAST_REQUEST */
    simple: oneOf('LEAST_REQUEST', 'ROUND_ROBIN', 'RANDOM').optional(),
    /** Sends requests that are alike to the same pod, by one of these. @default pods are chosen by `simple` */
    consistentHash: z
      .union(
        [
          z.strictObject({ /** A header, by its name. */ httpHeaderName: name }),
          z.strictObject({ /** A parameter of the query, by its name. */ httpQueryParameterName: name }),
          z.strictObject({ /** The caller's address. */ useSourceIp: z.literal(true) }),
          z.strictObject({
            /** A cookie, which is set where there is none. */
            httpCookie: z.strictObject({
              /** Name of the cookie. */
              name,
              /** How long a cookie lasts that the sidecar sets where there is none; 0s is the browser's session. */
              ttl: durationOrZero,
              /** Path of the cookie. @default none */
              path: name.optional(),
            }),
          }),
        ],
        {
          error:
            'must be { httpHeaderName }, { httpQueryParameterName }, { useSourceIp: true } or { httpCookie: { name, ttl } }',
        },
      )
      .optional(),
    /**
     * Which pods are preferred by where they run; needs `outlierDetection`, which tells when to leave them.
     *
     * @default the same zone, where there is outlier detection
     */
    localityLbSetting: z
      .strictObject({
        /** Whether it matters where pods run. @default true */
        enabled: booleanSchema.optional(),
        /** Labels by which pods like the caller are preferred, in this order, such as `topology.kubernetes.io/zone`. @default region, zone */
        failoverPriority: z.array(name).min(1, { error: 'must have at least one label' }).optional(),
        /** Region that takes over for another. @default any */
        failover: z
          .array(
            z
              .strictObject({
                /** Region that fails. */ from: region,
                /** Region that takes over. */ to: region,
              })
              .refine(
                ({ from, to }) => from !== to,
                rejection('must fail over to another region', "set 'to' to another region"),
              )
              .register(hints, { example: { from: 'westus3', to: 'eastus' } }),
          )
          .min(1, { error: 'must have at least one entry' })
          .optional(),
      })
      .refine(
        ({ failover, failoverPriority }) => failover === undefined || failoverPriority === undefined,
        rejection("cannot set both 'failover' and 'failoverPriority'", 'remove one of them'),
      )
      .optional(),
  })
  .refine(
    ({ simple, consistentHash }) => simple === undefined || consistentHash === undefined,
    rejection("cannot set both 'simple' and 'consistentHash'", 'remove one of them'),
  );
