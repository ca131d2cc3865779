import type { SettingRule } from '../../rule';

/** A port is exposed on an ingress gateway that the cluster runs; with the Gateway API, Istio makes those that are needed. */
export const exposedGatewaysEnabled: SettingRule = (environment) => {
  const { ingressGateways, gatewayApi } = environment.mesh;
  if (gatewayApi) return [];
  return environment.exposures
    .filter(({ gateway }) => !ingressGateways.includes(gateway))
    .map(({ gateway, path }) => ({
      path: `${path}.gateway`,
      value: gateway,
      problem: `this ingress gateway does not run: 'mesh.ingressGateways' has ${ingressGateways.join(', ') || 'none'}`,
      fix: `add '${gateway}' to 'mesh.ingressGateways', or expose the port on a gateway that runs`,
    }));
};
