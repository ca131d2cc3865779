import type { V1LabelSelector, V1NetworkPolicyPeer, V1NetworkPolicyPort } from '@kubernetes/client-node';
import type { Manifest } from '../support';

/** Spec of a NetworkPolicy. */
export interface Spec {
  readonly podSelector: V1LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly {
    readonly from?: readonly V1NetworkPolicyPeer[];
    readonly ports?: readonly V1NetworkPolicyPort[];
  }[];
  readonly egress?: readonly {
    readonly to?: readonly V1NetworkPolicyPeer[];
    readonly ports?: readonly V1NetworkPolicyPort[];
  }[];
}

/** A pod, as NetworkPolicies see it. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Whether NetworkPolicies let a connection pass: those of the pod that sends it, and those of the pod that it reaches. An
 * address range means neither pods nor nodes, as on Cilium.
 *
 * Source: Kubernetes documentation, Network Policies; AKS documentation, azure-cni-powered-by-cilium.md.
 */
export function isOpen(
  objects: readonly Manifest[],
  from: Pod,
  to: Pod,
  port: number,
  protocol = 'TCP',
): boolean {
  const specsFor = (pod: Pod, type: string) =>
    objects
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === pod.namespace)
      .map(({ spec }) => spec as Spec)
      .filter(
        ({ podSelector, policyTypes = ['Ingress'] }) => policyTypes.includes(type) && has(pod, podSelector),
      );
  const isPort = (ports: readonly V1NetworkPolicyPort[] | undefined) =>
    ports?.some((each) => each.port === port && (each.protocol ?? 'TCP') === protocol) ?? true;
  const isPeer = (peers: readonly V1NetworkPolicyPeer[] | undefined, pod: Pod) =>
    peers?.some(
      ({ namespaceSelector, podSelector, ipBlock }) =>
        !ipBlock &&
        namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] === pod.namespace &&
        has(pod, podSelector ?? {}),
    ) ?? true;
  const out = specsFor(from, 'Egress');
  const into = specsFor(to, 'Ingress');
  return (
    (out.length === 0 ||
      out.some(({ egress = [] }) => egress.some((rule) => isPort(rule.ports) && isPeer(rule.to, to)))) &&
    (into.length === 0 ||
      into.some(({ ingress = [] }) => ingress.some((rule) => isPort(rule.ports) && isPeer(rule.from, from))))
  );
}

function has({ labels }: Pod, { matchLabels = {} }: { matchLabels?: Record<string, string> }): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

/**
 * Whether NetworkPolicies let a pod send to an address that is neither a pod's nor a node's: only ranges match it, and what names no
 * peer.
 */
export function isOpenOutside(
  objects: readonly Manifest[],
  from: Pod,
  address: string,
  port: number,
): boolean {
  const specs = objects
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === from.namespace)
    .map(({ spec }) => spec as Spec)
    .filter(
      ({ podSelector, policyTypes = ['Ingress'] }) =>
        policyTypes.includes('Egress') && has(from, podSelector),
    );
  const isRange = ({ ipBlock }: V1NetworkPolicyPeer) =>
    ipBlock?.cidr === '0.0.0.0/0' || ipBlock?.cidr === `${address}/32`;
  const rules = specs.flatMap(({ egress = [] }) => egress);
  return (
    specs.length === 0 ||
    rules.some(
      ({ to, ports }) => (to?.some(isRange) ?? true) && (ports?.some((each) => each.port === port) ?? true),
    )
  );
}
