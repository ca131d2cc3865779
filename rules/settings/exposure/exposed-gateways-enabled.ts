import type { SettingRule } from '../../rule';

/** A port is exposed on an ingress gateway that the cluster runs; with the Gateway API, Istio creates the gateways that are needed. */
export const exposedGatewaysEnabled: SettingRule = (environment) => {
  const { ingressGateways, gatewayApi } = environment.mesh;
  if (gatewayApi) return [];
  return environment.exposures
    .filter(({ gateway }) => !ingressGateways.includes(gateway))
    .map(({ gateway, path }) => ({
      path: `${path}.gateway`,
      value: gateway,
      problem: `this ingress gateway is not enabled: 'mesh.ingressGateways' has ${ingressGateways.join(', ') || 'none'}`,
      fix: `add '${gateway}' to 'mesh.ingressGateways', or expose the port on a gateway that is enabled`,
    }));
};
