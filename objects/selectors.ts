import type { V1LabelSelector, V1LabelSelectorRequirement } from '@kubernetes/client-node';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { groupKind, type Kind } from './identity';
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
  const { targetRef, targetRefs } = getSpec(policy);
  return listObjects([...(Array.isArray(targetRefs) ? targetRefs : []), targetRef]);
}

/** How the spec of a kind selects pods. */
interface Selecting {
  /** @default selector */
  readonly field?: string;
  /** Where the selector has its labels. @default matchLabels */
  readonly labels?: 'itself' | 'labels';
  /** Whether an object without a selector selects no pods. @default it selects all pods of its namespace */
  readonly isNoneWithout?: true;
  /** What an object of Istio's root namespace selects in every namespace. @default nothing */
  readonly inRoot?: 'any' | 'all pods';
}

/**
 * Every kind of Kubernetes, Istio and the add-on that selects pods by labels. In Istio's root namespace, some kinds select in
 * every namespace, some only without a selector.
 *
 * Sources: Kubernetes API reference; Istio 1.30.3, crd-all.gen.yaml; istio/istio, ComposePeerAuthentication,
 * applicableTelemetries and getMatchedEnvoyFilters; Istio documentation, Authorization Policy, Sidecar and Destination Rule.
 */
const SELECTING: Readonly<Record<string, Selecting>> = {
  Service: { labels: 'itself', isNoneWithout: true },
  'NetworkPolicy.networking.k8s.io': { field: 'podSelector' },
  'PodDisruptionBudget.policy': { isNoneWithout: true },
  'AuthorizationPolicy.security.istio.io': { inRoot: 'any' },
  'RequestAuthentication.security.istio.io': { inRoot: 'any' },
  'PeerAuthentication.security.istio.io': { inRoot: 'all pods' },
  'Telemetry.telemetry.istio.io': { inRoot: 'all pods' },
  'EnvoyFilter.networking.istio.io': { field: 'workloadSelector', labels: 'labels', inRoot: 'any' },
  'Sidecar.networking.istio.io': { field: 'workloadSelector', labels: 'labels', inRoot: 'all pods' },
  'DestinationRule.networking.istio.io': { field: 'workloadSelector', inRoot: 'all pods' },
  'ServiceEntry.networking.istio.io': { field: 'workloadSelector', labels: 'labels', isNoneWithout: true },
};

/** Whether objects of a kind select pods. */
export function selectsPods(kind: Kind): boolean {
  return Object.hasOwn(SELECTING, groupKind(kind));
}

function getSelecting(kind: Kind): Selecting {
  return SELECTING[groupKind(kind)] ?? {};
}

/** The field of a kind's spec that selects pods. */
export function selectorField(kind: Kind): string {
  return getSelecting(kind).field ?? 'selector';
}

/** A field that the selector of an object has, and its kind does not: the API server drops it, and the selector selects all pods. */
export function findForeignSelectorField(object: KubernetesObject): string | undefined {
  const { labels = 'matchLabels' } = getSelecting(object);
  const stated = getSpec(object)[selectorField(object)];
  if (!selectsPods(object) || labels === 'itself' || typeof stated !== 'object' || !stated) return undefined;
  return ['labels', 'matchLabels'].find((field) => field !== labels && field in stated);
}

/**
 * How a Service, a policy or a controller selects pods; an empty selector selects all of them, and undefined none: a Service
 * without one, and a policy for Gateways.
 */
export function getSelector(object: KubernetesObject): Selector | undefined {
  const { labels: place = 'matchLabels', isNoneWithout = false } = getSelecting(object);
  const field = getSpec(object)[selectorField(object)];
  if (isNoneWithout && (typeof field !== 'object' || field === null)) return undefined;
  const stated: V1LabelSelector & { labels?: Labels } =
    typeof field === 'object' && field !== null ? field : {};
  if (place === 'itself')
    return Object.keys(stated).length > 0 ? { labels: stated as Labels, requirements: [] } : undefined;
  if (getTargetRefs(object).length > 0) return undefined;
  return toSelector(place === 'labels' ? { matchLabels: stated.labels } : stated);
}

/** What a selector of the Kubernetes API asks of labels. */
export function toSelector({ matchLabels, matchExpressions }: V1LabelSelector): Selector {
  return {
    labels: matchLabels ?? {},
    requirements: listObjects<V1LabelSelectorRequirement>(matchExpressions),
  };
}

/** Stands for every namespace, as no namespace is called so. */
export const EVERY_NAMESPACE = '*';

/** The namespace whose pods an object selects: its own, or every namespace for some of Istio's root namespace. */
export function getSelectedNamespace(object: KubernetesObject, selector = getSelector(object)): string {
  const { namespace = '' } = object.metadata;
  const { inRoot } = getSelecting(object);
  if (namespace !== CONTROL_PLANE_NAMESPACE || inRoot === undefined) return namespace;
  return inRoot === 'any' || (selector && isForAll(selector)) ? EVERY_NAMESPACE : namespace;
}

/** Whether a selector selects all pods. */
export function isForAll({ labels, requirements }: Selector): boolean {
  return Object.keys(labels).length === 0 && requirements.length === 0;
}

/** The labels that pods need for the selector of an object. */
export function getSelectorLabels(object: KubernetesObject): Labels {
  return getSelector(object)?.labels ?? {};
}

/** Whether labels have all those that are asked for. */
export function matchesLabels(labels: Labels | undefined, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
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

/** Finds pods by the labels that they need. */
export interface PodFinder {
  /** The objects whose pods another selects, by its own selector or by another one. */
  (object: KubernetesObject, selector?: Selector): readonly KubernetesObject[];
  /** Those whose pods a selector selects in a namespace. */
  readonly inNamespace: (namespace: string, selector: Selector) => readonly KubernetesObject[];
}

/** Finds the objects whose pods another selects, by an index of their labels. */
export function createPodFinder(objects: readonly KubernetesObject[]): PodFinder {
  const labeled = objects.flatMap((object) => {
    const template = getPodTemplate(object);
    if (!template) return [];
    const labels = template.metadata?.labels ?? {};
    return [object.metadata.namespace, EVERY_NAMESPACE].flatMap((namespace) =>
      [undefined, ...Object.entries(labels)].map((label) => ({
        key: labelKey(namespace, label),
        pods: object,
        labels,
      })),
    );
  });
  const index = Map.groupBy(labeled, ({ key }) => key);
  const inNamespace = (namespace: string, selector: Selector) =>
    (index.get(labelKey(namespace, Object.entries(selector.labels)[0])) ?? [])
      .filter(({ labels }) => matchesSelector(labels, selector))
      .map(({ pods }) => pods);
  const find = (object: KubernetesObject, selector = getSelector(object)) =>
    selector ? inNamespace(getSelectedNamespace(object, selector), selector) : [];
  return Object.assign(find, { inNamespace });
}
