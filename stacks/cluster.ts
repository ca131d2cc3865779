import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Plan } from '../model/plan';
import { AzapiUpdateResource } from './azapi';
import { KubernetesVersion } from './kubernetes-version';
import { MeshRevisions } from './mesh-revisions';
import { SshFeature } from './ssh-feature';

export interface ClusterProps {
  readonly resourceGroup: ResourceGroup;
  readonly location: string;
  readonly cluster: Plan['cluster'];
  readonly mesh: Plan['mesh'];
  readonly tags: Readonly<Record<string, string>>;
}

/** Name of the one node pool; changing it would replace the cluster. */
const NODE_POOL = 'system';

/**
 * AKS with the Istio add-on. Every field is set that AKS would otherwise choose, or that azurerm 4.55.0 would show as
 * changed on each plan or send as 0. Source: hashicorp/terraform-provider-azurerm v4.55.0.
 */
export class Cluster extends Construct {
  readonly aks: KubernetesCluster;

  constructor(scope: Construct, id: string, { resourceGroup, location, cluster, mesh, tags }: ClusterProps) {
    super(scope, id);
    const { vmSize, nodeCount, maxCount } = cluster.nodePool;
    const { kubernetesVersion, supportPlan } = cluster;
    const revision = mesh.revisions.at(-1)!;
    const client = new DataAzurermClientConfig(this, 'client');
    client.overrideLogicalId('client');
    const { subscriptionId } = client;
    const running = new KubernetesVersion(this, 'kubernetes-version', {
      clusterId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup.nameInput}/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`,
      nodePool: NODE_POOL,
      kubernetesVersion,
    });
    const precondition = [];
    if (mesh.checkAtPlan) {
      const question = { subscriptionId, location, revision, kubernetesVersion, supportPlan };
      precondition.push(...new MeshRevisions(this, 'mesh-revisions', question).preconditions);
      if (cluster.sshAccess === 'Disabled')
        precondition.push(new SshFeature(this, 'ssh-feature', { subscriptionId }).precondition);
    }

    this.aks = new KubernetesCluster(this, 'aks', {
      name: cluster.name,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      dnsPrefix: dnsPrefix(cluster.name),
      tags,
      kubernetesVersion: running.controlPlane,
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
        orchestratorVersion: running.nodePool,
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
        // Omitted, every plan would reset maxSurge; a drain timeout or a behavior that Azure has and the stack does not set
        // replaces the cluster.
        upgradeSettings: {
          maxSurge: '10%',
          drainTimeoutInMinutes: 30,
          nodeSoakDurationInMinutes: 0,
          undrainableNodeBehavior: 'Schedule',
        },
        tags,
      },
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        // Cilium enforces NetworkPolicies only where it carries the traffic.
        networkDataPlane: cluster.networkPolicy ?? 'azure',
        networkPolicy: cluster.networkPolicy,
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
      lifecycle: {
        ...(cluster.preventDestroy && { preventDestroy: true }),
        ...(precondition.length > 0 && { precondition }),
      },
    });
    this.aks.overrideLogicalId('aks');

    // azurerm 4.55.0 knows none of these fields: whatever makes it rewrite the cluster or its pool makes azapi send them again.
    const sendAgainOn = fingerprint(this.aks);
    const before = [];
    if (mesh.gatewayApi) {
      const gatewayApi = new AzapiUpdateResource(this, 'gateway-api', {
        type: 'Microsoft.ContainerService/managedClusters@2026-02-01',
        resourceId: this.aks.id,
        body: { properties: { ingressProfile: { gatewayAPI: { installation: 'Standard' } } } },
        sendAgainOn,
      });
      gatewayApi.overrideLogicalId('gateway_api');
      before.push(gatewayApi);
    }
    // The last of all: no write of the cluster comes after SSH was closed.
    if (cluster.sshAccess !== undefined)
      new AzapiUpdateResource(this, 'ssh-access', {
        type: 'Microsoft.ContainerService/managedClusters/agentPools@2025-10-01',
        resourceId: `${this.aks.id}/agentPools/${NODE_POOL}`,
        body: { properties: { securityProfile: { sshAccess: cluster.sshAccess } } },
        sendAgainOn,
        ...(before.length > 0 && { dependsOn: before }),
      }).overrideLogicalId('ssh_access');
  }
}

/**
 * An expression whose value changes with the arguments of a resource, taken from the file in which Terraform finds them: a
 * hash made here would be one more line in each review, and the attributes of the resource change by themselves too.
 */
function fingerprint({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  const stack = 'jsondecode(file("${path.module}/cdk.tf.json"))';
  const resource = `${stack}.resource.${terraformResourceType}.${friendlyUniqueId}`;
  return `\${sha256(jsonencode({ for name, value in ${resource} : name => value if name != "lifecycle" }))}`;
}

/** DNS prefixes have no underscores and at most 54 characters. Source: azurerm 4.55.0, `dns_prefix`. */
function dnsPrefix(clusterName: string): string {
  return clusterName.replaceAll('_', '-').slice(0, 54).replace(/-+$/, '');
}
