import type { Revision } from './revisions';

/** An ingress gateway that the add-on can run, one of each kind a cluster: public address, or VNet address. */
export type IngressGateway = (typeof GATEWAYS)[number];
const GATEWAYS = ['external', 'internal'] as const;

/** Namespace of the add-on's control plane, which is also Istio's root namespace. */
export const CONTROL_PLANE_NAMESPACE = 'aks-istio-system';

/** Namespace of the ingress gateways and of the TLS secrets they serve. */
export const INGRESS_NAMESPACE = 'aks-istio-ingress';

/**
 * Name of a gateway's Service, and value of its pods' label `istio`, which a Gateway resource selects.
 *
 * Source: AKS documentation, istio-deploy-ingress.md, 2026-06-24.
 */
export function ingressGatewayName(gateway: IngressGateway): string {
  return `aks-istio-ingressgateway-${gateway}`;
}

/**
 * Name of the autoscaler of a gateway's pods, of which each revision has its own.
 *
 * Source: AKS documentation, istio-deploy-ingress.md, 2026-06-24.
 */
export function ingressAutoscalerName(gateway: IngressGateway, revision: Revision): string {
  return `${ingressGatewayName(gateway)}-${revision}`;
}

/**
 * Bounds of the autoscaler of a gateway at AKS, which accepts no lower minimum.
 *
 * Source: AKS documentation, istio-scale.md, 2026-03-11.
 */
export const AKS_GATEWAY_REPLICAS = { min: 2, max: 5 } as const;

/** Whether a Gateway with this selector selects an ingress gateway of AKS. */
export function selectsIngressGateway({ istio }: Readonly<Record<string, string>>): boolean {
  return GATEWAYS.some((gateway) => ingressGatewayName(gateway) === istio);
}

/** Class of the Gateways for which the add-on runs a proxy. Source: AKS documentation, istio-gateway-api.md, 2026-06-16. */
export const GATEWAY_CLASS = 'istio';

/** API group of Kubernetes' Gateway API. */
export const GATEWAY_API_GROUP = 'gateway.networking.k8s.io';

/**
 * Name of the Deployment, the Service and the ServiceAccount that Istio makes for a Gateway of that class, in its namespace.
 *
 * Source: AKS documentation, istio-gateway-api.md, 2026-06-16; istio/istio 1.30.3, deploymentcontroller.go.
 */
export function gatewayProxyName(gateway: string): string {
  return `${gateway}-${GATEWAY_CLASS}`;
}

/** Label of the pods of such a Gateway, whose value is its name. Source: istio/istio 1.30.3, kube-gateway.yaml. */
export const GATEWAY_NAME_LABEL = `${GATEWAY_API_GROUP}/gateway-name`;
