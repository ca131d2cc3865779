import { exposuresOf } from '../model/exposures';
import type { SettingRule } from './rule';

/** A port is exposed on an ingress gateway that the cluster runs. */
export const exposedGatewaysRun: SettingRule = (environment) => {
  const { ingressGateways } = environment.mesh;
  return exposuresOf(environment)
    .filter(({ gateway }) => !ingressGateways.includes(gateway))
    .map(({ gateway, path }) => ({
      path: `${path}.gateway`,
      value: gateway,
      problem: `this ingress gateway does not run: 'mesh.ingressGateways' has ${ingressGateways.join(', ') || 'none'}`,
      fix: `add '${gateway}' to 'mesh.ingressGateways', or expose the port on a gateway that runs`,
    }));
};
