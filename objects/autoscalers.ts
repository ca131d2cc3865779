import type {
  V2HorizontalPodAutoscalerBehavior,
  V2HorizontalPodAutoscalerSpec,
  V2MetricSpec,
  V2MetricTarget,
} from '@kubernetes/client-node';
import { getSpec, listObjects, type KubernetesObject } from './object';

/** Where a metric of each type has what it measures. Source: Kubernetes API reference, MetricSpec v2. */
export const METRIC_FIELDS = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
} as const;

/** A metric that an autoscaler scales by. */
export interface Metric {
  /** Its place in the object, such as `spec.metrics.0`. */
  readonly path: string;
  readonly type: string;
  /** Such as `resource`; undefined for a type that Kubernetes does not know. */
  readonly field?: string;
  /** What it measures; undefined where the field of its type is missing. */
  readonly source?: {
    readonly name?: string;
    readonly container?: string;
    readonly target?: Partial<V2MetricTarget>;
  };
}

/** The metrics of an autoscaler. */
export function listMetrics(autoscaler: KubernetesObject): Metric[] {
  const { metrics } = getSpec<V2HorizontalPodAutoscalerSpec>(autoscaler);
  return listObjects<V2MetricSpec>(metrics).map((metric, index) => {
    const { type } = metric;
    const field = type in METRIC_FIELDS ? METRIC_FIELDS[type as keyof typeof METRIC_FIELDS] : undefined;
    return {
      path: `spec.metrics.${index}`,
      type,
      field,
      source: field && (metric[field] as Metric['source']),
    };
  });
}

/** How fast an autoscaler adds pods and removes them. */
export function getBehavior(autoscaler: KubernetesObject): V2HorizontalPodAutoscalerBehavior {
  return getSpec<V2HorizontalPodAutoscalerSpec>(autoscaler).behavior ?? {};
}
