import { resolveMtls } from '../../../model/plan/mtls';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * istiod fetches an issuer's keys from outside the mesh: a workload that rejects plaintext, or that allows only declared
 * callers, gives it none, and every token is then rejected.
 *
 * Source: istio/istio issues 40553 and 53260.
 */
export const jwksReachable: SettingRule = (environment) => {
  const workloads = Map.groupBy(environment.workloads, ({ namespace, name }) => `${namespace}/${name}`);
  return environment.exposures.flatMap(({ jwt, path }) =>
    (jwt?.issuers ?? []).flatMap(({ jwksUri }, index): SettingFault[] => {
      if (jwksUri === undefined) return [];
      const { hostname, port, protocol } = new URL(jwksUri);
      const [, service, namespace] = /^([^.]+)\.([^.]+)(?:\.svc(?:\.cluster\.local)?)?$/.exec(hostname) ?? [];
      const number = Number(port) || (protocol === 'https:' ? 443 : 80);
      const issuer = workloads.get(`${namespace}/${service}`)?.[0];
      const name = issuer && issuer.ports.find((each) => each.port === number)?.name;
      if (!issuer || name === undefined || issuer.namespaceSettings.revision === undefined) return [];
      const at = { path: `${path}.jwt.issuers.${index}.jwksUri`, value: jwksUri };
      const problem = (why: string) =>
        `istiod fetches these keys from outside the mesh, and '${issuer.name}' ${why}: every token would be rejected`;
      if (issuer.namespaceSettings.authorization === 'on' || issuer.namespaceSettings.networkPolicies)
        return [
          {
            ...at,
            problem: problem('allows only declared callers, and istiod is not one'),
            fix: "set the keys themselves as 'jwks'",
          },
        ];
      if (resolveMtls(environment, issuer, name) !== 'STRICT') return [];
      return [
        {
          ...at,
          problem: problem('rejects plaintext'),
          fix: `set the keys themselves as 'jwks', or let that port accept plaintext: mtls: { '${name}': 'PERMISSIVE' } of '${issuer.name}'`,
        },
      ];
    }),
  );
};
