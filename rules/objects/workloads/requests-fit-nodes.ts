import type { V1Container, V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node';
import { allocatableCpu, requestedCpu, SIDECAR_CPU, parseVcpus } from '../../../aks/sizing';
import type { Plan } from '../../../model/plan';
import { listObjects, type KubernetesObject } from '../../../objects/object';
import { getPodTemplate, podPath } from '../../../objects/pod-template';
import { parseQuantity } from '../../../objects/quantity';
import { createReplicasFinder } from '../../../objects/replicas';
import { getSidecarRevision } from '../../../objects/sidecar';
import type { ObjectFault, ObjectRule } from '../../rule';
import { findApiGateways } from '../../../objects/gateways';

/**
 * The nodes hold what all pods request with their sidecars, the control planes and the ingress gateways: each pod on one node, and
 * all of them on the most nodes that there may be. Only CPU is counted: the name of a VM size does not say how much memory it has.
 *
 * Source: AKS documentation, node-resource-reservations.md; Kubernetes documentation, Sidecar Containers, Resource sharing.
 */
export const requestsFitNodes: ObjectRule = (objects, environment) => {
  const { vmSize, nodeCount, maxCount } = environment.cluster.nodePool;
  const vcpu = parseVcpus(vmSize);
  // A hook may add node pools, which are not known here.
  if (vcpu === undefined || environment.azure !== undefined) return [];
  const nodes = maxCount ?? nodeCount;
  const perNode = allocatableCpu(vcpu);
  const loads = collectRequests(objects, environment, nodes);
  const tooLarge = loads.filter(({ cpu }) => cpu > perNode);
  if (tooLarge.length > 0)
    return tooLarge.map(({ object, cpu }) => ({
      object,
      field: podPath(object, 'spec'),
      value: `${cpu}m`,
      problem: `one pod requests more CPU than a node of ${vmSize} has for pods, which is ${perNode}m: it would never run`,
      fix: "request less, or choose a larger 'cluster.nodePool.vmSize'",
    }));
  const { mesh } = environment;
  const ofMesh = requestedCpu({
    revisions: mesh.revisions.length,
    ingressGateways: mesh.ingressGateways.length,
    gateways: findApiGateways(objects).size,
    sidecars: 0,
  });
  const ofPods = loads.reduce((sum, { cpu, pods }) => sum + cpu * pods, 0);
  const [largest] = loads.toSorted((a, b) => b.cpu * b.pods - a.cpu * a.pods);
  if (!largest || ofMesh + ofPods <= nodes * perNode) return [];
  return [
    {
      object: largest.object,
      field: podPath(largest.object, 'spec'),
      value: `${largest.pods} x ${largest.cpu}m`,
      problem: `all pods with their sidecars request ${Math.ceil(ofPods)}m CPU, this object's the most, and the mesh ${ofMesh}m; ${nodes} x ${vmSize} have ${nodes * perNode}m for pods`,
      fix: "request less, run fewer pods, or raise 'cluster.nodePool': 'vmSize', 'nodeCount' or 'maxCount'",
    },
  ] satisfies ObjectFault[];
};

interface Load {
  readonly object: KubernetesObject;
  /** Millicores of one pod. */
  readonly cpu: number;
  /** The most pods that run at a time. */
  readonly pods: number;
}

function collectRequests(objects: readonly KubernetesObject[], environment: Plan, nodes: number): Load[] {
  const replicasOf = createReplicasFinder(objects);
  return objects.flatMap((object) => {
    const template = getPodTemplate(object);
    if (!template?.spec) return [];
    const hasSidecar = getSidecarRevision(object, environment) !== undefined;
    const cpu = podCpu(template.spec) + (hasSidecar ? sidecarCpu(template) : 0);
    return [{ object, pods: replicasOf(object)?.max ?? nodes, cpu }];
  });
}

/** Init containers run before the others, one at a time; those that stay count with the others. */
function podCpu({ containers, initContainers }: V1PodSpec): number {
  const inits = listObjects<V1Container>(initContainers);
  const sum = (list: readonly V1Container[]) => list.reduce((all, each) => all + containerCpu(each), 0);
  const staying = sum(inits.filter(({ restartPolicy }) => restartPolicy === 'Always'));
  const passing = inits.filter(({ restartPolicy }) => restartPolicy !== 'Always').map(containerCpu);
  return Math.max(sum(listObjects<V1Container>(containers)) + staying, ...passing);
}

function containerCpu({ resources }: V1Container): number {
  return parseQuantity(resources?.requests?.cpu ?? resources?.limits?.cpu) ?? 0;
}

function sidecarCpu(template: V1PodTemplateSpec): number {
  return parseQuantity(template.metadata?.annotations?.['sidecar.istio.io/proxyCPU']) ?? SIDECAR_CPU;
}
