import type { Precondition } from 'cdktf';
import { Construct } from 'constructs';
import { AzapiDataSource } from './azapi';

/** Source: AKS documentation, manage-ssh-node-access.md, 2026-08-10. */
const NAMESPACE = 'Microsoft.ContainerService';
const FEATURE = 'DisableSSHPreview';

export interface SshFeatureProps {
  readonly subscriptionId: string;
}

/** Asks Azure at plan whether the subscription may close SSH; otherwise the rejection would come once the cluster exists. */
export class SshFeature extends Construct {
  /** What must hold before a cluster is created or changed. */
  readonly precondition: Precondition;

  constructor(scope: Construct, id: string, { subscriptionId }: SshFeatureProps) {
    super(scope, id);
    new AzapiDataSource(this, 'feature', {
      type: 'Microsoft.ContainerService/features@2021-07-01',
      resourceId: `/subscriptions/${subscriptionId}/providers/Microsoft.Features/providers/${NAMESPACE}/features/${FEATURE}`,
      responseExportValues: { state: 'properties.state' },
      ignoreNotFound: true,
    }).overrideLogicalId('ssh_feature');
    const state = 'try(data.azapi_resource.ssh_feature.output.state, "NotRegistered")';
    this.precondition = {
      condition: `\${${state} == "Registered"}`,
      errorMessage: `SSH can't be disabled: the feature ${NAMESPACE}/${FEATURE} of this subscription is \${${state}}. Run 'az feature register --namespace ${NAMESPACE} --name ${FEATURE}', wait until it is Registered, and run 'az provider register --namespace ${NAMESPACE}'; or leave 'cluster.sshAccess' out.`,
    };
  }
}
