import { GATEWAY_API_GROUP } from '../mesh/gateways';
import { filterKind } from './identity';
import { getSpec, listObjects, type KubernetesObject } from './object';

/** What a route of the Gateway API refers to. */
export interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly port?: number;
  readonly sectionName?: string;
}

/** Rule of such a route, as far as it has destinations. */
interface Rule {
  readonly backendRefs?: readonly Reference[];
  readonly filters?: readonly { readonly requestMirror?: { readonly backendRef?: Reference } }[];
}

/** The routes of the Gateway API among rendered objects. */
export function findApiRoutes(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return ['HTTPRoute', 'GRPCRoute'].flatMap((kind) => filterKind(objects, `${kind}.${GATEWAY_API_GROUP}`));
}

/** The Gateways that a route attaches to, each with its place; what routes calls inside the mesh is another object of another group. */
export function listParents(route: KubernetesObject) {
  return listObjects<Reference>(getSpec(route).parentRefs)
    .map((reference, index) => ({ reference, field: `spec.parentRefs.${index}` }))
    .filter(
      ({ reference: { group = GATEWAY_API_GROUP, kind = 'Gateway' } }) =>
        group === GATEWAY_API_GROUP && kind === 'Gateway',
    );
}

/** The Services that a route sends requests or copies of them to, each with its place. */
export function listBackends(route: KubernetesObject) {
  return listObjects<Rule>(getSpec(route).rules)
    .flatMap(({ backendRefs, filters }, index) => {
      const mirrors = listObjects<NonNullable<Rule['filters']>[number]>(filters).flatMap(
        ({ requestMirror }) => requestMirror?.backendRef ?? [],
      );
      return [...listObjects<Reference>(backendRefs), ...mirrors].map((reference) => ({
        reference,
        field: `spec.rules.${index}`,
      }));
    })
    .filter(({ reference: { group = '', kind = 'Service' } }) => group === '' && kind === 'Service');
}

/** Full name of what a route refers to, such as `shop/web`. */
export function referenceName({ name, namespace }: Reference, { metadata }: KubernetesObject): string {
  return `${namespace ?? metadata.namespace}/${name}`;
}
