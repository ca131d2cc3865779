import type { V1JobSpec, V2HorizontalPodAutoscalerSpec } from '@kubernetes/client-node';
import { describeObject, filterKind, isKind } from './identity';
import { getSpec, type KubernetesObject } from './object';

/** The fewest and the most pods of an object that run at a time. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
}

/** Where the kinds that make pods state how many of them. */
interface Stated {
  readonly replicas: number;
  readonly parallelism: number;
  readonly jobTemplate: { readonly spec?: V1JobSpec };
}

/** The HorizontalPodAutoscalers among rendered objects. */
export function findAutoscalers(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return filterKind(objects, 'HorizontalPodAutoscaler.autoscaling');
}

/** What an autoscaler scales, described as the object itself is. */
export function describeScaleTarget(autoscaler: KubernetesObject): string {
  const { kind = '', name = '' } = getSpec<V2HorizontalPodAutoscalerSpec>(autoscaler).scaleTargetRef ?? {};
  return describeObject({ kind, metadata: { name, namespace: autoscaler.metadata.namespace } });
}

/** Finds how many pods an object has, by an index of the autoscalers; undefined for a DaemonSet, which has one on each node. */
export function createReplicasFinder(
  objects: readonly KubernetesObject[],
): (object: KubernetesObject) => Replicas | undefined {
  const autoscalers = new Map(findAutoscalers(objects).map((each) => [describeScaleTarget(each), each]));
  return (object) => {
    if (isKind(object, 'DaemonSet.apps')) return undefined;
    const { replicas, parallelism, jobTemplate } = getSpec<Stated>(object);
    const stated = replicas ?? parallelism ?? jobTemplate?.spec?.parallelism ?? 1;
    const autoscaler = autoscalers.get(describeObject(object));
    if (!autoscaler) return { min: stated, max: stated };
    const { minReplicas = 1, maxReplicas = stated } = getSpec<V2HorizontalPodAutoscalerSpec>(autoscaler);
    return { min: minReplicas, max: maxReplicas };
  };
}
