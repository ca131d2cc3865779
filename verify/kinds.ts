import { knownKinds } from '../model/schema/kubernetes';
import { getApiGroup, groupKind, type Kind } from '../objects/identity';
import { isReadable } from './check';

/** Roles and their bindings are looked for only where the environment renders some: few may list them. */
const RBAC = 'rbac.authorization.k8s.io';

/** Kinds of which stale objects are looked for: those that applications can render, and all that are rendered. */
export function searchedKinds(rendered: readonly Kind[]): Kind[] {
  const all = [...knownKinds().filter((kind) => getApiGroup(kind) !== RBAC), ...rendered].filter(isReadable);
  const first = new Map(all.toReversed().map((kind) => [groupKind(kind), kind]));
  return [...first.values()].toReversed().map(({ apiVersion, kind }) => ({ apiVersion, kind }));
}

/** The resource of a kind, as rights name it: `pods`, `serviceentries`. */
export function resourceName({ kind }: Pick<Kind, 'kind'>): string {
  return kind
    .toLowerCase()
    .replace(/([^aeiou])y$/, '$1ie')
    .replace(/s?$/, (end) => (end ? 'ses' : 's'));
}
