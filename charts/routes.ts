import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpMatchUri,
  VirtualServiceSpecTcpRoute,
} from '../imports/networking.istio.io';
import { serviceHost } from '../mesh/service-host';
import type { Destination, ExposedRoute } from '../model/plan/exposures';
import type { HeaderChanges } from '../model/schema/answers';
import type { RequestMatch } from '../model/schema/routes';
import { renderMatches, renderStringMatch } from './route-matches';
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
