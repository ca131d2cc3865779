import { knownKinds } from '../model/schema/kubernetes';
import { isReadable, type Kind } from './check';

/** Roles and their bindings are looked for only where the environment renders some: few may list them. */
const RBAC = 'rbac.authorization.k8s.io';

/** Kinds of which stale objects are looked for: those that applications can render, and all that are rendered. */
export function searchedKinds(rendered: readonly Kind[]): Kind[] {
  const all = [...knownKinds().filter((kind) => getApiGroup(kind) !== RBAC), ...rendered].filter(isReadable);
  return all
    .filter((kind, index) => index === all.findIndex((other) => kindId(other) === kindId(kind)))
    .map(({ apiVersion, kind }) => ({ apiVersion, kind }));
}

/** API group of a kind; empty for Kubernetes' own core. */
export function getApiGroup({ apiVersion }: Kind): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
}

/** What tells a kind from others, whatever its version. */
export function kindId(kind: Kind): string {
  return `${getApiGroup(kind)}/${kind.kind}`;
}

/** The resource of a kind, as rights name it: `pods`, `serviceentries`. */
export function resourceName({ kind }: Pick<Kind, 'kind'>): string {
  return kind
    .toLowerCase()
    .replace(/([^aeiou])y$/, '$1ie')
    .replace(/s?$/, (end) => (end ? 'ses' : 's'));
}
