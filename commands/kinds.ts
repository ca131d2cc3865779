import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupKind } from '../objects/identity';
import type { CustomResourceDefinition } from './crds';

/** A method that creates an object, and the path that it sends the object to. */
const CREATE = /async create(?:Namespaced)?(\w+)\((?:(?!async )[^])*?localVarPath = '([^']+)'/g;

/** A path of Kubernetes' API that objects are created at; those of subresources are longer. */
const PATH = /^\/(?:api|apis\/([^/]+))\/(v[^/]+)\/(namespaces\/\{namespace\}\/)?\w+$/;

/**
 * Which API groups are Kubernetes' own, as the client of Kubernetes that the project uses has them, and which kinds are in no namespace:
 * of Kubernetes' own, and of some CRDs.
 */
export function kindScopes(crds: readonly CustomResourceDefinition[]) {
  const kubernetes = kubernetesKinds();
  const clusterScoped = [
    ...kubernetes.filter(({ isNamespaced }) => !isNamespaced).map(({ group, kind }) => ({ group, kind })),
    ...crds
      .filter(({ spec }) => spec.scope === 'Cluster')
      .map(({ spec }) => ({ group: spec.group, kind: spec.names.kind })),
  ].map(({ group, kind }) => groupKind({ apiVersion: `${group}/v1`, kind }));
  return {
    kubernetesGroups: [...new Set(kubernetes.map(({ group }) => group))].toSorted(),
    clusterScoped: [...new Set(clusterScoped)].toSorted(),
  };
}

function kubernetesKinds(): { group: string; kind: string; isNamespaced: boolean }[] {
  const folder = join(require.resolve('@kubernetes/client-node'), '..', 'gen', 'apis');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(CREATE)])
    .flatMap(([, kind, path]) => {
      const [found, group = '', , namespace] = PATH.exec(path!) ?? [];
      return found === undefined ? [] : [{ group, kind: kind!, isNamespaced: namespace !== undefined }];
    });
}
