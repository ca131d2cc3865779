import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { parseDuration } from '../mesh/duration';
import { INGRESS_NAMESPACE } from '../mesh/gateways';
import type { ExposedPort } from '../model/plan/exposures';
import { gatewayProxies, listGateways } from '../model/plan/gateway-proxies';
import { buildListeners } from '../model/plan/listeners';
import type { RateLimit } from '../model/schema/rate-limits';
import type { EnvironmentSlice, NamespaceSlice, PodsSlice } from './slices';

/** How many requests the ingress gateways of the whole cluster let through, for each host. */
export class IngressRateLimitsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { environment }: EnvironmentSlice) {
    super(scope, id, { namespace: INGRESS_NAMESPACE });
    if (!environment.mesh.gatewayApi) renderForGateways(this, environment.exposures, environment);
  }
}

/** The same for the Gateways of the Gateway API in one namespace. */
export class GatewayRateLimitsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, exposures, environment }: NamespaceSlice) {
    super(scope, id, { namespace });
    if (environment.mesh.gatewayApi) renderForGateways(this, exposures, environment);
  }
}

/** How many requests some pods let through, for each port. */
export class RateLimitsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, name, workloads, own }: PodsSlice) {
    super(scope, id, { namespace });
    const limits = workloads.flatMap(({ ports, settings }) =>
      ports.flatMap(({ name: port, targetPort }) => {
        const limit = settings.rateLimits[port];
        return limit ? [{ targetPort, limit }] : [];
      }),
    );
    if (limits.length === 0) return;
    renderFilter(this, `${name}-rate-limits`, {
      labels: own.labels,
      context: 'SIDECAR_INBOUND',
      // The name of these routes has the port of the container; that of their host has the Service's, of whichever Service is the oldest.
      buckets: limits.map(({ targetPort, limit }) => ({ of: { name: `inbound|${targetPort}||` }, limit })),
    });
  }
}

function renderForGateways(
  chart: NamespacedChart,
  exposures: readonly ExposedPort[],
  environment: EnvironmentSlice['environment'],
): void {
  const limited = exposures.filter(({ rateLimit }) => rateLimit !== undefined);
  for (const gateway of listGateways(limited)) {
    const own = limited.filter((exposure) => exposure.gateway === gateway);
    renderFilter(chart, `${gateway}-rate-limits`, {
      labels: gatewayProxies(own[0]!, environment).labels,
      context: 'GATEWAY',
      buckets: own.flatMap((exposure) =>
        listVirtualHosts(exposure).map((vhost) => ({
          of: { vhost: { name: vhost } },
          limit: exposure.rateLimit!,
        })),
      ),
    });
  }
}

/**
 * Envoy's names of the hosts whose requests go to workloads; one that only redirects has no routes to limit.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/networking/core/gateway.go, and util.DomainName.
 */
function listVirtualHosts(exposure: ExposedPort): string[] {
  const isRedirected = exposure.tls?.plaintext === 'redirect';
  return buildListeners(exposure)
    .filter(({ port }) => port === 443 || !isRedirected)
    .map(({ hostname = '*', port }) => `${hostname}:${port}`);
}

interface Filter {
  /** Labels of the pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly context: 'GATEWAY' | 'SIDECAR_INBOUND';
  /** Which routes have a bucket of their own. */
  readonly buckets: readonly { readonly of: object; readonly limit: RateLimit }[];
}

const NAME = 'envoy.filters.http.local_ratelimit';
const TYPE = 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit';

/**
 * One filter for all requests of some pods, which does nothing by itself, and the buckets where it limits: a second filter of the same name
 * would take from each bucket too.
 *
 * Source: Istio documentation, Enabling Rate Limits using Envoy, Local rate limit; Envoy documentation, LocalRateLimit.
 */
function renderFilter(chart: NamespacedChart, name: string, { labels, context, buckets }: Filter): void {
  new ApiObject(chart, name, {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name },
    spec: {
      workloadSelector: { labels: { ...labels } },
      configPatches: [
        {
          applyTo: 'HTTP_FILTER',
          match: {
            context,
            listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } },
          },
          patch: {
            operation: 'INSERT_BEFORE',
            value: { name: NAME, typed_config: { '@type': TYPE, stat_prefix: 'http_local_rate_limiter' } },
          },
        },
        ...buckets.map(({ of, limit }) => ({
          applyTo: 'VIRTUAL_HOST',
          match: { context, routeConfiguration: of },
          patch: {
            operation: 'MERGE',
            value: { typed_per_filter_config: { [NAME]: renderBucket(limit) } },
          },
        })),
      ],
    },
  });
}

function renderBucket({ requests, per }: RateLimit) {
  const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  return {
    '@type': TYPE,
    stat_prefix: 'http_local_rate_limiter',
    token_bucket: {
      max_tokens: requests,
      tokens_per_fill: requests,
      fill_interval: `${parseDuration(per) / 1000}s`,
    },
    filter_enabled: always,
    filter_enforced: always,
    // gRPC has a status for it.
    rate_limited_as_resource_exhausted: true,
  };
}
