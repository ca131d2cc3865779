import { exposuresOf, type ExposedPort } from '../model/exposures';
import { groupBy } from '../model/group';
import { listenersOf } from '../model/listeners';
import type { BrokenSetting, SettingRule } from './rule';

/** Most items of each list, and letters of a name. Source: Gateway API 1.4.1, the schemas of Gateway and HTTPRoute. */
const MOST = { listeners: 64, hosts: 16, rules: 16, matches: 128, name: 253 };

/** With the Gateway API, hosts and routes fit into the lists of a Gateway and a route. */
export const gatewayApiLimits: SettingRule = (environment) => {
  if (!environment.mesh.gatewayApi) return [];
  const exposures = exposuresOf(environment);
  const gateways = groupBy(exposures, ({ namespace, gateway }) => `${namespace} ${gateway}`);
  return [...exposures.flatMap(ofRoutes), ...[...gateways.values()].flatMap(ofGateway)];
};

function ofRoutes(exposure: ExposedPort): BrokenSetting[] {
  const { hosts, routes, path } = exposure;
  const matches = routes.map(({ methods }) => methods?.length ?? 1);
  // A route that rewrites is a rule for each of its methods.
  const rules = routes.reduce(
    (sum, { rewrite }, index) => sum + (rewrite === undefined ? 1 : matches[index]!),
    0,
  );
  const all = matches.reduce((sum, count) => sum + count, 0);
  const long = listenersOf(exposure).find(({ name }) => name.length > MOST.name);
  return [
    ...(hosts.length > MOST.hosts
      ? [
          tooMany(
            `${path}.hosts`,
            hosts.length,
            `a route takes ${MOST.hosts} hosts`,
            'expose some under a wildcard, or by another workload',
          ),
        ]
      : []),
    ...(long
      ? [
          tooMany(
            `${path}.hosts`,
            long.hostname,
            `a listener has a name of ${MOST.name} characters, of which the host takes all but 6`,
            'shorten the host',
          ),
        ]
      : []),
    ...(rules > MOST.rules || all > MOST.matches
      ? [
          tooMany(
            `${path}.routes`,
            routes.length,
            `a route takes ${MOST.rules} rules and ${MOST.matches} matches, and these come to ${rules} and ${all}: each method is a match, and with a rewrite a rule`,
            'join routes, or expose some under another host',
          ),
        ]
      : []),
  ];
}

function ofGateway(exposures: readonly ExposedPort[]): BrokenSetting[] {
  const [{ namespace, gateway }] = exposures as [ExposedPort];
  const listeners = exposures.flatMap(listenersOf).length;
  if (listeners <= MOST.listeners) return [];
  return [
    tooMany(
      `namespaces.${namespace}`,
      `${listeners} listeners`,
      `the gateway '${gateway}' of a namespace takes ${MOST.listeners}, one for each host and port`,
      'expose some under a wildcard, on the other gateway, or from another namespace',
    ),
  ];
}

function tooMany(path: string, value: unknown, problem: string, fix: string): BrokenSetting {
  return { path, value, problem: `by the Gateway API, ${problem}`, fix };
}
