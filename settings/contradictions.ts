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
      `nodes with ${requested}m CPU or more to give, for the mesh and the sidecars alone; these have ${nodes * allocatableCpu(vcpu)}m`,
      "choose a larger 'vmSize' or raise 'nodeCount'",
    );

  const namespaces = Object.keys(mesh.namespaces);
  for (const name of namespaces.filter((each) => OWNED.test(each)))
    fault(
      'mesh.namespaces',
      name,
      'namespaces of applications',
      `take '${name}' out: AKS or Kubernetes owns it`,
    );
  for (const field of blockedFields({ ...mesh.config }))
    fault(
      `mesh.config.${field}`,
      valueAt(mesh.config, field.split('.')),
      'a field that the add-on lets its users state; mesh/mesh-config.ts has them all',
      'take it out: its admission webhook refuses the whole ConfigMap',
    );
  if (new Set(mesh.ingressGateways).size < mesh.ingressGateways.length)
    fault(
      'mesh.ingressGateways',
      mesh.ingressGateways,
      'at most one gateway of each kind',
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
      'hosts of which none covers another: Istio refuses them',
      `take ${covered.join(', ')} out, or what covers it`,
    );

  if (!namespaces.includes(store.namespace))
    fault(
      'store.namespace',
      store.namespace,
      `a namespace of the mesh: ${namespaces.join(', ') || 'there is none'}`,
      `add '${store.namespace}' to 'mesh.namespaces', or change 'store.namespace'`,
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
  if (store.credentials === 'demo' && environment !== 'lab')
    fault(
      'store.credentials',
      store.credentials,
      'names of existing Secrets: the demo credentials are public',
      "state { rabbitmq: 'NAME', orderService: 'NAME' } and create those Secrets in the store's namespace",
    );
  return faults;
}
