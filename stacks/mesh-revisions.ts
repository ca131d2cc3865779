import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { TerraformLocal, type Precondition } from 'cdktf';
import { Construct } from 'constructs';
import type { Revision, SupportPlan } from '../mesh/revisions';
import { AzapiDataSource } from './azapi';

export interface MeshRevisionsProps {
  readonly location: string;
}

/** The mesh revisions that Azure offers in a location, asked for at plan. */
export class MeshRevisions extends Construct {
  private readonly offered: TerraformLocal;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MeshRevisionsProps,
  ) {
    super(scope, id);
    const client = new DataAzurermClientConfig(this, 'client');
    client.overrideLogicalId('client');
    const profile = new AzapiDataSource(this, 'profile', {
      type: 'Microsoft.ContainerService/locations/meshRevisionProfiles@2025-10-01',
      resourceId: `/subscriptions/${client.subscriptionId}/providers/Microsoft.ContainerService/locations/${props.location}/meshRevisionProfiles/istio`,
      responseExportValues: ['properties.meshRevisions'],
    });
    profile.overrideLogicalId('mesh_revisions');
    this.offered = new TerraformLocal(
      this,
      'offered',
      '${data.azapi_resource.mesh_revisions.output.properties.meshRevisions}',
    );
    this.offered.overrideLogicalId('mesh_revisions');
  }

  /** What must hold before a cluster is created or changed: the location offers the revision, for its Kubernetes version. */
  accept(revision: Revision, kubernetesVersion: string, plan: SupportPlan): Precondition[] {
    const { location } = this.props;
    const offered = 'local.mesh_revisions';
    // Azure names the versions of each plan; those of long-term support hold for that plan alone.
    const other = plan === 'AKSLongTermSupport' ? 'KubernetesOfficial' : 'AKSLongTermSupport';
    const versions = `flatten([for r in ${offered} : [for c in r.compatibleWith : c.versions if c.name != "${other}"] if r.revision == "${revision}"])`;
    return [
      {
        condition: `\${contains([for r in ${offered} : r.revision], "${revision}")}`,
        errorMessage: `${location} does not offer the mesh revision ${revision}; it offers \${join(", ", [for r in ${offered} : r.revision])}. Change 'mesh.revisions'; or, for a cluster that runs a revision which is no longer offered, set 'mesh.checkAtPlan' to false.`,
      },
      {
        condition: `\${contains(${versions}, "${kubernetesVersion}") || !contains([for r in ${offered} : r.revision], "${revision}")}`,
        errorMessage: `The mesh revision ${revision} does not run on Kubernetes ${kubernetesVersion}; it runs on \${join(", ", ${versions})}. Change 'mesh.revisions' or 'cluster.kubernetesVersion'.`,
      },
    ];
  }
}
