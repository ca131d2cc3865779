import { clusterScoped, kubernetesGroups } from '../imports/kinds.json';
import type { KubernetesObject } from './object';

/** The kind of an object, whatever else it says. */
export type Kind = Pick<KubernetesObject, 'apiVersion' | 'kind'>;

const CLUSTER_SCOPED = new Set(clusterScoped);
const KUBERNETES_GROUPS = new Set(kubernetesGroups);

/** API group of a kind; empty for the core of Kubernetes. */
export function getApiGroup({ apiVersion }: Kind): string {
  return apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
}

/**
 * What identifies a kind, whatever its version: `Deployment.apps`, or `Service` of the core of Kubernetes.
 *
 * Source: Kubernetes, apimachinery, GroupKind.String.
 */
export function groupKind(kind: Kind): string {
  const group = getApiGroup(kind);
  return group === '' ? kind.kind : `${kind.kind}.${group}`;
}

/** Whether Kubernetes itself has a kind: any other is one of a CRD. */
export function isBuiltIn(kind: Kind): boolean {
  return KUBERNETES_GROUPS.has(getApiGroup(kind));
}

/** Whether the objects of a kind are in namespaces, as those of a kind are that is not known. */
export function isNamespaced(kind: Kind): boolean {
  return !CLUSTER_SCOPED.has(groupKind(kind));
}

/** Whether an object is of a kind, such as `Deployment.apps`. */
export function isKind(object: Kind, wanted: string): boolean {
  return wanted.startsWith(object.kind) && groupKind(object) === wanted;
}

/** The objects of a kind, such as `Deployment.apps`. */
export function filterKind(objects: readonly KubernetesObject[], kind: string): KubernetesObject[] {
  return objects.filter((object) => isKind(object, kind));
}

/** `namespace/name`, or the name alone for an object without a namespace. */
export function qualifiedName({ metadata }: Pick<KubernetesObject, 'metadata'>): string {
  const { namespace, name } = metadata ?? {};
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The objects of a kind by their qualified names. */
export function indexKind(
  objects: readonly KubernetesObject[],
  kind: string,
): ReadonlyMap<string, KubernetesObject> {
  return new Map(filterKind(objects, kind).map((object) => [qualifiedName(object), object]));
}

/** The namespace that an object is in; one that sets none is in `default`. */
export function getNamespace({ metadata }: KubernetesObject): string {
  return metadata.namespace ?? 'default';
}

/** What tells an object from all others of a cluster, whatever the version of its kind; a kind without namespaces is not asked for one. */
export function objectId(object: KubernetesObject): string {
  return `${groupKind(object)} ${isNamespaced(object) ? qualifiedName(object) : object.metadata.name}`;
}

/** An object in words, such as `Gateway pets/pets-gateway`. */
export function describeObject(object: Pick<KubernetesObject, 'kind' | 'metadata'>): string {
  return `${object.kind} ${qualifiedName(object)}`;
}
