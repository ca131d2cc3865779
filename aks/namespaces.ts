/** Namespaces that come with the cluster. Source: AKS release notes, 2026-09-04; Kubernetes documentation, Namespaces. */
const SYSTEM_NAMESPACES = /^(default$|kube-|aks-|gatekeeper-|calico-|istio-system$)/;

/** Whether a namespace is AKS's or Kubernetes' own: it cannot be created or deleted like those of applications. */
export function isSystemNamespace(namespace: string): boolean {
  return SYSTEM_NAMESPACES.test(namespace);
}

/** Whether AKS or Kubernetes may have created a namespace; `istio-system` is reserved only: the add-on runs in others. */
export function isPlatformNamespace(namespace: string): boolean {
  return isSystemNamespace(namespace) && namespace !== 'istio-system';
}
