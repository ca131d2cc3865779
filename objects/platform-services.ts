import {
  CONTROL_PLANE_NAMESPACE,
  INGRESS_NAMESPACE,
  ingressGatewayName,
  type IngressGateway,
} from '../mesh/gateways';
import { KUBERNETES_API_NAMESPACE, KUBERNETES_API_PORT } from '../mesh/kubernetes-api';
import type { Revision } from '../mesh/revisions';
import type { KubernetesObject } from './object';

/** What of an environment says which Services AKS runs. */
interface Mesh {
  readonly ingressGateways: readonly IngressGateway[];
  readonly revisions: readonly Revision[];
}

/**
 * The Services that every cluster with the add-on has, though nothing renders them; add-ons of AKS bring others.
 *
 * Sources: Kubernetes documentation, Accessing the API from a Pod, and Customizing DNS Service; AKS documentation,
 * use-metrics-server-vertical-pod-autoscaler.md and istio-deploy-ingress.md; istio/istio 1.30.3, charts/istio-control, for istiod.
 */
export function listPlatformServices({ ingressGateways, revisions }: Mesh): KubernetesObject[] {
  return [
    service('kubernetes', KUBERNETES_API_NAMESPACE, KUBERNETES_API_PORT),
    service('kube-dns', 'kube-system', 53),
    service('metrics-server', 'kube-system', 443),
    ...ingressGateways.map((gateway) =>
      service(ingressGatewayName(gateway), INGRESS_NAMESPACE, 15_021, 80, 443),
    ),
    ...revisions.map((revision) =>
      service(`istiod-${revision}`, CONTROL_PLANE_NAMESPACE, 15_010, 15_012, 443, 15_014),
    ),
  ];
}

function service(name: string, namespace: string, ...ports: readonly number[]): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { ports: ports.map((port) => ({ port })) },
  };
}
