import { GATEWAY_API_GROUP } from '../mesh/gateways';
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
