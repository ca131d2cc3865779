import { isAllowed } from '../charts/evaluator';
import { isOpen, type Pod } from '../charts/network-evaluator';
import type { Manifest } from '../support';

/** Who calls: its pods, and its identity. */
export interface Caller extends Pod {
  readonly serviceAccount: string;
}

/** A pod of a workload that the engine renders. */
export const podOf = (namespace: string, name: string): Caller => ({
  namespace,
  labels: { app: name },
  serviceAccount: name,
});

/** The pods of an ingress gateway that AKS runs. */
export const ingress = (kind: 'external' | 'internal'): Caller => ({
  namespace: 'aks-istio-ingress',
  labels: { istio: `aks-istio-ingressgateway-${kind}` },
  serviceAccount: `aks-istio-ingressgateway-${kind}`,
});

/** Which policies let a call in: of identities, and of networks. */
export function letIn(objects: readonly Manifest[], from: Caller, to: Pod, port: number) {
  const request = { method: 'POST', path: '/' };
  // What asks an authorizer decides nothing by itself.
  const deciding = objects.filter(({ spec }) => (spec as { action?: string })?.action !== 'CUSTOM');
  return {
    identity: isAllowed(deciding, { to, from, port, request }),
    network: isOpen(objects, from, to, port),
  };
}

/** Both let it in, or both keep it out. */
export const IN = { identity: true, network: true };
export const OUT = { identity: false, network: false };

/** Whether a caller may send, whatever the callee lets in. */
export function mayLeave(objects: readonly Manifest[], from: Caller, to: Pod, port: number): boolean {
  const own = objects.filter(({ kind, metadata }) => kind !== 'NetworkPolicy' || isFor(metadata, from));
  return isOpen(own, from, to, port);
}

/** The engine names a policy after its workload. */
const isFor = ({ name, namespace }: Manifest['metadata'], { labels, ...caller }: Caller) =>
  name === labels.app && namespace === caller.namespace;
