import type { V1PodSpec } from '@kubernetes/client-node';
import type { Revision } from '../../mesh/revisions';
import { getMeshState } from '../../model/plan/mesh-state';
import { type Check } from '../check';
import { isReady, livePods } from '../pods';
import { describeObject, groupKind } from '../../objects/identity';
import { getSpec, type KubernetesObject } from '../../objects/object';
import { getPodTemplate } from '../../objects/pod-template';
import { createReplicasFinder } from '../../objects/replicas';
import { createPodFinder } from '../../objects/selectors';
import { getSidecarRevision } from '../../objects/sidecar';

/** Kinds of controllers that set a number of pods. */
const COUNTED = ['Deployment.apps', 'StatefulSet.apps'];

/** Every workload of the mesh has its pods, and every pod the sidecar of its namespace's revision, native or classic. */
export const sidecars: Check = {
  summary:
    'every Deployment and StatefulSet of the mesh has its pods, and every running pod is ready and has a sidecar of its revision',
  example: 'bare has no sidecar',
  expectations: ({ environment, rendered }) => {
    const replicasOf = createReplicasFinder(rendered);
    const controllers = Map.groupBy(
      rendered.filter((object) => getPodTemplate(object)),
      ({ metadata }) => metadata.namespace,
    );
    return Object.entries(getMeshState(environment).namespaces).map(([namespace, revision]) => {
      const own = controllers.get(namespace) ?? [];
      const expected = `all pods are ready, with a sidecar of ${revision}`;
      return {
        name: `pods of ${namespace} are in the mesh`,
        expected,
        settles: true,
        actual: async (cluster) => {
          const pods = await livePods(cluster, { namespace });
          const podsOf = createPodFinder(pods);
          const exempt = new Set(
            own
              .filter((each) => !getSidecarRevision(each, environment))
              .flatMap((each) => madeBy(each, podsOf)),
          );
          const faults = [
            ...pods.flatMap(
              (pod) => (exempt.has(pod) ? undefined : sidecarFault(pod, revision)) ?? readyFault(pod) ?? [],
            ),
            // Pods that were rejected, as by a quota or a Pod Security level, do not exist: only their controller shows it.
            ...own
              .filter((each) => COUNTED.includes(groupKind(each)))
              .flatMap((each) => {
                const [{ length }, { min = 0 } = {}] = [podsOf(each), replicasOf(each)];
                return length < min ? `${describeObject(each)} has ${length} of ${min} pods` : [];
              }),
          ];
          return faults.length > 0 ? faults.join('; ') : expected;
        },
      };
    });
  },
};

/** The pods that are made from the template of an object, as far as labels tell: a Job states no selector. */
function madeBy(
  object: KubernetesObject,
  podsOf: ReturnType<typeof createPodFinder>,
): readonly KubernetesObject[] {
  const { labels = {} } = getPodTemplate(object)?.metadata ?? {};
  return Object.keys(labels).length > 0 ? podsOf(object, { labels, requirements: [] }) : [];
}

function sidecarFault(pod: KubernetesObject, revision: Revision): string | undefined {
  const { name } = pod.metadata;
  const { initContainers = [], containers = [] } = getSpec<V1PodSpec>(pod);
  const proxy = [...initContainers, ...containers].find((each) => each.name === 'istio-proxy');
  if (!proxy) return `${name} has no sidecar`;
  const version = /:v?(\d+\.\d+)\./.exec(proxy.image ?? '')?.[1];
  const wanted = revision.replace(/^asm-(\d+)-(\d+)$/, '$1.$2');
  return version === wanted ? undefined : `${name} has sidecar ${version ?? proxy.image}`;
}

function readyFault(pod: KubernetesObject): string | undefined {
  return isReady(pod) ? undefined : `${pod.metadata.name} is not ready`;
}
