import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { filterKind } from './identity';
import { getSpec, type KubernetesObject } from './object';
import { getPodTemplate } from './pod-template';
import { getSelectorLabels, labelKey, matchesLabels } from './selectors';
import { passesSidecar, type Namespaces } from './sidecar';

/** A part of a PeerAuthentication that may state a mode. */
interface Mtls {
  readonly mode?: string;
}

/** Spec of a PeerAuthentication, as far as it states modes. */
export interface PeerAuthenticationSpec {
  readonly mtls: Mtls;
  readonly portLevelMtls: Readonly<Record<string, Mtls>>;
}

/** The PeerAuthentications among some objects. */
export function findPeerAuthentications(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return filterKind(objects, 'PeerAuthentication.security.istio.io');
}

/**
 * Finds what the pods of an object accept on a port of the container, by an index of the PeerAuthentications: the mode of the port counts
 * before that of the pods, that before the namespace's, and that before the mesh's. Of two policies for the same, the older one
 * counts, which here is the first. Where the sidecar does not see the port, nothing is encrypted.
 *
 * Source: istio/istio, pilot/pkg/security/authn, ComposePeerAuthentication.
 */
export function createMtlsFinder(
  objects: readonly KubernetesObject[],
  environment: Namespaces,
): (pods: KubernetesObject, port: number) => string {
  const modeOf = createPolicyModeFinder(objects);
  return (pods, port) => (passesSidecar(pods, port, environment) ? modeOf(pods, port) : 'DISABLE');
}

/** The same for pods whose sidecar sees every port: what the policies ask for. */
export function createPolicyModeFinder(
  objects: readonly KubernetesObject[],
): (pods: KubernetesObject, port: number) => string {
  const policies = findPeerAuthentications(objects).map((object, order) => ({
    ...getSpec<PeerAuthenticationSpec>(object),
    order,
    namespace: object.metadata.namespace,
    labels: getSelectorLabels(object),
  }));
  const index = Map.groupBy(policies, ({ namespace, labels }) =>
    labelKey(namespace, Object.entries(labels)[0]),
  );
  const modeOfAll = (namespace?: string) => index.get(labelKey(namespace))?.[0]?.mtls;
  return (object, port) => {
    const { namespace } = object.metadata;
    const labels = getPodTemplate(object)?.metadata?.labels ?? {};
    const [own] = Object.entries(labels)
      .flatMap((label) => index.get(labelKey(namespace, label)) ?? [])
      .filter((policy) => matchesLabels(labels, policy.labels))
      .toSorted((a, b) => a.order - b.order);
    const parts = [
      own?.portLevelMtls?.[port],
      own?.mtls,
      modeOfAll(namespace),
      modeOfAll(CONTROL_PLANE_NAMESPACE),
    ];
    return parts.map((part) => part?.mode ?? 'UNSET').find((mode) => mode !== 'UNSET') ?? 'PERMISSIVE';
  };
}
