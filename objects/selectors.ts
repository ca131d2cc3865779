import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { getPodTemplate } from './pod-template';
import type { KubernetesObject } from './object';

type Labels = Readonly<Record<string, string>>;

/** The labels by which a policy picks pods of its namespace; undefined for one that picks all of them. */
export function getSelector({ kind, spec }: KubernetesObject): Labels | undefined {
  const { selector, workloadSelector, podSelector } = (spec ?? {}) as Partial<
    Record<'selector' | 'workloadSelector' | 'podSelector', { matchLabels?: Labels; labels?: Labels }>
  >;
  const labels = kind === 'Sidecar' ? workloadSelector?.labels : (selector ?? podSelector)?.matchLabels;
  return labels && Object.keys(labels).length > 0 ? labels : undefined;
}

/** Whether labels have all those that are asked for. */
export function matchesLabels(labels: Labels | undefined, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
}

/** The Gateways of the Gateway API that a policy is for instead of pods; none for one that picks pods. */
export function getTargetRefs({ spec }: KubernetesObject): readonly Target[] {
  const { targetRefs = [] } = (spec ?? {}) as { targetRefs?: readonly Target[] };
  return targetRefs;
}

interface Target {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
}

/** Finds the rendered pods that a policy picks, by an index of their labels. */
export function createPodFinder(
  objects: readonly KubernetesObject[],
): (policy: KubernetesObject) => readonly V1PodTemplateSpec[] {
  const keyOf = (namespace = '', label: readonly string[] = []) => [namespace, ...label].join(' ');
  const labelled = objects.flatMap((object) => {
    const pods = getPodTemplate(object);
    if (!pods) return [];
    const labels = [undefined, ...Object.entries(pods.metadata?.labels ?? {})];
    return labels.map((label) => ({ key: keyOf(object.metadata.namespace, label), pods }));
  });
  const index = Map.groupBy(labelled, ({ key }) => key);
  return (policy) => {
    // The pods of a Gateway are not rendered.
    if (getTargetRefs(policy).length > 0) return [];
    const selector = getSelector(policy) ?? {};
    const found = index.get(keyOf(policy.metadata.namespace, Object.entries(selector)[0])) ?? [];
    return found.map(({ pods }) => pods).filter(({ metadata }) => matchesLabels(metadata?.labels, selector));
  };
}
