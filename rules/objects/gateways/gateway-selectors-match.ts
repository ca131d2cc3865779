import { ingressGatewayName } from '../../../mesh/gateways';
import type { ObjectRule } from '../../rule';

/** A Gateway selects an ingress gateway that runs: AKS takes one that selects none, and no traffic comes through it. */
export const gatewaySelectorsMatch: ObjectRule = (objects, { mesh: { ingressGateways } }) => {
  const running = ingressGateways.map(ingressGatewayName);
  return objects
    .filter(({ kind, apiVersion }) => kind === 'Gateway' && apiVersion.startsWith('networking.istio.io/'))
    .flatMap((object) => {
      const { selector } = (object.spec ?? {}) as { selector?: Record<string, string> };
      if (running.includes(selector?.istio ?? '')) return [];
      return [
        {
          object,
          field: 'spec.selector',
          value: selector,
          problem: 'selects no ingress gateway that runs',
          fix:
            running.length > 0
              ? `select istio=${running.join(' or istio=')}, or add the gateway to 'mesh.ingressGateways'`
              : "add the gateway to 'mesh.ingressGateways', which has none",
        },
      ];
    });
};
