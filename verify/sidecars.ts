import type { Revision } from '../mesh/revisions';
import { isReady, livePods, type Checks, type Pod } from './check';

/** Every pod of the mesh has the sidecar of its namespace's revision, native or classic, and is ready. */
export const sidecars: Checks = ({ settings: { mesh }, rendered }) =>
  Object.entries(mesh.namespaces).map(([namespace, revision]) => {
    const expected = `all pods are ready, with a sidecar of ${revision}`;
    return {
      name: `pods of ${namespace} are in the mesh`,
      expected,
      settles: true,
      actual: async (cluster) => {
        const pods = await livePods(cluster, { namespace });
        // A namespace whose workloads come from elsewhere may well be empty.
        const isPopulated = rendered.some(
          ({ spec, metadata }) =>
            metadata.namespace === namespace && (spec as { template?: object } | undefined)?.template,
        );
        if (pods.length === 0 && isPopulated) return 'no pods';
        const faults = pods.flatMap((pod) => faultOf(pod, revision) ?? []);
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
  if (version !== wanted) return `${name} has a sidecar ${version ?? proxy.image}`;
  return isReady(pod) ? undefined : `${name} is not ready`;
}
