import { listGatewaySettings } from '../../../model/plan/gateway-patches';
import type { SettingRule } from '../../rule';

/** Settings of an ingress gateway are of one that the cluster runs: there is nothing else to set them on. */
export const configuredGatewaysEnabled: SettingRule = (environment) => {
  const { ingressGateways } = environment.mesh;
  return listGatewaySettings(environment)
    .filter(({ gateway }) => !ingressGateways.includes(gateway))
    .map(({ gateway, settings, path }) => ({
      path,
      value: settings,
      problem: `this ingress gateway does not run: 'mesh.ingressGateways' has ${ingressGateways.join(', ') || 'none'}`,
      fix: `add '${gateway}' to 'mesh.ingressGateways', or take its settings out`,
    }));
};
