import { Construct } from 'constructs';
import { AzapiDataSource } from './azapi';

export interface KubernetesVersionProps {
  /** The cluster's id, made of strings and not of its attributes: Terraform must know it before the cluster exists. */
  readonly clusterId: string;
  readonly nodePool: string;
  /** Minor version of the settings, such as `1.35`. */
  readonly kubernetesVersion: string;
}

/**
 * The versions to request: the running ones, as long as they are patches of the minor version of the settings, and otherwise
 * that minor version.
 *
 * AKS answers with the full version once it has upgraded by itself; with `1.35`, azurerm 4.55.0 would then plan to
 * change 1.35.3 into 1.35 forever (hashicorp/terraform-provider-azurerm issue 26946, fixed in 5.10.0).
 */
export class KubernetesVersion extends Construct {
  readonly controlPlane: string;
  readonly nodePool: string;

  constructor(
    scope: Construct,
    id: string,
    { clusterId, nodePool, kubernetesVersion }: KubernetesVersionProps,
  ) {
    super(scope, id);
    const running = new AzapiDataSource(this, 'running', {
      type: 'Microsoft.ContainerService/managedClusters@2025-10-01',
      resourceId: clusterId,
      responseExportValues: {
        controlPlane: 'properties.kubernetesVersion',
        nodePool: `properties.agentPoolProfiles[?name=='${nodePool}'].orchestratorVersion | [0]`,
      },
      ignoreNotFound: true,
    });
    running.overrideLogicalId('running');
    const patch = `^${kubernetesVersion.replace('.', '[.]')}[.][0-9]+$`;
    const asked = (part: 'controlPlane' | 'nodePool') =>
      `\${try(regex("${patch}", data.azapi_resource.running.output.${part}), "${kubernetesVersion}")}`;
    this.controlPlane = asked('controlPlane');
    this.nodePool = asked('nodePool');
  }
}
