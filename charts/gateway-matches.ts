import {
  GrpcRouteSpecRulesMatchesHeadersType as GrpcHeader,
  HttpRouteSpecRulesMatchesHeadersType as HttpHeader,
  HttpRouteSpecRulesMatchesMethod as Method,
  HttpRouteSpecRulesMatchesPathType as Path,
  HttpRouteSpecRulesMatchesQueryParamsType as QueryParam,
  type GrpcRouteSpecRules,
  type GrpcRouteSpecRulesMatchesMethod,
  type HttpRouteSpecRules,
  type HttpRouteSpecRulesMatchesPath,
} from '../imports/gateway.networking.k8s.io';
import { parseProtocol } from '../mesh/protocols';
import type { ExposedRoute } from '../model/plan/exposures';
import { renderHeaders, escapeRegex, mapPrefixes } from './route-matches';

/** The requests that a route matches: one match for each method, since a match has one; none matches every request. */
export function httpMatches(route: ExposedRoute): Pick<HttpRouteSpecRules, 'matches'> {
  const { uri, methods, queryParams } = route;
  const conditions = renderConditions(route).map(({ name, value, isExact }) => ({
    name,
    value,
    type: isExact ? HttpHeader.EXACT : HttpHeader.REGULAR_EXPRESSION,
  }));
  const common = {
    ...(uri && { path: renderPath(uri) }),
    ...(conditions.length > 0 && { headers: conditions }),
    ...(queryParams && { queryParams: renderQueryParams(queryParams) }),
  };
  const matches = (methods ?? [undefined]).map((method) => ({
    ...common,
    ...(method !== undefined && { method: Method[method] }),
  }));
  return matches.every((match) => Object.keys(match).length === 0) ? {} : { matches };
}

function renderQueryParams(all: NonNullable<ExposedRoute['queryParams']>) {
  return Object.entries(mapPrefixes(all)).map(([name, match]) =>
    typeof match === 'string'
      ? { name, value: match, type: QueryParam.EXACT }
      : { name, value: match.regex, type: QueryParam.REGULAR_EXPRESSION },
  );
}

function renderPath(uri: NonNullable<ExposedRoute['uri']>): HttpRouteSpecRulesMatchesPath {
  if ('prefix' in uri) return { type: Path.PATH_PREFIX, value: uri.prefix };
  if ('exact' in uri) return { type: Path.EXACT, value: uri.exact };
  return { type: Path.REGULAR_EXPRESSION, value: uri.regex };
}

/** Headers with their whole value, or with a regular expression: the Gateway API has no prefix match for them. */
function renderConditions(route: ExposedRoute) {
  return Object.entries(renderHeaders(route)).map(([name, { exact, prefix, regex }]) => ({
    name,
    isExact: exact !== undefined,
    value: exact ?? (prefix === undefined ? regex! : `${escapeRegex(prefix)}.*`),
  }));
}

/** `/`, `/service`, `/service/` or `/service/method`. Sources: gRPC over HTTP2, Requests; Gateway API, GRPCMethodMatch. */
const GRPC_PATH = /^\/(?:([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\/([A-Za-z_]\w*)?)?)?$/;

/** Whether routes are for gRPC, and set nothing that a GRPCRoute does not support; an HTTPRoute carries gRPC too. */
export function isGrpc(routes: readonly ExposedRoute[]): boolean {
  return routes.every(({ destination, uri = { prefix: '/' }, ...route }) => {
    if (!destination || parseProtocol(destination.port.name) !== 'grpc' || 'regex' in uri) return false;
    const { timeout, mirror } = destination.workload.settings.traffic ?? {};
    const { methods, rewrite, queryParams, requestHeaders, responseHeaders } = route;
    const more = [methods, rewrite, queryParams, requestHeaders, responseHeaders];
    const isPlain = [...more, route.timeout, timeout, mirror].every((each) => each === undefined);
    const path = GRPC_PATH.exec('exact' in uri ? uri.exact : uri.prefix);
    return isPlain && path !== null && (path[2] !== undefined) === 'exact' in uri;
  });
}

/** The calls that a gRPC route matches. */
export function grpcMatches(route: ExposedRoute): Pick<GrpcRouteSpecRules, 'matches'> {
  const headers = renderConditions(route).map(({ name, value, isExact }) => ({
    name,
    value,
    type: isExact ? GrpcHeader.EXACT : GrpcHeader.REGULAR_EXPRESSION,
  }));
  const method = renderGrpcMethod(route);
  const match = { ...(method && { method }), ...(headers.length > 0 && { headers }) };
  return Object.keys(match).length > 0 ? { matches: [match] } : {};
}

function renderGrpcMethod({ uri }: ExposedRoute): GrpcRouteSpecRulesMatchesMethod | undefined {
  if (!uri || 'regex' in uri) return undefined;
  const [, service, method] = GRPC_PATH.exec('exact' in uri ? uri.exact : uri.prefix) ?? [];
  return service === undefined ? undefined : { service, ...(method !== undefined && { method }) };
}
