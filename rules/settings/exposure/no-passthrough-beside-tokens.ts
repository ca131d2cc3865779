import type { SettingRule } from '../../rule';

/**
 * A gateway that checks the tokens of HTTPS requests passes no TLS through: a policy that denies requests on port 443 denies every
 * connection there whose requests the gateway does not read.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/security/authz/model; istioctl analyze, IST0133.
 */
export const noPassthroughBesideTokens: SettingRule = (environment) => {
  const passed = Map.groupBy(
    environment.exposures.filter(({ tls }) => tls?.mode === 'PASSTHROUGH'),
    ({ gateway }) => gateway,
  );
  return environment.exposures
    .filter(({ jwt, tls }) => jwt?.at === 'gateway' && tls !== undefined)
    .flatMap(({ path, gateway }) => {
      const [other] = passed.get(gateway) ?? [];
      if (!other) return [];
      return [
        {
          path: `${path}.jwt.at`,
          value: 'gateway',
          problem: `the policy that asks for the token on port 443 would deny all TLS to '${other.hosts.join(', ')}', which the same gateway passes through to '${other.service}' of '${other.application}'`,
          fix: "check the token at the workload: remove 'jwt.at'; or expose one of the two on the other gateway",
        },
      ];
    });
};
