import { allocatableCpu, requestedCpu, parseVcpus } from '../../../aks/sizing';
import { maxPods } from '../../../model/plan/workloads';
import type { Plan } from '../../../model/plan';
import type { SettingRule } from '../../rule';

/** The nodes have enough CPU for the mesh itself: its control planes, its gateways and a sidecar for every pod. */
export const meshFitsNodes: SettingRule = (environment) => {
  const { cluster, mesh } = environment;
  const { vmSize, nodeCount, maxCount } = cluster.nodePool;
  const vcpu = parseVcpus(vmSize);
  if (vcpu === undefined) return [];
  const sidecars = environment.workloads
    .filter(({ namespaceSettings }) => namespaceSettings.revision !== undefined)
    .reduce((sum, { settings }) => sum + maxPods(settings), 0);
  const requested = requestedCpu({
    revisions: mesh.revisions.length,
    ingressGateways: mesh.ingressGateways.length,
    gateways: mesh.gatewayApi ? countGateways(environment) : 0,
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
function countGateways(environment: Plan): number {
  return new Set(environment.exposures.map(({ namespace, gateway }) => `${namespace} ${gateway}`)).size;
}
