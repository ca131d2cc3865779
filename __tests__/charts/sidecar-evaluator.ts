import type { Manifest } from '../support';
import type { Pod } from './network-evaluator';

interface Spec {
  readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
  readonly egress?: readonly { readonly hosts?: readonly string[] }[];
}

/**
 * Whether the sidecar of a pod knows a host of a namespace: all hosts without a Sidecar for the pod, else those that it lists.
 *
 * Source: Istio documentation, Sidecar, IstioEgressListener.
 */
export function knowsHost(objects: readonly Manifest[], pod: Pod, namespace: string, host: string): boolean {
  const specs = objects
    .filter(({ kind, metadata }) => kind === 'Sidecar' && metadata.namespace === pod.namespace)
    .map(({ spec }) => spec as Spec)
    .filter(({ workloadSelector }) =>
      Object.entries(workloadSelector?.labels ?? {}).every(([key, value]) => pod.labels[key] === value),
    );
  // Of several, the first one counts.
  const [own] = specs;
  if (!own) return true;
  return (own.egress ?? [])
    .flatMap(({ hosts = [] }) => hosts)
    .some((stated) => {
      const [from, name] = stated.split('/');
      const isNear = from === '*' || from === namespace || (from === '.' && namespace === pod.namespace);
      return isNear && (name === '*' || name === host);
    });
}
