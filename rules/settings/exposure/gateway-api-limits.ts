import type { ExposedPort, ExposedRoute } from '../../../model/plan/exposures';
import {
  infrastructureAnnotations,
  listGatewaySettings,
  type PlacedGatewaySettings,
} from '../../../model/plan/gateway-settings';
import type { Plan } from '../../../model/plan';
import { buildListeners } from '../../../model/plan/listeners';
import type { HeaderChanges } from '../../../model/schema/answers';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** The most items of each list, and the most characters of a name. Source: Gateway API 1.4.1, the schemas of Gateway and HTTPRoute. */
const LIMITS = { listeners: 64, hosts: 16, rules: 16, matches: 128, name: 253, annotations: 8, headers: 16 };

/** With the Gateway API, hosts, routes and annotations stay within the limits of a Gateway and a route. */
export const gatewayApiLimits: SettingRule = (environment) => {
  if (!environment.mesh.gatewayApi) return [];
  const exposures = environment.exposures;
  const gateways = Map.groupBy(exposures, ({ namespace, gateway }) => `${namespace} ${gateway}`);
  return [
    ...exposures.flatMap(routeFaults),
    ...[...gateways.values()].flatMap(gatewayFaults),
    ...listGatewaySettings(environment).flatMap((placed) => annotationFaults(placed, environment)),
  ];
};

function annotationFaults({ namespace, gateway, path }: PlacedGatewaySettings, plan: Plan): SettingFault[] {
  if (namespace === undefined) return [];
  const all = Object.keys(infrastructureAnnotations(gateway, plan.namespaces[namespace]!));
  if (all.length <= LIMITS.annotations) return [];
  const own = gateway === 'internal' ? ', one of which makes it internal' : '';
  return [
    tooMany(
      `${path}.annotations`,
      all.length,
      `a Gateway hands on at most ${LIMITS.annotations} annotations, and these are ${all.length}${own}`,
      "keep the ones that are needed; a ConfigMap that the Gateway names in 'parametersRef', set by a hook, has no such limit (docs/hooks.md)",
    ),
  ];
}

/** The lists of a route that have a limit each. */
function listFaults({ headers, queryParams, requestHeaders, responseHeaders }: ExposedRoute, path: string) {
  const changes = (name: string, { set, add, remove }: HeaderChanges = {}) =>
    [
      [`${name}.set`, set],
      [`${name}.add`, add],
      [`${name}.remove`, remove],
    ] as const;
  const lists = [
    ['headers', headers],
    ['queryParams', queryParams],
    ...changes('requestHeaders', requestHeaders),
    ...changes('responseHeaders', responseHeaders),
  ] as const;
  return lists
    .map(([name, list]) => [name, Object.keys(list ?? {}).length] as const)
    .filter(([, count]) => count > LIMITS.headers)
    .map(([name, count]) =>
      tooMany(
        `${path}.${name}`,
        count,
        `a list of them has at most ${LIMITS.headers}`,
        'keep the ones that are needed',
      ),
    );
}

function routeFaults(exposure: ExposedPort): SettingFault[] {
  const { hosts, routes, path } = exposure;
  const matches = routes.map(({ methods }) => methods?.length ?? 1);
  // A route that rewrites is a rule for each of its methods.
  const rules = routes.reduce(
    (sum, { rewrite }, index) => sum + (rewrite === undefined ? 1 : matches[index]!),
    0,
  );
  const all = matches.reduce((sum, count) => sum + count, 0);
  const long = buildListeners(exposure).find(({ name }) => name.length > LIMITS.name);
  return [
    ...routes.flatMap((route, index) => listFaults(route, `${path}.routes.${index}`)),
    ...(hosts.length > LIMITS.hosts
      ? [
          tooMany(
            `${path}.hosts`,
            hosts.length,
            `a route accepts at most ${LIMITS.hosts} hosts`,
            'expose some under a wildcard, or by another workload',
          ),
        ]
      : []),
    ...(long
      ? [
          tooMany(
            `${path}.hosts`,
            long.hostname,
            `the name of a listener has at most ${LIMITS.name} characters, and the host is all of it but 6`,
            'shorten the host',
          ),
        ]
      : []),
    ...(rules > LIMITS.rules || all > LIMITS.matches
      ? [
          tooMany(
            `${path}.routes`,
            routes.length,
            `a route accepts at most ${LIMITS.rules} rules and ${LIMITS.matches} matches, and these add up to ${rules} and ${all}: each method is a match, and with a rewrite a rule`,
            'join routes, or expose some under another host',
          ),
        ]
      : []),
  ];
}

function gatewayFaults(exposures: readonly ExposedPort[]): SettingFault[] {
  const [{ namespace, gateway }] = exposures as [ExposedPort];
  const listeners = exposures.flatMap(buildListeners).length;
  if (listeners <= LIMITS.listeners) return [];
  return [
    tooMany(
      `namespaces.${namespace}`,
      `${listeners} listeners`,
      `the gateway '${gateway}' of a namespace accepts at most ${LIMITS.listeners}, one for each host and port`,
      'expose some under a wildcard, on the other gateway, or from another namespace',
    ),
  ];
}

function tooMany(path: string, value: unknown, problem: string, fix: string): SettingFault {
  return { path, value, problem: `by the Gateway API, ${problem}`, fix };
}
