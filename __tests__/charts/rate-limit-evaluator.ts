import { parseDuration } from '../../mesh/duration';
import type { Manifest } from '../support';

/** A request as a proxy sees it that may count it. */
export interface CountedRequest {
  /** The pod whose proxy it reaches. */
  readonly at: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  /** At an ingress gateway: the host that routes take it for, and the port; else the port of the container. */
  readonly to: { readonly host: string; readonly port: 80 | 443 } | { readonly containerPort: number };
}

interface Match {
  readonly context: string;
  readonly routeConfiguration?: { readonly name?: string; readonly vhost?: { readonly name?: string } };
}
interface Patch {
  readonly applyTo: string;
  readonly match: Match;
  readonly patch: { readonly operation: string; readonly value: Record<string, unknown> };
}
interface Bucket {
  readonly token_bucket?: { max_tokens: number; tokens_per_fill: number; fill_interval: string };
  readonly filter_enabled?: { default_value: { numerator: number; denominator: string } };
  readonly filter_enforced?: { default_value: { numerator: number; denominator: string } };
}

const NAME = 'envoy.filters.http.local_ratelimit';

/**
 * How many of so many requests, which come at once to one pod, are let through, and again after some time: by the local rate limits among
 * rendered EnvoyFilters. Each filter of that name among those of the pod takes from the bucket of the request's own host.
 *
 * Source: Istio documentation, EnvoyFilter; Envoy documentation, LocalRateLimit and TokenBucket.
 */
export function admitted(
  objects: readonly Manifest[],
  request: CountedRequest,
  bursts: readonly { readonly requests: number; readonly after?: string }[],
): number[] {
  const patches = objects
    .filter(({ kind, metadata }) => kind === 'EnvoyFilter' && metadata.namespace === request.at.namespace)
    .filter(({ spec }) => {
      const { labels } = (spec as { workloadSelector: { labels: Record<string, string> } }).workloadSelector;
      return Object.entries(labels).every(([key, value]) => request.at.labels[key] === value);
    })
    .flatMap(({ spec }) => (spec as { configPatches: Patch[] }).configPatches)
    .filter(({ match }) => match.context === ('host' in request.to ? 'GATEWAY' : 'SIDECAR_INBOUND'));
  const filters = patches.filter(
    ({ applyTo, patch }) => applyTo === 'HTTP_FILTER' && patch.value.name === NAME,
  );
  const buckets = patches
    .filter(({ applyTo, match }) => applyTo === 'VIRTUAL_HOST' && isOf(match, request))
    .map(({ patch }) => (patch.value.typed_per_filter_config as Record<string, Bucket>)[NAME]!);
  const [bucket] = buckets;
  if (buckets.length > 1) throw new Error('two buckets for one host: one replaces the other');
  if (filters.some(({ patch }) => 'token_bucket' in (patch.value.typed_config as object)))
    throw new Error('a bucket for all requests of the pod');
  const share = (
    { default_value: { numerator, denominator } } = { default_value: { numerator: 0, denominator: '' } },
  ) => numerator === 100 && denominator === 'HUNDRED';
  const limits = bucket?.token_bucket && share(bucket.filter_enabled) && share(bucket.filter_enforced);
  if (!limits || filters.length === 0) return bursts.map(({ requests }) => requests);
  const { max_tokens: most, tokens_per_fill: fill, fill_interval: interval } = bucket.token_bucket!;
  if (!/^\d+(\.\d{1,9})?s$/.test(interval) || parseDuration(interval) < 50)
    throw new Error(`Envoy rejects ${interval}`);
  let tokens = most;
  return bursts.map(({ requests, after = '0s' }) => {
    const fills = Math.floor(parseDuration(after) / parseDuration(interval));
    tokens = Math.min(most, tokens + fills * fill);
    const passing = Math.min(requests, Math.floor(tokens / filters.length));
    tokens -= passing * filters.length;
    return passing;
  });
}

function isOf({ routeConfiguration: { name, vhost } = {} }: Match, { to }: CountedRequest): boolean {
  if ('host' in to) return name === undefined && vhost?.name === `${to.host}:${to.port}`;
  return vhost === undefined && name === `inbound|${to.containerPort}||`;
}
