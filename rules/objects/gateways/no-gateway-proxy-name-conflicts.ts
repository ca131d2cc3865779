import { GATEWAY_CLASS, gatewayProxyName } from '../../../mesh/gateways';
import { describeObject, groupKind, qualifiedName } from '../../../objects/identity';
import { getSpec } from '../../../objects/object';
import { type ObjectRule } from '../../rule';
import { findApiGateways } from '../../../objects/gateways';

/** Kinds that Istio creates for a Gateway. Source: AKS documentation, istio-gateway-api.md, 2026-06-16. */
const GATEWAY_OBJECT_KINDS = [
  'Deployment.apps',
  'Service',
  'ServiceAccount',
  'HorizontalPodAutoscaler.autoscaling',
  'PodDisruptionBudget.policy',
];

/** No object has the name of one that Istio creates for a Gateway of the Gateway API: each would overwrite the other. */
export const noGatewayProxyNameConflicts: ObjectRule = (objects) => {
  const gateways = new Map(
    [...findApiGateways(objects)]
      .filter(([, gateway]) => getSpec(gateway).gatewayClassName === GATEWAY_CLASS)
      .map(([name, gateway]) => [gatewayProxyName(name), gateway]),
  );
  return objects
    .filter((object) => GATEWAY_OBJECT_KINDS.includes(groupKind(object)))
    .flatMap((object) => {
      const gateway = gateways.get(qualifiedName(object));
      if (!gateway) return [];
      return [
        {
          object,
          field: 'metadata.name',
          value: object.metadata.name,
          problem: `is the name that Istio gives to the proxies of ${describeObject(gateway)}`,
          fix: 'rename it: for a workload, in its application',
        },
      ];
    });
};
