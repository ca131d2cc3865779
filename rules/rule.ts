import type { MeshState } from '../mesh/upgrade';
import type { IngressGateway } from '../mesh/gateways';

/** A rendered object, as far as rules look at it. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** What rules know of the mesh that the objects are for. */
export interface RuledMesh extends MeshState {
  readonly ingressGateways: readonly IngressGateway[];
}

/** A rule across objects that no type can hold: what breaks it, each in a sentence with the way out; nothing if all keep it. */
export type Rule = (objects: readonly RenderedObject[], mesh: RuledMesh) => string[];

/** An object in words, such as `Gateway pets/pets-gateway`. */
export function nameOf({ kind, metadata: { namespace, name } }: RenderedObject): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
