/** An ingress gateway that the add-on can run, one of each kind a cluster: public address, or VNet address. */
export type IngressGateway = 'external' | 'internal';

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
