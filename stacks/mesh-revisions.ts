import { TerraformLocal, type Precondition } from 'cdktf';
import { Construct } from 'constructs';
import type { Revision, SupportPlan } from '../mesh/revisions';
import { AzapiDataSource } from './azapi';

export interface MeshRevisionsProps {
  readonly subscriptionId: string;
  readonly location: string;
  /** The revision that is to run; in an upgrade the newer one, since Azure may no longer offer the other. */
  readonly revision: Revision;
  readonly kubernetesVersion: string;
  readonly supportPlan: SupportPlan;
}

/** Asks Azure at plan which mesh revisions a location offers, and for which Kubernetes versions. */
export class MeshRevisions extends Construct {
  /** What must hold before a cluster is created or changed. */
  readonly preconditions: Precondition[];

  constructor(
    scope: Construct,
    id: string,
    { subscriptionId, location, revision, kubernetesVersion, supportPlan }: MeshRevisionsProps,
  ) {
    super(scope, id);
    new AzapiDataSource(this, 'profile', {
      type: 'Microsoft.ContainerService/locations/meshRevisionProfiles@2025-10-01',
      resourceId: `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerService/locations/${location}/meshRevisionProfiles/istio`,
      responseExportValues: ['properties.meshRevisions'],
    }).overrideLogicalId('mesh_revisions');

    const local = (name: string, expression: unknown) => {
      new TerraformLocal(this, name, expression).overrideLogicalId(name);
      return `local.${name}`;
    };
    const wanted = local('mesh_revision', revision);
    const offers = local(
      'mesh_revisions',
      '${data.azapi_resource.mesh_revisions.output.properties.meshRevisions}',
    );
    // Azure names the versions of each plan; those of the other plan do not count.
    const other = supportPlan === 'AKSLongTermSupport' ? 'KubernetesOfficial' : 'AKSLongTermSupport';
    const versions = local(
      'mesh_kubernetes_versions',
      `\${flatten([for r in ${offers} : [for c in r.compatibleWith : c.versions if c.name != "${other}"] if r.revision == ${wanted}])}`,
    );
    const isOffered = `contains(${offers}[*].revision, ${wanted})`;
    this.preconditions = [
      {
        condition: `\${${isOffered}}`,
        errorMessage: `${location} does not offer the mesh revision \${${wanted}}; it offers \${join(", ", ${offers}[*].revision)}. Change 'mesh.revisions'; or, for a cluster that runs a revision which is no longer offered, set 'mesh.checkAtPlan' to false.`,
      },
      {
        condition: `\${!${isOffered} || contains(${versions}, "${kubernetesVersion}")}`,
        errorMessage: `The mesh revision \${${wanted}} does not run on Kubernetes ${kubernetesVersion}; it runs on \${join(", ", ${versions})}. Change 'mesh.revisions' or 'cluster.kubernetesVersion'.`,
      },
    ];
  }
}
