import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Construct } from 'constructs';
import { proxyRedirectionMechanism } from '../mesh/sidecars';
import type { ClusterSettings, MeshSettings } from '../settings';
import { supportPlanOf } from '../settings/defaults';
import { AzapiUpdateResource } from './azapi';
import { MeshRevisions } from './mesh-revisions';

export interface ClusterProps {
  readonly resourceGroup: ResourceGroup;
  readonly location: string;
  readonly cluster: ClusterSettings;
  readonly mesh: MeshSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** Name of the one node pool; changing it would replace the cluster. */
const NODE_POOL = 'system';

/**
 * AKS with the Istio add-on. Every field is stated that AKS would otherwise choose, or that azurerm 4.55.0 would show as
 * changed on each plan or send as 0. Source: hashicorp/terraform-provider-azurerm v4.55.0.
 */
export class Cluster extends Construct {
  readonly aks: KubernetesCluster;

  constructor(scope: Construct, id: string, { resourceGroup, location, cluster, mesh, tags }: ClusterProps) {
    super(scope, id);
    const { vmSize, nodeCount, maxCount } = cluster.nodePool;
    const { kubernetesVersion } = cluster;
    const supportPlan = supportPlanOf(cluster);
    const revision = mesh.revisions.at(-1)!;
    const precondition =
      mesh.checkAtPlan === false
        ? undefined
        : new MeshRevisions(this, 'mesh-revisions', { location, revision, kubernetesVersion, supportPlan })
            .preconditions;
    this.aks = new KubernetesCluster(this, 'aks', {
      name: cluster.name,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      dnsPrefix: dnsPrefix(cluster.name),
      tags,
      kubernetesVersion,
      skuTier: cluster.tier,
      supportPlan,
      automaticUpgradeChannel: 'patch',
      nodeOsUpgradeChannel: 'NodeImage',
      identity: { type: 'SystemAssigned' },
      roleBasedAccessControlEnabled: true,
      // Omitted, this is a change on every plan: AKS turns it on by itself from Kubernetes 1.34.
      oidcIssuerEnabled: true,
      imageCleanerEnabled: true,
      imageCleanerIntervalHours: 48,
      defaultNodePool: {
        name: NODE_POOL,
        // Omitted, a new Kubernetes version would reach the control plane only.
        orchestratorVersion: kubernetesVersion,
        vmSize,
        ...(maxCount === undefined
          ? { nodeCount }
          : { autoScalingEnabled: true, minCount: nodeCount, maxCount }),
        osSku: 'Ubuntu',
        osDiskType: 'Managed',
        type: 'VirtualMachineScaleSets',
        maxPods: 250,
        // Without it, a change of the VM size would replace the cluster.
        temporaryNameForRotation: 'rotation',
        // Omitted, every plan would reset maxSurge; a drain timeout that is dropped later replaces the cluster.
        upgradeSettings: { maxSurge: '10%', drainTimeoutInMinutes: 30, nodeSoakDurationInMinutes: 0 },
        tags,
      },
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkDataPlane: 'azure',
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.0.0.0/16',
        dnsServiceIp: '10.0.0.10',
        loadBalancerSku: 'standard',
        outboundType: 'loadBalancer',
      },
      serviceMeshProfile: {
        mode: 'Istio',
        revisions: [...mesh.revisions],
        externalIngressGatewayEnabled: mesh.ingressGateways.includes('external'),
        internalIngressGatewayEnabled: mesh.ingressGateways.includes('internal'),
      },
      lifecycle: precondition && { precondition },
    });
    this.aks.overrideLogicalId('aks');

    // azurerm 4.55.0 does not know sshAccess: whenever it rewrites the node pool, this is sent again.
    if (cluster.sshAccess !== undefined)
      new AzapiUpdateResource(this, 'ssh-access', {
        type: 'Microsoft.ContainerService/managedClusters/agentPools@2025-10-01',
        resourceId: `${this.aks.id}/agentPools/${NODE_POOL}`,
        body: { properties: { securityProfile: { sshAccess: cluster.sshAccess } } },
        locks: [this.aks.id],
        lifecycle: { replaceTriggeredBy: [`${this.aks.terraformResourceType}.aks.default_node_pool`] },
      }).overrideLogicalId('ssh_access');

    // Nor does it know the redirection mechanism: whenever it rewrites the mesh profile, this is sent again.
    new AzapiUpdateResource(this, 'proxy-redirection', {
      type: 'Microsoft.ContainerService/managedClusters@2026-01-01',
      resourceId: this.aks.id,
      body: {
        properties: {
          serviceMeshProfile: {
            istio: {
              components: { proxyRedirectionMechanism: proxyRedirectionMechanism(mesh.installedRevision) },
            },
          },
        },
      },
      locks: [this.aks.id],
      lifecycle: { replaceTriggeredBy: [`${this.aks.terraformResourceType}.aks.service_mesh_profile`] },
    }).overrideLogicalId('proxy_redirection');
  }
}

/** DNS prefixes take no underscore and 54 characters at most. Source: azurerm 4.55.0, `dns_prefix`. */
function dnsPrefix(clusterName: string): string {
  return clusterName.replaceAll('_', '-').slice(0, 54).replace(/-+$/, '');
}
