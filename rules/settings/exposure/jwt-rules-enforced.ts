import { resolveMtls } from '../../../model/plan/mtls';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** A token that an exposed port requires is checked: by a sidecar that can identify the gateway, or by the gateway, which knows the host. */
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
            'the gateway also accepts this host with a port after it, which a policy cannot match for a wildcard host: such requests would need no token',
          fix: "name each host, or check the token at the workload: remove 'jwt.at'",
        }));
    const workload = workloads.get(path.slice(0, path.lastIndexOf('.expose.')))!;
    const at = { path: `${path}.jwt.at`, value: jwt.at };
    if (workload.namespaceSettings.revision === undefined)
      return [
        {
          ...at,
          problem: `the namespace '${workload.namespace}' has no 'revision', so its pods have no sidecars to check a token`,
          fix: "set 'revision', or jwt: { at: 'gateway' }",
        },
      ];
    if (resolveMtls(environment, workload, portName) !== 'DISABLE') return [];
    return [
      {
        ...at,
        problem: `the port '${portName}' accepts only plaintext, so its sidecar cannot identify the gateway, whose requests need a token`,
        fix: `let the port also accept mTLS, mtls: { '${portName}': 'PERMISSIVE' }; or set jwt: { at: 'gateway' }`,
      },
    ];
  });
};
