import { AKS_GATEWAY_REPLICAS } from '../mesh/gateways';
import type { GatewayPatch, PartialObject } from '../model/plan/gateway-patches';
import { getValueAt } from '../model/fault';
import type { KubernetesObject } from '../objects/object';

/** The field manager of the settings of gateways. Source: Kubernetes documentation, Server-Side Apply. */
export const FIELD_MANAGER = 'aks-istio-cdk';

interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly fieldsV1?: object;
}

/** Fields of an object that were applied as settings and that nothing else has set since, as paths of keys. */
export function appliedFields({ metadata: { managedFields = [] } }: KubernetesObject): string[][] {
  return (managedFields as readonly ManagedFields[])
    .filter(({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply')
    .flatMap(({ fieldsV1 = {} }) => listLeaves(fieldsV1, []));
}

/**
 * What an object of a gateway should have: its patch. If the bounds of an autoscaler were removed from the settings, that is AKS's own
 * bounds, since Kubernetes accepts no autoscaler without them.
 */
export function desiredObject({ object }: GatewayPatch, live: KubernetesObject): PartialObject {
  const hadBounds = appliedFields(live).some(([top]) => top === 'spec');
  if (object.kind !== 'HorizontalPodAutoscaler' || object.spec || !hadBounds) return object;
  const { min, max } = AKS_GATEWAY_REPLICAS;
  return { ...object, spec: { minReplicas: min, maxReplicas: max } };
}

/** Fields that earlier settings left on an object, as paths of keys. */
export function staleFields(wanted: PartialObject, live: KubernetesObject): string[][] {
  return appliedFields(live).filter((path) => getValueAt(wanted, path) === undefined);
}

/** Names of fields start with `f:`; `.` is the field around them. */
function listLeaves(fields: object, path: readonly string[]): string[][] {
  const names = Object.entries(fields).filter(([key]) => key.startsWith('f:'));
  if (names.length === 0) return path.length > 0 ? [[...path]] : [];
  return names.flatMap(([key, below]) => listLeaves(below as object, [...path, key.slice(2)]));
}
