import { listGatewaySettings, type PlacedGatewaySettings } from '../../../model/plan/gateway-settings';
import type { Plan } from '../../../model/plan';
import type { SettingRule } from '../../rule';

/**
 * Settings of an ingress gateway are for a gateway that runs: one of AKS that is enabled, or with the Gateway API a Gateway of a
 * namespace, which has one for what it exposes.
 */
export const configuredGatewaysEnabled: SettingRule = (environment) => {
  const used = new Set(environment.exposures.map(({ namespace, gateway }) => `${namespace} ${gateway}`));
  return listGatewaySettings(environment).flatMap((placed) => {
    const wrong =
      placed.namespace === undefined
        ? findUnused(placed, environment)
        : findUnusedGateway(placed, placed.namespace, environment, used);
    return wrong ? [{ path: placed.path, value: placed.settings, ...wrong }] : [];
  });
};

interface Wrong {
  readonly problem: string;
  readonly fix: string;
}

function findUnused({ gateway }: PlacedGatewaySettings, { mesh }: Plan): Wrong | undefined {
  const { ingressGateways, gatewayApi } = mesh;
  if (ingressGateways.includes(gateway)) return undefined;
  return {
    problem: `this ingress gateway is not enabled: 'mesh.ingressGateways' has ${ingressGateways.join(', ') || 'none'}`,
    fix: gatewayApi
      ? `set the annotations of a namespace's own Gateway under 'namespaces.NAME.gateways.${gateway}', or add '${gateway}' to 'mesh.ingressGateways'`
      : `add '${gateway}' to 'mesh.ingressGateways', or remove its settings`,
  };
}

function findUnusedGateway(
  { gateway }: PlacedGatewaySettings,
  namespace: string,
  { mesh }: Plan,
  used: ReadonlySet<string>,
): Wrong | undefined {
  if (!mesh.gatewayApi)
    return {
      problem: "only with 'mesh.gatewayApi' does a namespace have Gateways of its own",
      fix: `set it under 'mesh.gateways.${gateway}' for the gateway that AKS runs for all namespaces, or set mesh: { gatewayApi: true }`,
    };
  if (used.has(`${namespace} ${gateway}`)) return undefined;
  return {
    problem: `nothing in '${namespace}' is exposed on the ${gateway} gateway, so it has no such Gateway`,
    fix: 'expose a port of one of its workloads there, or remove the settings',
  };
}
