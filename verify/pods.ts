import type { V1PodStatus } from '@kubernetes/client-node';
import type { Kind } from '../objects/identity';
import { getStatus, type KubernetesObject } from '../objects/object';
import type { Cluster, ListOptions } from './check';

export const POD: Kind = { apiVersion: 'v1', kind: 'Pod' };

/** Pods that run or will run, without those that are finished or being deleted. */
export async function livePods(cluster: Cluster, where: ListOptions): Promise<KubernetesObject[]> {
  const pods = await cluster.list(POD, where);
  return pods.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      !['Succeeded', 'Failed'].includes(getStatus<V1PodStatus>(pod).phase ?? ''),
  );
}

/** Whether Kubernetes would send a pod traffic. */
export function isReady(pod: KubernetesObject): boolean {
  const { conditions = [] } = getStatus<V1PodStatus>(pod);
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
