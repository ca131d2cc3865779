import { findPeerAuthentications, type PeerAuthenticationSpec } from '../objects/effective-mtls';
import { getSpec, type KubernetesObject } from '../objects/object';
import { getSelectorLabels } from '../objects/selectors';

/** The PeerAuthentications of a namespace among some objects, in words: names, modes, for which pods, and other modes of some ports. */
export function describePolicies(namespace: string, objects: readonly KubernetesObject[]): string {
  const policies = findPeerAuthentications(objects).filter(
    ({ metadata }) => metadata.namespace === namespace,
  );
  return policies.map(describePolicy).toSorted().join('; ') || 'no PeerAuthentication';
}

function describePolicy(policy: KubernetesObject): string {
  const { mtls, portLevelMtls = {} } = getSpec<PeerAuthenticationSpec>(policy);
  const pods = Object.entries(getSelectorLabels(policy)).map(([key, value]) => `${key}=${value}`);
  const ports = Object.entries(portLevelMtls).map(([port, { mode }]) => `, ${mode} on port ${port}`);
  const scope = pods.length > 0 ? ` for ${pods.join(',')} only` : '';
  return `${policy.metadata.name}: ${mtls?.mode ?? 'UNSET'}${scope}${ports.join('')}`;
}
