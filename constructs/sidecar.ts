/** What a workload needs to know of the mesh that its namespace is in. */
export interface Sidecar {
  /** Revision that injects the sidecar. */
  readonly revision: string;
  /** Patch of the add-on that the sidecar should have. @default any */
  readonly patch?: string;
}

/**
 * Annotations of a pod template, so that a change of the mesh changes the template and Kubernetes rolls the pods:
 * the sidecar of a running pod never changes by itself.
 */
export function podAnnotations(sidecar: Sidecar | 'none'): Record<string, string> {
  if (sidecar === 'none') return {};
  return {
    'aks-istio-cdk/mesh-revision': sidecar.revision,
    ...(sidecar.patch !== undefined && { 'aks-istio-cdk/mesh-patch': sidecar.patch }),
  };
}
