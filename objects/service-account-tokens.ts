import type { RbacV1Subject } from '@kubernetes/client-node';
import { filterKind, indexKind } from './identity';
import { listObjects, type KubernetesObject } from './object';
import { getPodTemplate, podPath } from './pod-template';

/** A token of Kubernetes that pods mount. */
export interface MountedToken {
  /** Name of the ServiceAccount. */
  readonly account: string;
  readonly field: string;
  /** Whether somebody asked for it or gave it rights; Kubernetes mounts one in every pod that does not refuse it. */
  readonly isMeant: boolean;
}

/**
 * Finds the token that the pods of an object mount; undefined for pods without one.
 *
 * Source: Kubernetes documentation, Configure Service Accounts for Pods.
 */
export function createTokenFinder(
  objects: readonly KubernetesObject[],
): (object: KubernetesObject) => MountedToken | undefined {
  const accounts = indexKind(objects, 'ServiceAccount');
  const withRights = new Set(
    ['RoleBinding', 'ClusterRoleBinding']
      .flatMap((kind) => filterKind(objects, `${kind}.rbac.authorization.k8s.io`))
      .flatMap(({ subjects, metadata }) =>
        listObjects<RbacV1Subject>(subjects)
          .filter(({ kind }) => kind === 'ServiceAccount')
          .map(({ name, namespace = metadata.namespace }) => `${namespace}/${name}`),
      ),
  );
  return (object) => {
    const spec = getPodTemplate(object)?.spec;
    if (!spec) return undefined;
    const account = spec.serviceAccountName ?? 'default';
    const name = `${object.metadata.namespace}/${account}`;
    const stated = spec.automountServiceAccountToken ?? accounts.get(name)?.automountServiceAccountToken;
    if (stated === false) return undefined;
    return {
      account,
      field: podPath(object, 'spec', 'automountServiceAccountToken'),
      isMeant: stated === true || withRights.has(name),
    };
  };
}
