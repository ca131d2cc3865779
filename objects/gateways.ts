import {
  GATEWAY_API_GROUP,
  GATEWAY_NAME_LABEL,
  gatewayProxyName,
  INGRESS_NAMESPACE,
  ingressGatewayName,
  type IngressGateway,
} from '../mesh/gateways';
import { filterKind, getNamespace, indexKind, qualifiedName } from './identity';
import { getSpec, listObjects, type KubernetesObject } from './object';

/** A server of a Gateway: what it listens for. */
export interface GatewayServer {
  readonly port?: { readonly number?: number; readonly name?: string; readonly protocol?: string };
  readonly hosts?: readonly string[];
  readonly tls?: Readonly<Record<string, unknown>>;
}

/** A Gateway of Istio's, as far as rules look at it. */
export interface Gateway {
  readonly object: KubernetesObject;
  /** Such as `shop/web`. */
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly servers: readonly GatewayServer[];
}

/** Istio's Gateways among rendered objects. */
export function findGateways(objects: readonly KubernetesObject[]): Gateway[] {
  return filterKind(objects, 'Gateway.networking.istio.io').map((object) => {
    const { selector, servers } = getSpec(object);
    return {
      object,
      name: qualifiedName(object),
      selector: (selector ?? {}) as Record<string, string>,
      servers: listObjects<GatewayServer>(servers),
    };
  });
}

/**
 * Full name of a Gateway that a VirtualService names, such as `shop/web`.
 *
 * Source: istio/istio, pilot/pkg/model, resolveGatewayName.
 */
export function resolveGatewayName(name: string, object: KubernetesObject): string {
  if (name === 'mesh') return name;
  const own = getNamespace(object);
  const [before, after] = name.split('/', 2);
  if (after !== undefined) return `${before === '.' ? own : before}/${after}`;
  // The notation before slashes: `web.shop.svc.cluster.local`.
  const [short, namespace = own] = name.split('.');
  return `${namespace}/${short}`;
}

/** The Gateways of Kubernetes' Gateway API among rendered objects, by their full names, such as `shop/external`. */
export function findApiGateways(objects: readonly KubernetesObject[]): ReadonlyMap<string, KubernetesObject> {
  return indexKind(objects, `Gateway.${GATEWAY_API_GROUP}`);
}

/**
 * What makes the pods of ingress gateways, as far as it is known: none of it is rendered. AKS runs those that are enabled, and
 * Istio makes one for each rendered Gateway of the Gateway API. Only the label that a Gateway selects them by is documented.
 */
export function listGatewayPods(
  objects: readonly KubernetesObject[],
  enabled: readonly IngressGateway[],
): KubernetesObject[] {
  const pods = (name: string, namespace: string, labels: Readonly<Record<string, string>>) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { template: { metadata: { labels } } },
  });
  return [
    ...enabled.map(ingressGatewayName).map((name) => pods(name, INGRESS_NAMESPACE, { istio: name })),
    ...[...findApiGateways(objects).values()].map((gateway) => {
      const { name } = gateway.metadata;
      return pods(gatewayProxyName(name), getNamespace(gateway), { [GATEWAY_NAME_LABEL]: name });
    }),
  ];
}
