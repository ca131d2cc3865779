import { allocatableCpu, requestedCpu, vcpuOf } from '../../../aks/sizing';
import { listExposures } from '../../../model/plan/exposures';
import { maxPods, listWorkloads } from '../../../model/plan/workloads';
import type { NamedEnvironment } from '../../../model/schema/environment';
import type { SettingRule } from '../../rule';

/** The nodes hold at least the mesh: its control planes, its gateways and a sidecar for every pod. */
export const meshFitsNodes: SettingRule = (environment) => {
  const { cluster, mesh } = environment;
  const { vmSize, nodeCount, maxCount } = cluster.nodePool;
  const vcpu = vcpuOf(vmSize);
  if (vcpu === undefined) return [];
  const sidecars = listWorkloads(environment)
    .filter(({ namespaceSettings: home }) => home.revision !== undefined)
    .reduce((sum, { settings: workload }) => sum + maxPods(workload), 0);
  const requested = requestedCpu({
    revisions: mesh.revisions.length,
    ingressGateways: mesh.ingressGateways.length,
    gateways: mesh.gatewayApi ? gatewaysOf(environment) : 0,
    sidecars,
  });
  const nodes = maxCount ?? nodeCount;
  const allocatable = nodes * allocatableCpu(vcpu);
  if (allocatable >= requested) return [];
  return [
    {
      path: 'cluster.nodePool',
      value: `${nodes} x ${vmSize}`,
      problem: `the mesh and its ${sidecars} sidecars alone need at least ${requested}m allocatable CPU; these nodes have ${allocatable}m`,
      fix: "choose a larger 'vmSize', or raise 'nodeCount' or 'maxCount'",
    },
  ];
};

/** How many gateways the exposed ports need where each namespace has its own. */
function gatewaysOf(environment: NamedEnvironment): number {
  return new Set(listExposures(environment).map(({ namespace, gateway }) => `${namespace} ${gateway}`)).size;
}
