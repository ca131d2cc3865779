import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  GrpcRoute,
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectPathType as RedirectPath,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as Scheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode as StatusCode,
  HttpRouteSpecRulesFiltersType as Filter,
  HttpRouteSpecRulesFiltersUrlRewritePathType as RewritePath,
  type HttpRouteSpecRules,
  type HttpRouteSpecRulesFilters,
} from '../imports/gateway.networking.k8s.io';
import type { Destination, ExposedPort, ExposedRoute } from '../model/plan/exposures';
import { toGatewayApiDuration } from '../mesh/duration';
import { buildListeners, type Listener } from '../model/plan/listeners';
import type { HeaderChanges } from '../model/schema/answers';
import { findMirror } from '../model/plan/traffic';
import { grpcMatches, httpMatches, isGrpc } from './gateway-matches';
import type { WorkloadsByPath } from './routes';
import type { ApplicationSlice } from './slices';

/** Routes from the gateways of a namespace to the exposed ports of one application, by Kubernetes' Gateway API. */
export class GatewayRoutesChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, exposures, environment }: ApplicationSlice) {
    super(scope, id, { namespace });
    if (!environment.mesh.gatewayApi) return;
    const workloads = environment.workloadsByPath;
    for (const exposure of exposures) {
      const { name, service, port, routes, tls } = exposure;
      const isRedirected = ({ port: on }: Listener) => on === 80 && tls?.plaintext === 'redirect';
      const listeners = buildListeners(exposure);
      const common = listenerRefs(
        exposure,
        listeners.filter((each) => !isRedirected(each)),
      );
      if (isGrpc(routes))
        new GrpcRoute(this, `${service}-${port}-route`, {
          metadata: { name: `${name}-route` },
          spec: {
            ...common,
            rules: routes.map((route) => ({
              ...grpcMatches(route),
              ...(route.destination && { backendRefs: [renderBackend(route.destination)] }),
            })),
          },
        });
      else
        new HttpRoute(this, `${service}-${port}-route`, {
          metadata: { name: `${name}-route` },
          spec: { ...common, rules: routes.flatMap((route) => renderRules(route, workloads)) },
        });
      const redirected = listeners.filter(isRedirected);
      if (redirected.length > 0)
        new HttpRoute(this, `${service}-${port}-redirect`, {
          metadata: { name: `${name}-redirect` },
          spec: {
            ...listenerRefs(exposure, redirected),
            rules: [{ filters: [renderRedirect({ scheme: 'https' })] }],
          },
        });
    }
  }
}

/** The listeners of the gateway that a route serves, and its hosts. */
function listenerRefs({ gateway, hosts }: ExposedPort, listeners: readonly Listener[]) {
  return {
    parentRefs: listeners.map(({ name }) => ({ name: gateway, sectionName: name })),
    ...(!hosts.includes('*') && { hostnames: [...hosts] }),
  };
}

function renderRules(route: ExposedRoute, workloads: WorkloadsByPath): HttpRouteSpecRules[] {
  const { destination, redirect, rewrite } = route;
  if (redirect)
    return [{ ...httpMatches(route), filters: [...headerFilters(route), renderRedirect(redirect)] }];
  if (!destination) return [];
  const timeout = route.timeout ?? destination.workload.settings.traffic?.timeout;
  const filters = [
    ...headerFilters(route),
    ...(rewrite === undefined ? [] : [renderRewrite(rewrite, route)]),
    ...mirrorFilters(destination, workloads),
  ];
  const rule = {
    ...(filters.length > 0 && { filters }),
    ...(timeout !== undefined && { timeouts: { request: toGatewayApiDuration(timeout) } }),
    backendRefs: [renderBackend(destination)],
  };
  if (rewrite === undefined) return [{ ...httpMatches(route), ...rule }];
  // A rule that replaces a prefix has one match, and repeats it.
  const { matches = [] } = httpMatches({ uri: ROOT, ...route });
  return matches.map((match) => ({ matches: [match], ...rule }));
}

function headerFilters({
  requestHeaders: request,
  responseHeaders: response,
}: ExposedRoute): HttpRouteSpecRulesFilters[] {
  return [
    ...(request
      ? [{ type: Filter.REQUEST_HEADER_MODIFIER, requestHeaderModifier: renderHeaderChanges(request) }]
      : []),
    ...(response
      ? [{ type: Filter.RESPONSE_HEADER_MODIFIER, responseHeaderModifier: renderHeaderChanges(response) }]
      : []),
  ];
}

function renderHeaderChanges({ set, add, remove }: HeaderChanges) {
  const toList = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => ({ name, value }));
  return {
    ...(set && { set: toList(set) }),
    ...(add && { add: toList(add) }),
    ...(remove && { remove: [...remove] }),
  };
}

const ROOT = { prefix: '/' };

function renderBackend({ workload, port }: Destination) {
  return { name: workload.name, port: port.port };
}

function renderRewrite(rewrite: string, { uri = ROOT }: ExposedRoute): HttpRouteSpecRulesFilters {
  const path =
    'exact' in uri
      ? { type: RewritePath.REPLACE_FULL_PATH, replaceFullPath: rewrite }
      : { type: RewritePath.REPLACE_PREFIX_MATCH, replacePrefixMatch: rewrite };
  return { type: Filter.URL_REWRITE, urlRewrite: { path } };
}

function renderRedirect({
  uri,
  authority,
  scheme,
  redirectCode = 301,
}: NonNullable<ExposedRoute['redirect']>): HttpRouteSpecRulesFilters {
  const [hostname, port] = authority?.split(':') ?? [];
  return {
    type: Filter.REQUEST_REDIRECT,
    requestRedirect: {
      ...(scheme && { scheme: scheme === 'https' ? Scheme.HTTPS : Scheme.HTTP }),
      ...(hostname !== undefined && { hostname }),
      ...(port !== undefined && { port: Number(port) }),
      ...(uri !== undefined && { path: { type: RedirectPath.REPLACE_FULL_PATH, replaceFullPath: uri } }),
      // The API's own default is 302, that of the setting 301.
      statusCode: redirectCode === 302 ? StatusCode.VALUE_302 : StatusCode.VALUE_301,
    },
  };
}

function mirrorFilters(destination: Destination, workloads: WorkloadsByPath): HttpRouteSpecRulesFilters[] {
  const copy = findMirror(destination, workloads);
  if (!copy) return [];
  const { percentage: percent = 100 } = destination.workload.settings.traffic?.mirror ?? {};
  const share = percent === 100 ? {} : { percent };
  return [{ type: Filter.REQUEST_MIRROR, requestMirror: { backendRef: renderBackend(copy), ...share } }];
}
