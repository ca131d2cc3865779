import { blockedFields } from '../mesh/allow-list';
import { allocatableCpu, requestedCpu, vcpuOf } from '../mesh/sizing';
import type { Settings } from './settings';
import { valueAt, type Fault } from './fault';

/** Workloads of the Store Demo; each gets a sidecar. */
export const STORE_WORKLOADS = 9;

/** Namespaces that come with the cluster: they can't be made or deleted as those of applications can. */
const OWNED = /^(default$|kube-|aks-|gatekeeper-|calico-|istio-system$)/;

/** Longest name of the resource group that AKS makes for the nodes. Source: Azure documentation, AKS naming limits. */
const NODE_RESOURCE_GROUP_LENGTH = 80;

/** Faults that lie between two settings of one environment, each of which may be well-formed alone. */
export function contradictions(settings: Settings): Fault[] {
  const { environment, resourceGroup, cluster, mesh, store, testClients } = settings;
  const faults: Fault[] = [];
  const fault = (path: string, value: unknown, problem: string, fix: string) =>
    faults.push({ environment, path, value, problem, fix });

  const nodeResourceGroup = `MC_${resourceGroup.name}_${cluster.name}_${resourceGroup.location}`;
  if (nodeResourceGroup.length > NODE_RESOURCE_GROUP_LENGTH)
    fault(
      'cluster.name',
      cluster.name,
      `the name of the node resource group, MC_<resource group>_<cluster>_<location>, can have at most ${NODE_RESOURCE_GROUP_LENGTH} characters; this one has ${nodeResourceGroup.length}`,
      "shorten 'cluster.name' or 'resourceGroup.name'",
    );
  if (cluster.supportPlan === 'AKSLongTermSupport' && cluster.tier !== 'Premium')
    fault(
      'cluster.tier',
      cluster.tier,
      'long-term support needs the tier Premium',
      "raise 'cluster.tier' or drop 'cluster.supportPlan'",
    );

  const { vmSize, nodeCount, maxCount } = cluster.nodePool;
  if (maxCount !== undefined && maxCount < nodeCount)
    fault(
      'cluster.nodePool.maxCount',
      maxCount,
      `must be at least nodeCount, ${nodeCount}`,
      "raise 'maxCount' or lower 'nodeCount'",
    );

  const vcpu = vcpuOf(vmSize);
  const requested = requestedCpu({
    revisions: mesh.revisions.length,
    ingressGateways: mesh.ingressGateways.length,
    sidecars: STORE_WORKLOADS + (testClients ? 1 : 0),
  });
  const nodes = maxCount ?? nodeCount;
  if (vcpu !== undefined && nodes * allocatableCpu(vcpu) < requested)
    fault(
      'cluster.nodePool',
      `${nodes} x ${vmSize}`,
      `the mesh and its sidecars alone need at least ${requested}m allocatable CPU; these nodes have ${nodes * allocatableCpu(vcpu)}m`,
      "choose a larger 'vmSize' or raise 'nodeCount'",
    );

  const namespaces = Object.keys(mesh.namespaces);
  for (const name of namespaces.filter((each) => OWNED.test(each)))
    fault(
      'mesh.namespaces',
      name,
      'AKS or Kubernetes owns this namespace',
      `take '${name}' out and put your application into a namespace of its own`,
    );
  for (const field of blockedFields({ ...mesh.config }))
    fault(
      `mesh.config.${field}`,
      valueAt(mesh.config, field.split('.')),
      'the add-on blocks this field: its admission webhook refuses the whole ConfigMap',
      'take it out; mesh/mesh-config.ts has all fields that the add-on takes',
    );
  if (new Set(mesh.ingressGateways).size < mesh.ingressGateways.length)
    fault(
      'mesh.ingressGateways',
      mesh.ingressGateways,
      'there can be at most one gateway of each kind',
      'drop the second mention',
    );

  const covered = store.hosts.filter((host, index) =>
    store.hosts.some(
      (other, place) =>
        place !== index &&
        (other === '*' || other === host || (other.startsWith('*.') && host.endsWith(other.slice(1)))),
    ),
  );
  if (covered.length > 0)
    fault(
      'store.hosts',
      store.hosts,
      'must be hosts that do not overlap: Istio refuses overlapping ones',
      `take ${covered.join(', ')} out, or what covers it`,
    );

  if (!namespaces.includes(store.namespace))
    fault(
      'store.namespace',
      store.namespace,
      `the mesh has no such namespace; it has ${namespaces.join(', ') || 'none'}`,
      `add '${store.namespace}' to 'mesh.namespaces', or change 'store.namespace'`,
    );
  if (mesh.ingressGateways.length === 0)
    fault(
      'mesh.ingressGateways',
      [],
      'the store needs a gateway to stand behind',
      "add 'external' or 'internal'",
    );
  else if (store.gateway !== undefined && !mesh.ingressGateways.includes(store.gateway))
    fault(
      'store.gateway',
      store.gateway,
      `this gateway does not run; there is ${mesh.ingressGateways.join(', ')}`,
      `add '${store.gateway}' to 'mesh.ingressGateways', or change 'store.gateway'`,
    );
  if (store.credentials === 'demo' && environment !== 'lab')
    fault(
      'store.credentials',
      store.credentials,
      'the demo credentials are public: only the lab may use them',
      "state { rabbitmq: 'NAME', orderService: 'NAME' } and create those Secrets in the store's namespace",
    );
  return faults;
}
