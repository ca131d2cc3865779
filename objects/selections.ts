import { getNamespace } from './identity';
import { listPeers, NAMESPACE_NAME } from './named-namespaces';
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
  return listPeers(object).flatMap(({ field, peer: { podSelector, namespaceSelector } }) => {
    const namespace = namespaceSelector
      ? namespaceSelector.matchLabels?.[NAMESPACE_NAME]
      : getNamespace(object);
    if (!podSelector || namespace === undefined) return [];
    return [
      { field: `${field}.podSelector`, value: podSelector, namespace, selector: toSelector(podSelector) },
    ];
  });
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
