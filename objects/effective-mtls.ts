import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { filterKind } from './identity';
import { getSpec, type KubernetesObject } from './object';
import { matchesLabels, getSelector } from './selectors';

interface Mode {
  readonly mode?: string;
}

/**
 * Finds what pods take on a port of the container, by an index of the PeerAuthentications: that of the port counts before that of the
 * pods, that before the namespace's, and that before the mesh's.
 *
 * Source: Istio documentation, PeerAuthentication.
 */
export function createMtlsFinder(
  objects: readonly KubernetesObject[],
): (namespace: string, pods: V1PodTemplateSpec, port: number) => string {
  const policies = filterKind(objects, 'PeerAuthentication.security.istio.io');
  const index = Map.groupBy(policies, (policy) =>
    keyOf(policy.metadata.namespace, Object.entries(getSelector(policy) ?? {})[0]),
  );
  const whole = (namespace: string) =>
    (index.get(keyOf(namespace)) ?? []).map((policy) => modeOf(getSpec(policy).mtls)).find(isSet);
  return (namespace, { metadata }, port) => {
    const labels = metadata?.labels ?? {};
    const own = Object.entries(labels)
      .flatMap((label) => index.get(keyOf(namespace, label)) ?? [])
      .filter((policy) => matchesLabels(labels, getSelector(policy) ?? {}))
      .map((policy) => {
        const { mtls, portLevelMtls } = getSpec(policy) as {
          mtls?: Mode;
          portLevelMtls?: Record<string, Mode>;
        };
        return [modeOf(portLevelMtls?.[port]), modeOf(mtls)].find(isSet);
      });
    return own.find(isSet) ?? whole(namespace) ?? whole(CONTROL_PLANE_NAMESPACE) ?? 'PERMISSIVE';
  };
}

function keyOf(namespace = '', label: readonly string[] = []): string {
  return [namespace, ...label].join(' ');
}

function modeOf(mtls: unknown): string | undefined {
  return (mtls as Mode | undefined)?.mode;
}

function isSet(mode: string | undefined): mode is string {
  return mode !== undefined && mode !== 'UNSET';
}
