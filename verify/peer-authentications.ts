import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import type { KubernetesObject } from '../objects/object';

/** Mode of mutual TLS, as Istio names it. */
type Mode = string;

/** The policy of Istio that says whether plaintext is taken. */
export interface PeerAuthentication extends KubernetesObject {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly mtls?: { readonly mode?: Mode };
    readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: Mode }>>;
  };
}

/** The policies of a namespace, in words: names, modes, for which pods, and other modes of some ports. */
export function describePolicies(policies: readonly PeerAuthentication[]): string {
  return policies.map(inWords).toSorted().join('; ') || 'no PeerAuthentication';
}

/** The PeerAuthentications of a namespace among some objects. */
export function findPeerAuthentications(
  namespace: string,
  objects: readonly KubernetesObject[],
): PeerAuthentication[] {
  return objects.filter(
    ({ kind, metadata }) => kind === 'PeerAuthentication' && metadata.namespace === namespace,
  );
}

/**
 * Whether a port of a pod refuses plaintext: the policy of its pod counts before that of its namespace, and that before the
 * mesh's, each as far as it states a mode.
 *
 * Source: Istio documentation, PeerAuthentication.
 */
export function isStrict(
  pod: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  containerPort: number,
  objects: readonly KubernetesObject[],
): boolean {
  const own = findPeerAuthentications(pod.namespace, objects);
  const selecting = own.filter((policy) => {
    const labels = Object.entries(labelsOf(policy));
    return labels.length > 0 && labels.every(([key, value]) => pod.labels[key] === value);
  });
  const whole = (policies: readonly PeerAuthentication[]) =>
    policies.filter((policy) => Object.keys(labelsOf(policy)).length === 0);
  const modes = [
    // Ports are told apart by a policy that selects pods, and by no other.
    ...selecting.map(({ spec }) => spec?.portLevelMtls?.[containerPort]?.mode),
    ...[...selecting, ...whole(own), ...whole(findPeerAuthentications(CONTROL_PLANE_NAMESPACE, objects))].map(
      ({ spec }) => spec?.mtls?.mode,
    ),
  ];
  return modes.find((mode) => mode !== undefined && mode !== 'UNSET') === 'STRICT';
}

function labelsOf({ spec }: PeerAuthentication): Readonly<Record<string, string>> {
  return spec?.selector?.matchLabels ?? {};
}

function inWords(policy: PeerAuthentication): string {
  const { metadata, spec = {} } = policy;
  const pods = Object.entries(labelsOf(policy)).map(([key, value]) => `${key}=${value}`);
  const ports = Object.entries(spec.portLevelMtls ?? {}).map(
    ([port, { mode }]) => `, ${mode} on port ${port}`,
  );
  const scope = pods.length > 0 ? ` for ${pods.join(',')} only` : '';
  return `${metadata.name}: ${spec.mtls?.mode ?? 'UNSET'}${scope}${ports.join('')}`;
}
