import type { V1LabelSelector, V1NetworkPolicyPeer, V1NetworkPolicyPort } from '@kubernetes/client-node';
import { filterKind } from './identity';
import { getSpec, type KubernetesObject } from './object';
import { matchesSelector, toSelector } from './selectors';

/** One end of a connection: the pods of an object, or something outside of what is rendered. */
export interface Peer {
  /** @default outside of the cluster */
  readonly namespace?: string;
  /** Labels of the namespace, its name among them. @default none */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A connection, as the pods at one of its ends see it. */
export interface Connection {
  /** The other end. */
  readonly peer: Peer;
  /** Port of the container that is called. */
  readonly port: number;
  /** Namespace of the pods that the policies are for. */
  readonly namespace: string;
}

/** A rule of either direction. */
interface NetworkRule {
  readonly from?: readonly V1NetworkPolicyPeer[];
  readonly to?: readonly V1NetworkPolicyPeer[];
  readonly ports?: readonly V1NetworkPolicyPort[];
}

interface NetworkPolicySpec {
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly NetworkRule[];
  readonly egress?: readonly NetworkRule[];
}

/** The NetworkPolicies among rendered objects. */
export function findNetworkPolicies(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return filterKind(objects, 'NetworkPolicy.networking.k8s.io');
}

/**
 * Whether the NetworkPolicies that are for some pods let a connection pass; where none is for that direction, all pass. An address range
 * is taken to let everything outside of the cluster pass.
 *
 * Source: Kubernetes documentation, Network Policies.
 */
export function passesNetwork(
  policies: readonly KubernetesObject[],
  direction: 'Ingress' | 'Egress',
  connection: Connection,
): boolean {
  const own = policies
    .map((policy) => getSpec<NetworkPolicySpec>(policy))
    .filter((spec) => directionsOf(spec).includes(direction));
  const rules = own.flatMap(({ ingress = [], egress = [] }) => (direction === 'Ingress' ? ingress : egress));
  return own.length === 0 || rules.some((rule) => allows(rule, connection));
}

function directionsOf({ policyTypes, egress }: Partial<NetworkPolicySpec>): readonly string[] {
  return policyTypes ?? (egress ? ['Ingress', 'Egress'] : ['Ingress']);
}

function allows(
  { from = [], to = [], ports = [] }: NetworkRule,
  { peer, port, namespace }: Connection,
): boolean {
  const peers = [...from, ...to];
  const isPort = ports.length === 0 || ports.some((each) => matchesPort(each, port));
  return isPort && (peers.length === 0 || peers.some((each) => matchesPeer(each, peer, namespace)));
}

function matchesPort({ port, endPort, protocol = 'TCP' }: V1NetworkPolicyPort, wanted: number): boolean {
  if (protocol !== 'TCP') return false;
  if (port === undefined) return true;
  // A port by its name is that of the container, which is not looked up.
  if (typeof port !== 'number') return true;
  return endPort === undefined ? port === wanted : port <= wanted && wanted <= endPort;
}

function matchesPeer(
  { ipBlock, namespaceSelector, podSelector }: V1NetworkPolicyPeer,
  peer: Peer,
  own: string,
): boolean {
  if (ipBlock) return peer.namespace === undefined;
  if (peer.namespace === undefined) return false;
  const meets = (selector: V1LabelSelector, labels: Peer['labels']) =>
    matchesSelector(labels ?? {}, toSelector(selector));
  const isThere = namespaceSelector
    ? meets(namespaceSelector, { 'kubernetes.io/metadata.name': peer.namespace, ...peer.namespaceLabels })
    : peer.namespace === own;
  return isThere && (podSelector === undefined || meets(podSelector, peer.labels));
}
