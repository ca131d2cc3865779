import { resolveMtls } from '../../../model/plan/mtls';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** A token that an exposed port asks for is looked at: by a sidecar that knows the gateway, or by the gateway that knows the host. */
export const jwtRulesEnforced: SettingRule = (environment) => {
  const workloads = new Map(environment.workloads.map((each) => [each.path, each]));
  return environment.exposures.flatMap(({ jwt, hosts, path, portName }): SettingFault[] => {
    if (!jwt) return [];
    if (jwt.at === 'gateway')
      return hosts
        .filter((host) => host.startsWith('*.'))
        .map((host) => ({
          path: `${path}.hosts`,
          value: host,
          problem:
            'the gateway also takes this host with a port behind it, which no policy can tell of a wildcard: such requests would need no token',
          fix: "name each host, or check the token at the workload: leave 'jwt.at' out",
        }));
    const workload = workloads.get(path.slice(0, path.lastIndexOf('.expose.')))!;
    const at = { path: `${path}.jwt.at`, value: jwt.at };
    if (workload.namespaceSettings.revision === undefined)
      return [
        {
          ...at,
          problem: `the namespace '${workload.namespace}' has no 'revision', so that its pods have no sidecars that could check a token`,
          fix: "state 'revision', or jwt: { at: 'gateway' }",
        },
      ];
    if (resolveMtls(environment, workload, portName) !== 'DISABLE') return [];
    return [
      {
        ...at,
        problem: `the port '${portName}' takes plaintext only, so that its sidecar can not tell the gateway, whose requests need a token`,
        fix: `let the port take mutual TLS too, mtls: { '${portName}': 'PERMISSIVE' }; or state jwt: { at: 'gateway' }`,
      },
    ];
  });
};
