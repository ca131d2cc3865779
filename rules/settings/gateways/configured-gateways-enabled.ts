import { listGatewaySettings } from '../../../model/plan/gateway-patches';
import type { SettingRule } from '../../rule';

/** Settings of an ingress gateway are for a gateway that is enabled. */
export const configuredGatewaysEnabled: SettingRule = (environment) => {
  const { ingressGateways } = environment.mesh;
  return listGatewaySettings(environment)
    .filter(({ gateway }) => !ingressGateways.includes(gateway))
    .map(({ gateway, settings, path }) => ({
      path,
      value: settings,
      problem: `this ingress gateway is not enabled: 'mesh.ingressGateways' has ${ingressGateways.join(', ') || 'none'}`,
      fix: `add '${gateway}' to 'mesh.ingressGateways', or remove its settings`,
    }));
};
