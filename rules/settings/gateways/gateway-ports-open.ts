import { listGatewaySettings } from '../../../model/plan/gateway-patches';
import type { SettingRule } from '../../rule';

/** The load balancer of a gateway has the ports that are exposed on it: an annotation can take 80 or 443 off it. */
export const gatewayPortsOpen: SettingRule = (environment) => {
  // With the Gateway API, what is exposed has load balancers of its own.
  const exposures = environment.mesh.gatewayApi ? [] : environment.exposures;
  return listGatewaySettings(environment).flatMap(({ gateway, settings: { annotations }, path }) =>
    ([80, 443] as const)
      .map((port) => ({ port, name: `service.beta.kubernetes.io/port_${port}_no_lb_rule` as const }))
      .filter(({ name }) => annotations[name] === 'true')
      .flatMap(({ port, name }) => {
        const user = exposures.find(
          ({ gateway: own, tls }) => own === gateway && (port === 443 ? tls : tls?.plaintext !== 'off'),
        );
        if (!user) return [];
        return [
          {
            path: `${path}.annotations.${name}`,
            value: 'true',
            problem: `takes port ${port} off the load balancer, on which '${user.service}' of '${user.application}' is exposed`,
            fix:
              port === 443
                ? "take the annotation out, or 'tls' of what is exposed"
                : "take the annotation out, or state tls: { plaintext: 'off' } where nobody comes by plain HTTP",
          },
        ];
      }),
  );
};
