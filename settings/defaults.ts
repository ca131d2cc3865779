import type { IngressGateway } from '../mesh/gateways';
import type { SupportPlan } from '../mesh/revisions';
import type { ClusterSettings, Settings } from './settings';

/** The ingress gateway that the store stands behind: the one it names, or the first that runs. */
export function storeGateway({ mesh, store }: Settings): IngressGateway {
  return store.gateway ?? mesh.ingressGateways[0]!;
}

/** The plan by which AKS supports the cluster's Kubernetes version: the one it names, or the standard one. */
export function supportPlanOf({ supportPlan = 'KubernetesOfficial' }: ClusterSettings): SupportPlan {
  return supportPlan;
}
