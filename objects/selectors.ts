import type { V1LabelSelector, V1LabelSelectorRequirement } from '@kubernetes/client-node';
import { groupKind, isKind, type Kind } from './identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from './object';
import { getPodTemplate } from './pod-template';

type Labels = Readonly<Record<string, string>>;

/** What the labels of pods have to be. */
export interface Selector {
  readonly labels: Labels;
  readonly requirements: readonly V1LabelSelectorRequirement[];
}

/** A Gateway of the Gateway API that a policy is for. */
interface Target {
  readonly kind: string;
  readonly name: string;
}

/** The Gateways of the Gateway API that a policy is for instead of pods; none for one that picks pods. */
export function getTargetRefs(policy: KubernetesObject): readonly Target[] {
  return listObjects(getSpec(policy).targetRefs);
}

/** Where the spec of a kind has its selector, if that is not `selector`. */
const FIELDS: Readonly<Record<string, string>> = {
  'NetworkPolicy.networking.k8s.io': 'podSelector',
  'Sidecar.networking.istio.io': 'workloadSelector',
};

/** The field of a kind's spec that picks pods. */
export function selectorField(kind: Kind): string {
  return FIELDS[groupKind(kind)] ?? 'selector';
}

/**
 * How a Service, a policy or a controller selects pods of its namespace; an empty selector selects all of them, and undefined
 * none: a Service without one, and a policy for Gateways, whose pods are not rendered.
 */
export function getSelector(object: KubernetesObject): Selector | undefined {
  const field = getSpec(object)[selectorField(object)];
  const stated: V1LabelSelector & { labels?: Labels } =
    typeof field === 'object' && field !== null ? field : {};
  if (isKind(object, 'Service'))
    return Object.keys(stated).length > 0 ? { labels: stated as Labels, requirements: [] } : undefined;
  if (getTargetRefs(object).length > 0) return undefined;
  return toSelector(stated);
}

/** The labels that pods need for the selector of an object. */
export function getSelectorLabels(object: KubernetesObject): Labels {
  return getSelector(object)?.labels ?? {};
}

/** Whether labels have all those that are asked for. */
export function matchesLabels(labels: Labels | undefined, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
}

/** A selector as Kubernetes and Istio write it; an empty one selects all. */
export function toSelector(stated: V1LabelSelector & { readonly labels?: Labels }): Selector {
  const requirements = listObjects<V1LabelSelectorRequirement>(stated.matchExpressions);
  return { labels: stated.matchLabels ?? stated.labels ?? {}, requirements };
}

/** Whether labels are what a selector asks for. */
export function matchesSelector(labels: Labels, { labels: wanted, requirements }: Selector): boolean {
  return matchesLabels(labels, wanted) && requirements.every((each) => meetsRequirement(labels, each));
}

/** Source: Kubernetes documentation, Labels and Selectors, Resources that support set-based requirements. */
function meetsRequirement(labels: Labels, { key, operator, values }: V1LabelSelectorRequirement): boolean {
  const value = labels[key];
  const isOneOf = value !== undefined && listStrings(values).includes(value);
  return { In: isOneOf, NotIn: !isOneOf, Exists: value !== undefined }[operator] ?? value === undefined;
}

/** Key of what a namespace has by a label, or has at all. */
export function labelKey(namespace = '', label: readonly string[] = []): string {
  return [namespace, ...label].join(' ');
}

/** Finds the objects whose pods another selects, by an index of their labels. */
export function createPodFinder(
  objects: readonly KubernetesObject[],
): (object: KubernetesObject, selector?: Selector) => readonly KubernetesObject[] {
  const labeled = objects.flatMap((object) => {
    const template = getPodTemplate(object);
    if (!template) return [];
    const labels = template.metadata?.labels ?? {};
    return [undefined, ...Object.entries(labels)].map((label) => ({
      key: labelKey(object.metadata.namespace, label),
      pods: object,
      labels,
    }));
  });
  const index = Map.groupBy(labeled, ({ key }) => key);
  return (object, selector = getSelector(object)) => {
    if (!selector) return [];
    return (index.get(labelKey(object.metadata.namespace, Object.entries(selector.labels)[0])) ?? [])
      .filter(({ labels }) => matchesSelector(labels, selector))
      .map(({ pods }) => pods);
  };
}
