import type { Revision } from '../mesh/revisions';
import { isReady, livePods, nameOf, type Checks, type KubernetesObject, type Pod } from './check';

interface Workload extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  };
}

/** Every workload of the mesh has its pods, and every pod the sidecar of its namespace's revision, native or classic. */
export const sidecars: Checks = ({ settings: { mesh }, rendered }) =>
  Object.entries(mesh.namespaces).map(([namespace, revision]) => {
    const expected = `all pods are ready, with a sidecar of ${revision}`;
    const workloads = rendered.filter(
      ({ kind, metadata }) =>
        metadata.namespace === namespace && (kind === 'Deployment' || kind === 'StatefulSet'),
    ) as Workload[];
    return {
      name: `pods of ${namespace} are in the mesh`,
      expected,
      settles: true,
      actual: async (cluster) => {
        const pods = await livePods(cluster, { namespace });
        const faults = [
          ...pods.flatMap((pod) => faultOf(pod, revision) ?? []),
          ...workloads.flatMap((workload) => missing(workload, pods) ?? []),
        ];
        return faults.length > 0 ? faults.join('; ') : expected;
      },
    };
  });

function faultOf(pod: Pod, revision: Revision): string | undefined {
  const { name } = pod.metadata;
  const proxy = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])].find(
    (each) => each.name === 'istio-proxy',
  );
  if (!proxy) return `${name} has no sidecar`;
  const version = /:v?(\d+\.\d+)\./.exec(proxy.image)?.[1];
  const wanted = revision.replace(/^asm-(\d+)-(\d+)$/, '$1.$2');
  if (version !== wanted) return `${name} has sidecar ${version ?? proxy.image}`;
  return isReady(pod) ? undefined : `${name} is not ready`;
}

/** Pods that were refused, as by a quota or a Pod Security level, do not exist: only their workload shows it. */
function missing(workload: Workload, pods: readonly Pod[]): string | undefined {
  const labels = Object.entries(workload.spec.selector.matchLabels);
  const { replicas = 1 } = workload.spec;
  const own = pods.filter(({ metadata }) => labels.every(([key, value]) => metadata.labels?.[key] === value));
  return own.length < replicas
    ? `${workload.kind} ${nameOf(workload)} has ${own.length} of ${replicas} pods`
    : undefined;
}
