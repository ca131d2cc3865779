import { serviceHost } from './service-host';

/** Port of the Kubernetes API: of its Service, and at AKS of the API server behind it too. Source: AKS documentation, outbound-rules-control-egress.md. */
export const KUBERNETES_API_PORT = 443;

/** Namespace of the Service by which pods reach the Kubernetes API. Source: Kubernetes documentation, Accessing the Kubernetes API from a Pod. */
export const KUBERNETES_API_NAMESPACE = 'default';

/** Host of that Service. */
export const KUBERNETES_API_HOST = serviceHost('kubernetes', KUBERNETES_API_NAMESPACE);

/** Whether a host is the Kubernetes API, in full or cut short. */
export function isKubernetesApi(host: string): boolean {
  return host.split('.').length > 1 && `${KUBERNETES_API_HOST}.`.startsWith(`${host}.`);
}
