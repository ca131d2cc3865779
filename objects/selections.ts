import type { V1NetworkPolicyPeer, V1NetworkPolicySpec } from '@kubernetes/client-node';
import { getNamespace, isKind } from './identity';
import { getSpec, listObjects, type KubernetesObject } from './object';
import {
  EVERY_NAMESPACE,
  getSelectedNamespace,
  getSelector,
  isForAll,
  selectorField,
  selectsPods,
  toSelector,
  type Selector,
} from './selectors';
import { findVirtualServices, type HttpMatch } from './virtual-services';

/** Pods that an object picks by their labels. */
export interface Selection {
  readonly field: string;
  readonly value: unknown;
  /** Where the pods are; `*` stands for every namespace. */
  readonly namespace: string;
  readonly selector: Selector;
}

/** Label of every namespace, with its name. Source: Kubernetes documentation, Well-Known Labels, Annotations and Taints. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Every place where an object picks some pods by their labels: its own selector, the peers of a NetworkPolicy, and the callers
 * that a route of a VirtualService is for. Peers in namespaces that are not picked by name are left out.
 */
export function listSelections(object: KubernetesObject): Selection[] {
  return [...ownSelection(object), ...peerSelections(object), ...callerSelections(object)].filter(
    ({ selector }) => !isForAll(selector),
  );
}

function ownSelection(object: KubernetesObject): Selection[] {
  const selector = selectsPods(object) ? getSelector(object) : undefined;
  if (!selector) return [];
  const field = selectorField(object);
  const namespace = getSelectedNamespace(object, selector);
  return [{ field: `spec.${field}`, value: getSpec(object)[field], namespace, selector }];
}

function peerSelections(object: KubernetesObject): Selection[] {
  if (!isKind(object, 'NetworkPolicy.networking.k8s.io')) return [];
  const { ingress, egress } = getSpec<V1NetworkPolicySpec>(object);
  const lists = [
    ...listObjects<{ from?: unknown }>(ingress).map(({ from }, index) => ({
      peers: from,
      at: `ingress.${index}.from`,
    })),
    ...listObjects<{ to?: unknown }>(egress).map(({ to }, index) => ({
      peers: to,
      at: `egress.${index}.to`,
    })),
  ];
  return lists.flatMap(({ peers, at }) =>
    listObjects<V1NetworkPolicyPeer>(peers).flatMap(({ podSelector, namespaceSelector }, index) => {
      const namespace = namespaceSelector
        ? namespaceSelector.matchLabels?.[NAMESPACE_NAME]
        : getNamespace(object);
      if (!podSelector || namespace === undefined) return [];
      const field = `spec.${at}.${index}.podSelector`;
      return [{ field, value: podSelector, namespace, selector: toSelector(podSelector) }];
    }),
  );
}

function callerSelections(object: KubernetesObject): Selection[] {
  return findVirtualServices([object]).flatMap(({ routes }) =>
    routes.flatMap(({ route, field }) =>
      listObjects<HttpMatch>(route.match).flatMap(({ sourceLabels, sourceNamespace }, index) => {
        if (!sourceLabels) return [];
        const at = `${field}.match.${index}.sourceLabels`;
        const selector = { labels: sourceLabels, requirements: [] };
        return [{ field: at, value: sourceLabels, namespace: sourceNamespace ?? EVERY_NAMESPACE, selector }];
      }),
    ),
  );
}
