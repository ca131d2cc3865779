import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import type { Revision } from '../mesh/revisions';
import type { KubernetesObject } from './object';
import { getPodTemplate } from './pod-template';

const INJECT = 'sidecar.istio.io/inject';

/** The namespaces of an environment, by which those of the mesh are known. */
export interface Namespaces {
  readonly namespaces: Readonly<Record<string, { readonly revision?: Revision }>>;
}

/** Revision of the namespace that an object is in; undefined outside the mesh. */
export function getRevision(
  { metadata }: KubernetesObject,
  { namespaces }: Namespaces,
): Revision | undefined {
  return namespaces[metadata.namespace ?? '']?.revision;
}

/** The field of pods by which they get no sidecar; undefined where they get that of their namespace. */
export function findOptOut({
  metadata,
  spec,
}: V1PodTemplateSpec): { readonly field: readonly string[]; readonly value: unknown } | undefined {
  const place = metadata?.labels?.[INJECT] === undefined ? 'annotations' : 'labels';
  const inject = metadata?.[place]?.[INJECT];
  if (inject === 'false') return { field: ['metadata', place, INJECT], value: inject };
  return spec?.hostNetwork === true ? { field: ['spec', 'hostNetwork'], value: true } : undefined;
}

/**
 * Revision of the sidecar that the pods of an object get; undefined where they get none: outside the mesh, on the network of the node,
 * and where their label, or without one their annotation, says so.
 *
 * Source: istio/istio, pkg/kube/inject, injectRequired; Istio documentation, Installing the Sidecar, Controlling the injection policy.
 */
export function getSidecarRevision(object: KubernetesObject, environment: Namespaces): Revision | undefined {
  const pods = getPodTemplate(object);
  return pods && !findOptOut(pods) ? getRevision(object, environment) : undefined;
}

/**
 * Whether what comes to a port of the pods of an object goes through their sidecar; ports are excluded only where all are included.
 *
 * Source: Istio documentation, Resource Annotations, traffic.sidecar.istio.io/includeInboundPorts and excludeInboundPorts.
 */
export function passesSidecar(object: KubernetesObject, port: number, environment: Namespaces): boolean {
  if (getSidecarRevision(object, environment) === undefined) return false;
  const annotations = getPodTemplate(object)?.metadata?.annotations;
  const [included = '*', excluded = ''] = ['include', 'exclude'].map(
    (name) => annotations?.[`traffic.sidecar.istio.io/${name}InboundPorts`],
  );
  const isIn = (ports: string) => ports.split(',').some((each) => each.trim() === `${port}`);
  return included.trim() === '*' ? !isIn(excluded) : isIn(included);
}
