import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpMatchHeaders,
  VirtualServiceSpecHttpMatchUri,
  VirtualServiceSpecTcpRoute,
} from '../imports/networking.istio.io';
import { serviceHost } from '../mesh/service-host';
import type { Destination, ExposedRoute } from '../model/plan/exposures';
import type { HeaderChanges } from '../model/schema/answers';
import type { RequestMatch, StringMatch } from '../model/schema/routes';
import { findMirror, resolveWeights } from '../model/plan/traffic';
import type { Traffic } from '../model/schema/traffic';
import type { PlacedWorkload } from '../model/plan/workloads';

/** Workloads by the path of their data, among which mirrors are looked up. */
export type WorkloadsByPath = ReadonlyMap<string, PlacedWorkload>;

/**
 * The HTTP routes of a VirtualService for the requests of a route: the workload's own traffic settings spread them, whether
 * they come through a gateway or from a sidecar.
 */
export function httpRoutes(
  route: ExposedRoute,
  at: WorkloadsByPath,
  more: Pick<VirtualServiceSpecHttpMatch, 'port'> = {},
): VirtualServiceSpecHttp[] {
  return splitRewrites(route).flatMap(({ uri, rewrite }): VirtualServiceSpecHttp[] => {
    const matching = (conditions: RequestMatch) => renderMatches({ ...route, ...conditions }, uri, more);
    const common = {
      ...(rewrite !== undefined && { rewrite: { uri: rewrite } }),
      ...(route.corsPolicy && { corsPolicy: renderCorsPolicy(route.corsPolicy) }),
      ...renderHeaderChanges(route),
    };
    const { destination, redirect, directResponse } = route;
    if (directResponse)
      return [{ ...matching({}), directResponse: renderDirectResponse(directResponse), ...common }];
    if (redirect) return [{ ...matching({}), redirect: { ...redirect }, ...common }];
    if (!destination) return [];
    const { traffic = {} } = destination.workload.settings;
    const treatment = {
      ...common,
      ...renderFaultAndMirror(traffic, destination, at),
      ...renderTimeoutAndRetries(route, traffic),
    };
    return [
      ...(traffic.routes ?? []).map(({ version, ...conditions }) => ({
        ...matching(mergeMatches(route, conditions)),
        route: [{ destination: renderDestination(destination, version) }],
        ...treatment,
      })),
      { ...matching({}), route: renderWeightedRoutes(destination), ...treatment },
    ];
  });
}

/** Where connections to a port go, by the weights of its versions. */
export function renderWeightedRoutes(destination: Destination): VirtualServiceSpecTcpRoute[] {
  const shares = resolveWeights(destination.workload.settings);
  return shares.map(({ version, weight }) => ({
    destination: renderDestination(destination, version),
    ...(shares.length > 1 && { weight }),
  }));
}

function renderDestination({ workload, port }: Destination, version: string | undefined) {
  return {
    host: serviceHost(workload.name, workload.namespace),
    port: { number: port.port },
    ...(version !== undefined && { subset: version }),
  };
}

function renderFaultAndMirror({ mirror, fault }: Traffic, destination: Destination, at: WorkloadsByPath) {
  const copy = mirror?.version === undefined ? findMirror(destination, at) : destination;
  return {
    ...(mirror &&
      copy && {
        mirrors: [
          {
            destination: renderDestination(copy, mirror.version),
            percentage: { value: mirror.percentage },
          },
        ],
      }),
    ...(fault && {
      fault: {
        ...(fault.delay && {
          delay: { ...fault.delay, percentage: { value: fault.delay.percentage } },
        }),
        ...(fault.abort && {
          abort: { ...fault.abort, percentage: { value: fault.abort.percentage } },
        }),
      },
    }),
  };
}

/** The timeout and retries of a route come before those of the workload. */
function renderTimeoutAndRetries(route: ExposedRoute, traffic: Traffic) {
  const timeout = route.timeout ?? traffic.timeout;
  const retries = route.retries ?? traffic.retries;
  return { ...(timeout !== undefined && { timeout }), ...(retries && { retries: { ...retries } }) };
}

function mergeMatches(a: RequestMatch, b: RequestMatch): RequestMatch {
  return { headers: { ...a.headers, ...b.headers }, cookie: b.cookie ?? a.cookie };
}

interface RewrittenUri {
  readonly uri?: VirtualServiceSpecHttpMatchUri[];
  readonly rewrite?: string;
}

/**
 * The paths that a route matches. Istio compares prefixes character by character, and a rewrite replaces just these characters:
 * to end at a slash, a prefix is the path itself and all below it, which a rewrite must handle separately.
 *
 * Source: istio/istio, pilot/pkg/networking/core/route; Envoy documentation, RouteAction, prefix_rewrite.
 */
function splitRewrites({ uri, rewrite }: ExposedRoute): RewrittenUri[] {
  const below = rewrite === undefined || rewrite.endsWith('/') ? rewrite : `${rewrite}/`;
  // Without a path, what is matched is the first slash.
  if (!uri) return [{ rewrite: below }];
  if (!('prefix' in uri)) return [{ uri: [uri], rewrite }];
  if (uri.prefix.endsWith('/')) return [{ uri: [uri], rewrite: below }];
  const [itself, all] = [{ exact: uri.prefix }, { prefix: `${uri.prefix}/` }];
  if (rewrite === below) return [{ uri: [itself, all], rewrite }];
  return [
    { uri: [itself], rewrite },
    { uri: [all], rewrite: below },
  ];
}

/** One match for each path; none matches every request. */
function renderMatches(
  { methods, headers, cookie, withoutHeaders, queryParams }: ExposedRoute,
  uri: VirtualServiceSpecHttpMatchUri[] | undefined,
  more: Pick<VirtualServiceSpecHttpMatch, 'port'>,
): Pick<VirtualServiceSpecHttp, 'match'> {
  const conditions = renderHeaders({ headers, cookie });
  const common = {
    ...(methods && { method: methods.length === 1 ? { exact: methods[0] } : { regex: methods.join('|') } }),
    ...(Object.keys(conditions).length > 0 && { headers: conditions }),
    ...(withoutHeaders && { withoutHeaders: renderStringMatches(withoutHeaders) }),
    ...(queryParams && { queryParams: renderStringMatches(mapPrefixes(queryParams)) }),
    ...more,
  };
  const all = (uri ?? [undefined]).map((each) => ({ ...(each && { uri: each }), ...common }));
  return all.every((match) => Object.keys(match).length === 0) ? {} : { match: all };
}

/** The headers to match; for a cookie, the header with all cookies. */
export function renderHeaders({
  headers = {},
  cookie,
}: RequestMatch): Record<string, VirtualServiceSpecHttpMatchHeaders> {
  const stated = Object.entries(headers).map(([name, match]) => [name, renderStringMatch(match)] as const);
  const regex = cookie && `(.*;\\s*)?${escapeRegex(cookie.name)}=${escapeRegex(cookie.value)}(\\s*;.*)?`;
  return Object.fromEntries([...stated, ...(regex === undefined ? [] : [['cookie', { regex }] as const])]);
}

/** The conditions with each prefix as a regular expression, where that is all that there is beside whole values. */
export function mapPrefixes(all: Readonly<Record<string, StringMatch>>) {
  return Object.fromEntries(
    Object.entries(all).map(([name, match]) => [
      name,
      typeof match === 'object' && 'prefix' in match ? { regex: `${escapeRegex(match.prefix)}.*` } : match,
    ]),
  );
}

function renderStringMatches(all: Readonly<Record<string, StringMatch | Readonly<Record<string, never>>>>) {
  return Object.fromEntries(
    Object.entries(all).map(([name, match]) => [name, renderStringMatch(match as StringMatch)]),
  );
}

function renderStringMatch(match: StringMatch): VirtualServiceSpecHttpMatchHeaders {
  return typeof match === 'string' ? { exact: match } : match;
}

/** A regular expression for exactly a string. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function renderHeaderChanges({
  requestHeaders: request,
  responseHeaders: response,
}: ExposedRoute): Pick<VirtualServiceSpecHttp, 'headers'> {
  if (!request && !response) return {};
  const render = ({ remove, ...rest }: HeaderChanges) => ({
    ...rest,
    ...(remove && { remove: [...remove] }),
  });
  return {
    headers: {
      ...(request && { request: render(request) }),
      ...(response && { response: render(response) }),
    },
  };
}

function renderDirectResponse({ status, body }: NonNullable<ExposedRoute['directResponse']>) {
  return { status, ...(body !== undefined && { body: { string: body } }) };
}

function renderCorsPolicy({ allowOrigins, ...rest }: NonNullable<ExposedRoute['corsPolicy']>) {
  return {
    allowOrigins: allowOrigins.map(renderStringMatch),
    ...rest,
  } as VirtualServiceSpecHttp['corsPolicy'];
}
