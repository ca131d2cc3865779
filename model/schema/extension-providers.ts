import * as z from 'zod';
import { PROVIDER_KINDS, type ProviderKind } from '../../mesh/extension-providers';
import { DNS_LABEL } from '../../mesh/names';
import { portNumber } from './ports';
import { booleanSchema, hints, oneOf, rejection, stringMatching, type Immutable } from './primitives';
import { duration } from './timeouts-and-retries';

const text = z.string({ error: 'must be a string' }).min(1, { error: 'must not be empty' });
const texts = z.array(text, { error: 'must be a list of strings' });
const byName = z.record(z.string(), z.string({ error: 'must be a string' }));
const count = z.int({ error: 'must be a whole number' }).min(0);

/** Source: istio/istio 1.30.3, pkg/config/validation/agent, validateExtensionProviderService. */
const service = stringMatching(
  /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\/)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
  'the full host name of a Service or ServiceEntry, alone or as NAMESPACE/HOST',
  'collector.otel.svc.cluster.local',
);

/** What proxies call. */
const called = { service, port: portNumber };

const requestBody = z.strictObject({
  maxRequestBytes: count.optional(),
  allowPartialMessage: booleanSchema.optional(),
  packAsBytes: booleanSchema.optional(),
});

/** Headers of an authorizer: names, or a name with one `*` at an end. Source: as of `providers`, extauthz.go. */
const headers = z
  .array(
    text.refine(
      (name) => name !== '*',
      rejection('must be more than *', 'name a header, or a part of its name and *'),
    ),
    { error: 'must be a list of headers' },
  )
  .optional();

const authorizer = {
  ...called,
  timeout: duration.optional(),
  failOpen: booleanSchema.optional(),
  clearRouteCache: booleanSchema.optional(),
  statusOnError: stringMatching(/^[1-5]\d\d$/, 'an HTTP status in quotes', '503').optional(),
  includeRequestBodyInCheck: requestBody.optional(),
};

const header = z.strictObject({ name: text, value: z.string().optional(), envName: text.optional() });
const http = z.strictObject({
  path: text,
  timeout: duration.optional(),
  headers: z.array(header).optional(),
});
const tag = { maxTagLength: count.optional() };
const logFormat = z.strictObject({
  text: text.optional(),
  labels: z.record(z.string(), z.unknown().register(hints, { example: '%RESPONSE_CODE%' })).optional(),
});
const accessLogService = { ...called, logName: text.optional() };
const filterState = { filterStateObjectsToLog: texts.optional() };

/** The fields of each kind. Source: istio/api 1.30.3, mesh/v1alpha1/config.proto, ExtensionProvider. */
const kinds = {
  envoyExtAuthzHttp: z.strictObject({
    ...authorizer,
    pathPrefix: stringMatching(/^\//, 'a path that starts with a slash', '/check').optional(),
    includeRequestHeadersInCheck: headers,
    includeAdditionalHeadersInCheck: byName.optional(),
    headersToUpstreamOnAllow: headers,
    headersToDownstreamOnAllow: headers,
    headersToDownstreamOnDeny: headers,
  }),
  envoyExtAuthzGrpc: z.strictObject(authorizer),
  zipkin: z.strictObject({
    ...called,
    ...tag,
    enable64bitTraceId: booleanSchema.optional(),
    path: text.optional(),
    traceContextOption: oneOf('USE_B3', 'USE_B3_WITH_W3C_PROPAGATION').optional(),
    timeout: duration.optional(),
    headers: z.array(header).optional(),
  }),
  datadog: z.strictObject({ ...called, ...tag }),
  skywalking: z.strictObject({ ...called, accessToken: text.optional() }),
  opentelemetry: z
    .strictObject({
      ...called,
      ...tag,
      http: http.optional(),
      grpc: z
        .strictObject({ timeout: duration.optional(), initialMetadata: z.array(header).optional() })
        .optional(),
      resourceDetectors: z
        .strictObject({
          environment: z.strictObject({}).optional(),
          dynatrace: z.strictObject({}).optional(),
        })
        .optional(),
      serviceAttributeEnrichment: oneOf('ISTIO_CANONICAL', 'OTEL_SEMANTIC_CONVENTIONS').optional(),
      dynatraceSampler: z
        .strictObject({
          tenant: text,
          clusterId: z.int(),
          rootSpansPerMinute: count.optional(),
          httpService: z.strictObject({ ...called, http }).optional(),
        })
        .optional(),
    })
    .refine(
      (stated) => stated.http === undefined || stated.grpc === undefined,
      rejection("must not have both 'http' and 'grpc'", 'remove one of the two'),
    ),
  lightstep: z.strictObject({ ...called, ...tag, accessToken: text }),
  stackdriver: z.strictObject({ ...tag, logging: z.strictObject({ labels: byName }).optional() }),
  prometheus: z.strictObject({}),
  envoyFileAccessLog: z.strictObject({
    path: text.optional(),
    logFormat: logFormat.optional(),
    omitEmptyValues: booleanSchema.optional(),
  }),
  envoyHttpAls: z.strictObject({
    ...accessLogService,
    ...filterState,
    additionalRequestHeadersToLog: texts.optional(),
    additionalResponseHeadersToLog: texts.optional(),
    additionalResponseTrailersToLog: texts.optional(),
  }),
  envoyTcpAls: z.strictObject({ ...accessLogService, ...filterState }),
  envoyOtelAls: z.strictObject({ ...accessLogService, logFormat: logFormat.optional() }),
} satisfies Record<ProviderKind, z.ZodType>;

const optional = Object.fromEntries(
  Object.entries(kinds).map(([kind, schema]) => [kind, schema.optional()]),
) as unknown as { readonly [Kind in ProviderKind]: z.ZodOptional<(typeof kinds)[Kind]> };

/** istiod keeps the configuration that it had if one provider has no kind that it knows: the mesh then ignores all of it. */
const provider = z
  .strictObject({ name: text, ...optional })
  .refine(
    (stated) => PROVIDER_KINDS.filter((kind) => stated[kind] !== undefined).length === 1,
    rejection(
      'must have exactly one kind: istiod rejects the whole configuration otherwise',
      `set one of ${PROVIDER_KINDS.join(', ')}`,
    ),
  )
  .refine(
    ({ name, envoyExtAuthzHttp, envoyExtAuthzGrpc }) =>
      (envoyExtAuthzHttp ?? envoyExtAuthzGrpc) === undefined || DNS_LABEL.pattern.test(name),
    rejection(
      `the name of an authorizer must be ${DNS_LABEL.description}`,
      'rename it, there and in the policies that ask it',
    ),
  )
  .register(hints, {
    example: { name: 'otel', opentelemetry: { service: 'collector.otel.svc.cluster.local', port: 4317 } },
  });

const names = z.array(text, { error: 'must be a list of names of providers' }).optional();

/** The part of a mesh's configuration that is about providers. */
export const providerFields = {
  extensionProviders: z.array(provider, { error: 'must be a list of providers' }).optional(),
  defaultProviders: z.strictObject({ tracing: names, metrics: names, accessLogging: names }).optional(),
};

/** One provider: its name, and the fields of its kind. */
export type ExtensionProvider = Immutable<z.infer<typeof provider>>;
