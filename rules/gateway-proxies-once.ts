import { GATEWAY_CLASS, gatewayProxyName } from '../mesh/gateways';
import { specOf } from './istio';
import { nameOf, type ObjectRule } from './rule';
import { apiGatewaysIn } from './selected';

/** Kinds that Istio makes for a Gateway. Source: AKS documentation, istio-gateway-api.md, 2026-06-16. */
const MADE = ['Deployment', 'Service', 'ServiceAccount', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'];

/** Nothing has the name of what Istio makes for a Gateway of the Gateway API: the two would write over each other. */
export const gatewayProxiesOnce: ObjectRule = (objects) => {
  const gateways = new Map(
    [...apiGatewaysIn(objects)]
      .filter(([, gateway]) => specOf(gateway).gatewayClassName === GATEWAY_CLASS)
      .map(([name, gateway]) => [gatewayProxyName(name), gateway]),
  );
  return objects
    .filter(({ kind }) => MADE.includes(kind))
    .flatMap((object) => {
      const { namespace, name } = object.metadata;
      const gateway = gateways.get(`${namespace}/${name}`);
      if (!gateway) return [];
      return [
        {
          object,
          field: 'metadata.name',
          value: name,
          problem: `is the name that Istio gives to what runs ${nameOf(gateway)}`,
          fix: 'rename it: for a workload, in its application',
        },
      ];
    });
};
