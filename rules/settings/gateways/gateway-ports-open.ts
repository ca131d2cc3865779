import { listeningPorts } from '../../../model/plan/exposures';
import { listGatewaySettings } from '../../../model/plan/gateway-settings';
import type { SettingRule } from '../../rule';

/** The load balancer of a gateway has the ports that are exposed on it: an annotation can remove 80 or 443. */
export const gatewayPortsOpen: SettingRule = (environment) => {
  const { exposures, mesh } = environment;
  // With the Gateway API, what a namespace exposes has load balancers of its own.
  const keyOf = (gateway: string, namespace = '') => `${gateway} ${mesh.gatewayApi ? namespace : ''}`;
  const exposed = Map.groupBy(exposures, ({ gateway, namespace }) => keyOf(gateway, namespace));
  return listGatewaySettings(environment).flatMap(({ gateway, namespace, settings: { annotations }, path }) =>
    ([80, 443] as const)
      .map((port) => ({ port, name: `service.beta.kubernetes.io/port_${port}_no_lb_rule` as const }))
      .filter(({ name }) => annotations[name]?.toLowerCase() === 'true')
      .flatMap(({ port, name }) => {
        const user = exposed
          .get(keyOf(gateway, namespace))
          ?.find((exposure) => listeningPorts(exposure).includes(port));
        if (!user) return [];
        return [
          {
            path: `${path}.annotations.${name}`,
            value: annotations[name],
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
