import { ingressGatewayName } from '../mesh/gateways';
import { nameOf, type Rule } from './rule';

/** A Gateway selects an ingress gateway that runs: AKS takes one that selects none, and no traffic comes through it. */
export const gatewayRuns: Rule = (objects, { ingressGateways }) => {
  const running = ingressGateways.map(ingressGatewayName);
  return objects
    .filter(({ kind, apiVersion }) => kind === 'Gateway' && apiVersion.startsWith('networking.istio.io/'))
    .flatMap((object) => {
      const { selector = {} } = object.spec as { selector?: Record<string, string> };
      const selected = selector.istio ?? 'none';
      return running.includes(selected)
        ? []
        : `${nameOf(object)} selects istio=${selected}, which does not run; select ${running.join(' or ') || 'none: there is no gateway'}, or add it to 'mesh.ingressGateways'`;
    });
};
