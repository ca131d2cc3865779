import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { groupBy } from '../model/group';
import { podTemplateOf } from './pod-template';
import type { RenderedObject } from './rule';

type Labels = Readonly<Record<string, string>>;

/** The labels by which a policy picks pods of its namespace; undefined for one that picks all of them. */
export function selectorOf({ kind, spec }: RenderedObject): Labels | undefined {
  const { selector, workloadSelector, podSelector } = (spec ?? {}) as Partial<
    Record<'selector' | 'workloadSelector' | 'podSelector', { matchLabels?: Labels; labels?: Labels }>
  >;
  const labels = kind === 'Sidecar' ? workloadSelector?.labels : (selector ?? podSelector)?.matchLabels;
  return labels && Object.keys(labels).length > 0 ? labels : undefined;
}

/** Whether labels have all those that are asked for. */
export function hasLabels(labels: Labels | undefined, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
}

/** Finds the rendered pods that a policy picks, by an index of their labels. */
export function podFinder(
  objects: readonly RenderedObject[],
): (policy: RenderedObject) => readonly V1PodTemplateSpec[] {
  const keyOf = (namespace = '', label: readonly string[] = []) => [namespace, ...label].join(' ');
  const labelled = objects.flatMap((object) => {
    const pods = podTemplateOf(object);
    if (!pods) return [];
    const labels = [undefined, ...Object.entries(pods.metadata?.labels ?? {})];
    return labels.map((label) => ({ key: keyOf(object.metadata.namespace, label), pods }));
  });
  const index = groupBy(labelled, ({ key }) => key);
  return (policy) => {
    const selector = selectorOf(policy) ?? {};
    const found = index.get(keyOf(policy.metadata.namespace, Object.entries(selector)[0])) ?? [];
    return found.map(({ pods }) => pods).filter(({ metadata }) => hasLabels(metadata?.labels, selector));
  };
}
