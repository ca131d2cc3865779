import { resolveMtls } from '../../../model/plan/mtls';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * istiod fetches an issuer's keys, and istiod is outside of the mesh: a workload that refuses plaintext, or that lets in declared
 * callers only, gives it none, and every token is then refused.
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
        `istiod fetches these keys from outside of the mesh, and '${issuer.name}' ${why}: every token would be refused`;
      if (issuer.namespaceSettings.authorization === 'on' || issuer.namespaceSettings.networkPolicies)
        return [
          {
            ...at,
            problem: problem('lets in declared callers only, of which istiod is none'),
            fix: "state the keys themselves as 'jwks'",
          },
        ];
      if (resolveMtls(environment, issuer, name) !== 'STRICT') return [];
      return [
        {
          ...at,
          problem: problem('refuses plaintext'),
          fix: `state the keys themselves as 'jwks', or let that port take plaintext: mtls: { '${name}': 'PERMISSIVE' } of '${issuer.name}'`,
        },
      ];
    }),
  );
};
