import { allocatableCpu, requestedCpu, vcpuOf } from '../mesh/sizing';
import type { Settings } from './settings';
import type { Fault } from './validate';

/** Workloads of the Store Demo; each gets a sidecar. */
const STORE_WORKLOADS = 9;

/** Longest name of the resource group that AKS makes for the nodes. Source: Azure documentation, AKS naming limits. */
const NODE_RESOURCE_GROUP_LENGTH = 80;

/** Faults that lie between two settings of one environment, each of which may be well-formed alone. */
export function contradictions(settings: Settings): Fault[] {
  const { environment, resourceGroup, cluster, mesh, store, testClients } = settings;
  const faults: Fault[] = [];
  const fault = (path: string, value: unknown, allowed: string, mend: string) =>
    faults.push({ environment, path, value, allowed, mend });

  const nodeResourceGroup = `MC_${resourceGroup.name}_${cluster.name}_${resourceGroup.location}`;
  if (nodeResourceGroup.length > NODE_RESOURCE_GROUP_LENGTH)
    fault(
      'cluster.name',
      cluster.name,
      `MC_<resource group>_<cluster>_<location> of at most ${NODE_RESOURCE_GROUP_LENGTH} characters; this one has ${nodeResourceGroup.length}`,
      "shorten 'cluster.name' or 'resourceGroup.name'",
    );
  if (cluster.supportPlan === 'AKSLongTermSupport' && cluster.tier !== 'Premium')
    fault(
      'cluster.tier',
      cluster.tier,
      'Premium, which long-term support needs',
      "raise 'cluster.tier' or drop 'cluster.supportPlan'",
    );

  const { vmSize, nodeCount, maxCount } = cluster.nodePool;
  if (maxCount !== undefined && maxCount < nodeCount)
    fault(
      'cluster.nodePool.maxCount',
      maxCount,
      `at least nodeCount, ${nodeCount}`,
      "raise 'maxCount' or lower 'nodeCount'",
    );

  const revisions = Object.keys(mesh.revisions);
  const vcpu = vcpuOf(vmSize);
  const requested = requestedCpu({
    revisions: revisions.length,
    ingressGateways: mesh.ingressGateways.length,
    sidecars: STORE_WORKLOADS + (testClients ? 1 : 0),
  });
  if (vcpu !== undefined && (maxCount ?? nodeCount) * allocatableCpu(vcpu) < requested)
    fault(
      'cluster.nodePool',
      `${maxCount ?? nodeCount} x ${vmSize}`,
      `nodes with ${requested}m CPU or more to give, for the mesh and the sidecars alone; these have ${(maxCount ?? nodeCount) * allocatableCpu(vcpu)}m`,
      "choose a larger 'vmSize' or raise 'nodeCount'",
    );

  if (revisions.length < 1 || revisions.length > 2)
    fault(
      'mesh.revisions',
      revisions,
      'one revision, or two while an upgrade runs',
      'leave the one to run and the one to upgrade to',
    );
  const namespaces = Object.values(mesh.revisions).flat();
  for (const name of new Set(namespaces.filter((each, index) => namespaces.indexOf(each) !== index)))
    fault('mesh.revisions', name, 'a namespace on one revision', `take '${name}' off all revisions but one`);
  for (const name of namespaces.filter((each) => each.startsWith('aks-istio-') || each.startsWith('kube-')))
    fault(
      'mesh.revisions',
      name,
      'namespaces of applications',
      `take '${name}' out: AKS or Kubernetes owns it`,
    );
  if (new Set(mesh.ingressGateways).size < mesh.ingressGateways.length)
    fault(
      'mesh.ingressGateways',
      mesh.ingressGateways,
      'at most one gateway of each kind',
      'drop the second mention',
    );

  if (!namespaces.includes(store.namespace))
    fault(
      'store.namespace',
      store.namespace,
      `a namespace of the mesh: ${namespaces.join(', ') || 'there is none'}`,
      `add '${store.namespace}' to a revision in 'mesh.revisions', or change 'store.namespace'`,
    );
  if (mesh.ingressGateways.length === 0)
    fault(
      'mesh.ingressGateways',
      [],
      'the gateway that the store stands behind',
      "add 'external' or 'internal'",
    );
  else if (store.gateway !== undefined && !mesh.ingressGateways.includes(store.gateway))
    fault(
      'store.gateway',
      store.gateway,
      `a gateway that runs: ${mesh.ingressGateways.join(', ')}`,
      `add '${store.gateway}' to 'mesh.ingressGateways', or change 'store.gateway'`,
    );
  if (testClients && namespaces.includes('default'))
    fault(
      'mesh.revisions',
      'default',
      "'default' outside the mesh: curl-outside lives there",
      "take 'default' out, or set 'testClients' to false",
    );
  if (store.credentials === 'demo' && environment !== 'lab')
    fault(
      'store.credentials',
      store.credentials,
      'names of existing Secrets: the demo credentials are public',
      "state { rabbitmq: 'NAME', orderService: 'NAME' } and create those Secrets in the store's namespace",
    );
  return faults;
}
