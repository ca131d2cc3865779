import type { Revision } from '../../mesh/revisions';
import { getMeshState } from '../../model/plan/mesh-state';
import { type Check } from '../check';
import {
  listControllers,
  minPods,
  hasLabels,
  isReady,
  optsOutOfSidecar,
  livePods,
  podTemplate,
  type Controller,
  type Pod,
  type PodTemplate,
} from '../pods';
import { describeObject } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';

/** Every workload of the mesh has its pods, and every pod the sidecar of its namespace's revision, native or classic. */
export const sidecars: Check = {
  summary:
    'every Deployment and StatefulSet of the mesh has its pods, and every pod that runs is ready and has a sidecar of its revision',
  example: 'bare has no sidecar',
  expectations: ({ environment, rendered }) =>
    Object.entries(getMeshState(environment).namespaces).map(([namespace, revision]) => {
      const expected = `all pods are ready, with a sidecar of ${revision}`;
      const controllers = listControllers(namespace, rendered);
      const uninjected = controllers.map((each) => podTemplate(each)!).filter(optsOutOfSidecar);
      const isExempt = (pod: Pod) => uninjected.some((template) => isOf(template, pod));
      return {
        name: `pods of ${namespace} are in the mesh`,
        expected,
        settles: true,
        actual: async (cluster) => {
          const pods = await livePods(cluster, { namespace });
          const faults = [
            ...pods.flatMap(
              (pod) => (isExempt(pod) ? undefined : sidecarFault(pod, revision)) ?? readyFault(pod) ?? [],
            ),
            ...controllers.flatMap((each) => missing(each, rendered, pods) ?? []),
          ];
          return faults.length > 0 ? faults.join('; ') : expected;
        },
      };
    }),
};

/** Whether a pod is made from a template, as far as labels tell. */
function isOf({ metadata: { labels = {} } = {} }: PodTemplate, pod: Pod): boolean {
  return Object.keys(labels).length > 0 && hasLabels(pod, labels);
}

function sidecarFault(pod: Pod, revision: Revision): string | undefined {
  const { name } = pod.metadata;
  const proxy = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])].find(
    (each) => each.name === 'istio-proxy',
  );
  if (!proxy) return `${name} has no sidecar`;
  const version = /:v?(\d+\.\d+)\./.exec(proxy.image)?.[1];
  const wanted = revision.replace(/^asm-(\d+)-(\d+)$/, '$1.$2');
  return version === wanted ? undefined : `${name} has sidecar ${version ?? proxy.image}`;
}

function readyFault(pod: Pod): string | undefined {
  return isReady(pod) ? undefined : `${pod.metadata.name} is not ready`;
}

/** Pods that were refused, as by a quota or a Pod Security level, do not exist: only their controller shows it. */
function missing(
  controller: Controller,
  rendered: readonly KubernetesObject[],
  pods: readonly Pod[],
): string | undefined {
  const fewest = minPods(controller, rendered);
  if (fewest === undefined) return undefined;
  const own = pods.filter((pod) => hasLabels(pod, controller.spec.selector?.matchLabels ?? {}));
  return own.length < fewest
    ? `${describeObject(controller)} has ${own.length} of ${fewest} pods`
    : undefined;
}
