import type { V1NetworkPolicyPeer, V1NetworkPolicySpec } from '@kubernetes/client-node';
import { findGateways } from './gateways';
import { getApiGroup, isKind } from './identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from './object';
import { findVirtualServices, type HttpMatch } from './virtual-services';

/** A namespace that an object names beside its own, and the field that does. */
export interface NamedNamespace {
  readonly field: string;
  readonly namespace: string;
}

/** Label of every namespace, with its name. Source: Kubernetes documentation, Well-Known Labels, Annotations and Taints. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Names that stand for the own namespace, every namespace and none. Source: Istio documentation, Sidecar and Virtual Service, exportTo. */
const SHORTHANDS = ['', '.', '*', '~'];

/**
 * Every namespace that an object names: to which it exports, whose routes a Gateway accepts, whose callers a route is for, and whose
 * pods are peers of a NetworkPolicy. Callers of policies and hosts of Sidecars are questions of their own.
 */
export function listNamedNamespaces(object: KubernetesObject): NamedNamespace[] {
  return [
    ...exportNamespaces(object),
    ...gatewayNamespaces(object),
    ...callerNamespaces(object),
    ...peerNamespaces(object),
  ].filter(({ namespace }) => !SHORTHANDS.includes(namespace));
}

function exportNamespaces(object: KubernetesObject): NamedNamespace[] {
  if (getApiGroup(object) !== 'networking.istio.io') return [];
  return listStrings(getSpec(object).exportTo).map((namespace) => ({ field: 'spec.exportTo', namespace }));
}

function gatewayNamespaces(object: KubernetesObject): NamedNamespace[] {
  return findGateways([object]).flatMap(({ servers }) =>
    servers.flatMap(({ hosts }, index) =>
      listStrings(hosts)
        .filter((host) => host.includes('/'))
        .map((host) => ({ field: `spec.servers.${index}.hosts`, namespace: host.split('/')[0]! })),
    ),
  );
}

function callerNamespaces(object: KubernetesObject): NamedNamespace[] {
  return findVirtualServices([object]).flatMap(({ routes }) =>
    routes.flatMap(({ route, field }) =>
      listObjects<HttpMatch>(route.match).flatMap(({ sourceNamespace }, index) =>
        typeof sourceNamespace === 'string'
          ? [{ field: `${field}.match.${index}.sourceNamespace`, namespace: sourceNamespace }]
          : [],
      ),
    ),
  );
}

/** A peer of a NetworkPolicy, with the field that has it. */
export interface PlacedPeer {
  readonly field: string;
  readonly peer: V1NetworkPolicyPeer;
}

/** The peers of a NetworkPolicy; none for another object. */
export function listPeers(object: KubernetesObject): PlacedPeer[] {
  if (!isKind(object, 'NetworkPolicy.networking.k8s.io')) return [];
  const { ingress, egress } = getSpec<V1NetworkPolicySpec>(object);
  const place = (peers: unknown, field: string) =>
    listObjects<V1NetworkPolicyPeer>(peers).map((peer, index) => ({ peer, field: `${field}.${index}` }));
  return [
    ...listObjects<{ from?: unknown }>(ingress).flatMap(({ from }, index) =>
      place(from, `spec.ingress.${index}.from`),
    ),
    ...listObjects<{ to?: unknown }>(egress).flatMap(({ to }, index) => place(to, `spec.egress.${index}.to`)),
  ];
}

function peerNamespaces(object: KubernetesObject): NamedNamespace[] {
  return listPeers(object).flatMap(({ field, peer: { namespaceSelector } }) => {
    const namespace = namespaceSelector?.matchLabels?.[NAMESPACE_NAME];
    return typeof namespace === 'string' ? [{ field: `${field}.namespaceSelector`, namespace }] : [];
  });
}
