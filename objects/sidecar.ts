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

/** Annotations by which Istio decides what passes a sidecar. Source: Istio documentation, Resource Annotations. */
const TRAFFIC = 'traffic.sidecar.istio.io/';
const INTERCEPTION = 'sidecar.istio.io/interceptionMode';

/** A field of pods by which traffic does not pass their sidecar. */
export interface Bypass {
  readonly field: readonly string[];
  readonly value: unknown;
}

/**
 * What takes traffic to a port of the pods of an object out of their sidecar; undefined where it passes the sidecar. Ports are excluded
 * only where all are included.
 *
 * Source: Istio documentation, Resource Annotations; istio/istio 1.30.3, tools/istio-iptables.
 */
export function findInboundBypass(object: KubernetesObject, port: number): Bypass | undefined {
  const [included, excluded] = readTraffic(object, 'InboundPorts');
  const bypass = findBypass(object);
  if (bypass) return bypass;
  if (included.value.trim() !== '*') return isIn(included.value, port) ? undefined : included;
  return isIn(excluded.value, port) ? excluded : undefined;
}

/**
 * What takes traffic from the pods of an object to a port out of their sidecar; undefined where it passes the sidecar, as far as ports and
 * whole ranges of addresses say.
 *
 * Source: as above.
 */
export function findOutboundBypass(object: KubernetesObject, port: number): Bypass | undefined {
  const [included, excluded] = readTraffic(object, 'OutboundPorts');
  const [ranges, otherRanges] = readTraffic(object, 'OutboundIPRanges');
  const bypass = findBypass(object);
  if (bypass) return bypass;
  if (isIn(excluded.value, port)) return excluded;
  if (isIn(included.value, port)) return undefined;
  if (ranges.value.trim() === '') return ranges;
  const isNone = otherRanges.value.split(',').some((range) => ['*', '0.0.0.0/0'].includes(range.trim()));
  return isNone ? otherRanges : undefined;
}

function isIn(ports: string, port: number): boolean {
  return ports.split(',').some((each) => each.trim() === `${port}`);
}

/** What leaves the pods without a sidecar, or a sidecar without traffic. */
function findBypass(object: KubernetesObject): Bypass | undefined {
  const pods = getPodTemplate(object);
  const mode = pods?.metadata?.annotations?.[INTERCEPTION];
  const isNone =
    mode === 'NONE' ? { field: ['metadata', 'annotations', INTERCEPTION], value: mode } : undefined;
  return (pods && findOptOut(pods)) ?? isNone;
}

/** What annotations include in the traffic of the sidecar, and what they exclude. */
function readTraffic(object: KubernetesObject, what: string) {
  const annotations = getPodTemplate(object)?.metadata?.annotations;
  const read = (verb: string, otherwise: string) => {
    const name = `${TRAFFIC}${verb}${what}`;
    return { field: ['metadata', 'annotations', name], value: annotations?.[name] ?? otherwise };
  };
  return [read('include', '*'), read('exclude', '')] as const;
}

/** Whether what comes to a port of the pods of an object goes through their sidecar. */
export function passesSidecar(object: KubernetesObject, port: number, environment: Namespaces): boolean {
  return getRevision(object, environment) !== undefined && findInboundBypass(object, port) === undefined;
}
