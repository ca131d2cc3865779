import { listGatewaySettings } from '../../../model/plan/gateway-patches';
import type { SettingRule } from '../../rule';

/** The load balancer of a gateway has the ports that are exposed on it: an annotation can remove 80 or 443. */
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
            problem: `removes port ${port} from the load balancer, on which '${user.service}' of '${user.application}' is exposed`,
            fix:
              port === 443
                ? "remove the annotation, or 'tls' of the exposed port"
                : "remove the annotation, or set tls: { plaintext: 'off' } if no client uses plain HTTP",
          },
        ];
      }),
  );
};
