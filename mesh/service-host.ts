/** The full name of a Service, which means the same from every namespace. Source: Kubernetes documentation, DNS for Services and Pods. */
export function serviceHost(name: string, namespace = 'default'): string {
  return `${name}.${namespace}.svc.cluster.local`;
}
