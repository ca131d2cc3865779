import type { ExposedRoute } from '../../../model/plan/exposures';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * With the Gateway API, routes are in the order in which it compares them: the first match does not count, but the most
 * specific one, by path, then method, then headers, then query parameters.
 *
 * Source: Gateway API 1.4.1, HTTPRouteRule.matches; istio/istio 1.30.3, sortHTTPRoutes.
 */
export const gatewayApiRouteOrder: SettingRule = (environment) => {
  if (!environment.mesh.gatewayApi) return [];
  return environment.exposures.flatMap(({ routes, path }) =>
    routes.flatMap((route, index): SettingFault[] => {
      const later = routes.findIndex(
        (other, at) => at > index && precedes(other, route) && overlap(other, route),
      );
      if (later < 0) return [];
      return [
        {
          path: `${path}.routes.${later}`,
          value: routes[later]!.uri,
          problem: `the Gateway API compares it before 'routes.${index}', and it matches some of the same requests`,
          fix: 'move it before that route: exact paths come first, then prefixes, the longest first, then regular expressions; of the same path, routes with methods, then those with more headers, and then those with more query parameters',
        },
      ];
    }),
  );
};

/** Whether the Gateway API compares a route before another. */
function precedes(a: ExposedRoute, b: ExposedRoute): boolean {
  const [first, second] = [toSpecificity(a), toSpecificity(b)];
  const different = first.findIndex((each, index) => each !== second[index]);
  return different >= 0 && first[different]! > second[different]!;
}

function toSpecificity({
  uri = { prefix: '/' },
  methods,
  headers = {},
  cookie,
  queryParams = {},
}: ExposedRoute): number[] {
  const [kind, text] = 'exact' in uri ? [3, uri.exact] : 'prefix' in uri ? [2, uri.prefix] : [1, uri.regex];
  const names = new Set([...Object.keys(headers), ...(cookie ? ['cookie'] : [])]);
  return [kind, text.length, methods ? 1 : 0, names.size, Object.keys(queryParams).length];
}

/** Whether two routes may match the same request; headers, query parameters and regular expressions are not compared. */
function overlap(a: ExposedRoute, b: ExposedRoute): boolean {
  const shareMethod = !a.methods || !b.methods || a.methods.some((each) => b.methods!.includes(each));
  return shareMethod && sharePath(a.uri, b.uri);
}

function sharePath(
  a: ExposedRoute['uri'] = { prefix: '/' },
  b: ExposedRoute['uri'] = { prefix: '/' },
): boolean {
  if ('regex' in a || 'regex' in b) return true;
  if ('exact' in a) return 'exact' in b ? a.exact === b.exact : isBelow(a.exact, b.prefix);
  return 'exact' in b
    ? isBelow(b.exact, a.prefix)
    : isBelow(a.prefix, b.prefix) || isBelow(b.prefix, a.prefix);
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}
