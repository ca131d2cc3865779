import { ingressGatewayName } from '../../../mesh/gateways';
import { findGateways } from '../../../objects/gateways';
import { getSpec } from '../../../objects/object';
import type { ObjectRule } from '../../rule';

/** A Gateway selects an enabled ingress gateway: AKS accepts one that selects none, and it gets no traffic. */
export const gatewaySelectorsMatch: ObjectRule = (objects, { mesh: { ingressGateways } }) => {
  const running = ingressGateways.map(ingressGatewayName);
  return findGateways(objects)
    .filter(({ selector }) => !running.includes(selector.istio ?? ''))
    .map(({ object }) => ({
      object,
      field: 'spec.selector',
      value: getSpec(object).selector,
      problem: 'selects no ingress gateway that is enabled',
      fix:
        running.length > 0
          ? `select istio=${running.join(' or istio=')}, or add the gateway to 'mesh.ingressGateways'`
          : "add the gateway to 'mesh.ingressGateways', which has none",
    }));
};
