import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { AzurermBackend, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Plan } from '../model/plan';
import { FaultError } from '../model/fault';
import { messageWithUserLine } from '../model/trace';
import type { AzureHookProps } from '../model/schema/hooks';
import { AzapiProvider } from './azapi';
import { Cluster } from './cluster';

/**
 * The Azure half of one environment.
 *
 * It sets no `terraform.required_version`: checkov 3.3.30 skips a `cdk.tf.json` that does, and still exits 0
 * (checkov issue 7454).
 */
export class AzureStack extends TerraformStack {
  private readonly resources: Pick<AzureHookProps, 'resourceGroup' | 'cluster'>;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Plan,
  ) {
    super(scope, id);
    const { name, state, cluster, mesh } = environment;
    const azurerm = new AzurermProvider(this, 'azurerm', { features: [{}] });
    // The binding would accept any 4.x; a plan that was reviewed must mean the same provider when it is applied.
    this.addOverride(
      'terraform.required_providers.azurerm.version',
      azurerm.terraformGeneratorMetadata?.providerVersion,
    );
    new AzapiProvider(this, 'azapi');

    if (state.backend === 'local') {
      // Terraform runs in cdktf.out/stacks/<environment>; cdktf's own default is an absolute path.
      new LocalBackend(this, { path: `../../../terraform.${name}.tfstate` });
    } else {
      new AzurermBackend(this, {
        resourceGroupName: state.resourceGroup,
        storageAccountName: state.storageAccount,
        containerName: state.container,
        key: `${name}.tfstate`,
      });
    }

    const tags = { ...environment.resourceGroup.tags, environment: name, 'managed-by': 'aks-istio-cdk' };
    const resourceGroup = new ResourceGroup(this, 'resource_group', {
      name: environment.resourceGroup.name,
      location: environment.resourceGroup.location,
      tags,
    });
    const { location } = environment.resourceGroup;
    const { aks } = new Cluster(this, 'cluster', { resourceGroup, location, cluster, mesh, tags });

    new TerraformOutput(this, 'get_credentials', {
      value: `az aks get-credentials --resource-group '${resourceGroup.name}' --name '${aks.name}'`,
      description: 'The command that writes the cluster into the kubeconfig.',
    });
    new TerraformOutput(this, 'cluster_id', { value: aks.id });
    new TerraformOutput(this, 'mesh_revisions', { value: aks.serviceMeshProfile.revisions });
    new TerraformOutput(this, 'oidc_issuer_url', { value: aks.oidcIssuerUrl });
    this.resources = { resourceGroup, cluster: aks };
  }

  /** Runs the environment's hook, once everything in the settings is defined. @throws FaultError if the hook fails */
  async customize(): Promise<void> {
    const { name, azure } = this.environment;
    try {
      await azure?.({ stack: this, ...this.resources });
    } catch (error) {
      const where = `${name}: azure (environments/${name}.ts)`;
      const fault = { where, problem: messageWithUserLine(error), fix: 'fix the hook, or remove it' };
      throw new FaultError([fault], 'nothing was written', { cause: error });
    }
  }
}
