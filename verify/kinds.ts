import { knownKinds } from '../model/kubernetes';
import { isRead, type Kind } from './check';

/** Roles and their bindings are looked for only where the environment renders some: few may list them. */
const RBAC = 'rbac.authorization.k8s.io';

/** Kinds of which stale objects are looked for: those that applications can render, and all that are rendered. */
export function searchedKinds(rendered: readonly Kind[]): Kind[] {
  const all = [...knownKinds().filter((kind) => groupOf(kind) !== RBAC), ...rendered].filter(isRead);
  return all
    .filter((kind, index) => index === all.findIndex((other) => idOf(other) === idOf(kind)))
    .map(({ apiVersion, kind }) => ({ apiVersion, kind }));
}

/** API group of a kind; empty for Kubernetes' own core. */
export function groupOf({ apiVersion }: Kind): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
}

/** What tells a kind from others, whatever its version. */
export function idOf(kind: Kind): string {
  return `${groupOf(kind)}/${kind.kind}`;
}

/** The resource of a kind, as rights name it: `pods`, `serviceentries`. */
export function resourceOf({ kind }: Pick<Kind, 'kind'>): string {
  return kind
    .toLowerCase()
    .replace(/([^aeiou])y$/, '$1ie')
    .replace(/s?$/, (end) => (end ? 'ses' : 's'));
}
