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

/** The labels of the pods of each workload that is rendered in a namespace. */
export function podLabelsIn(objects: readonly RenderedObject[], namespace: string | undefined): Labels[] {
  return objects
    .filter(({ metadata }) => metadata.namespace === namespace)
    .flatMap((object) => {
      const labels = podTemplateOf(object)?.metadata?.labels;
      return labels ? [labels] : [];
    });
}
