import { GATEWAY_CLASS, gatewayProxyName } from '../../../mesh/gateways';
import { getSpec, describeObject } from '../../../objects/object';
import { type ObjectRule } from '../../rule';
import { findApiGateways } from '../../../objects/selectors';

/** Kinds that Istio makes for a Gateway. Source: AKS documentation, istio-gateway-api.md, 2026-06-16. */
const GATEWAY_OBJECT_KINDS = [
  'Deployment',
  'Service',
  'ServiceAccount',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
];

/** Nothing has the name of what Istio makes for a Gateway of the Gateway API: the two would write over each other. */
export const noGatewayProxyNameConflicts: ObjectRule = (objects) => {
  const gateways = new Map(
    [...findApiGateways(objects)]
      .filter(([, gateway]) => getSpec(gateway).gatewayClassName === GATEWAY_CLASS)
      .map(([name, gateway]) => [gatewayProxyName(name), gateway]),
  );
  return objects
    .filter(({ kind }) => GATEWAY_OBJECT_KINDS.includes(kind))
    .flatMap((object) => {
      const { namespace, name } = object.metadata;
      const gateway = gateways.get(`${namespace}/${name}`);
      if (!gateway) return [];
      return [
        {
          object,
          field: 'metadata.name',
          value: name,
          problem: `is the name that Istio gives to what runs ${describeObject(gateway)}`,
          fix: 'rename it: for a workload, in its application',
        },
      ];
    });
};
