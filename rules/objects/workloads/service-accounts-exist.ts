import { closestMatch } from '../../../model/read/nearest';
import { isSystemNamespace } from '../../../aks/namespaces';
import { filterKind, getNamespace } from '../../../objects/identity';
import { getPodTemplate, podPath } from '../../../objects/pod-template';
import type { ObjectRule } from '../../rule';

/**
 * A ServiceAccount that pods name is rendered in their namespace, or is `default`, which every namespace has: the API server
 * rejects pods of any other, and only the events of their controller say so.
 *
 * Source: Kubernetes documentation, Configure Service Accounts for Pods.
 */
export const serviceAccountsExist: ObjectRule = (objects, { namespaces }) => {
  const accounts = Map.groupBy(filterKind(objects, 'ServiceAccount'), getNamespace);
  const known = new Map(
    [...accounts].map(([namespace, list]) => [namespace, new Set(list.map(({ metadata }) => metadata.name))]),
  );
  return objects.flatMap((object) => {
    const name = getPodTemplate(object)?.spec?.serviceAccountName;
    const namespace = getNamespace(object);
    // What AKS renders in its own namespaces is not known.
    const isOurs = Object.hasOwn(namespaces, namespace) || !isSystemNamespace(namespace);
    if (typeof name !== 'string' || name === '' || name === 'default' || !isOurs) return [];
    if (known.get(namespace)?.has(name)) return [];
    const near = closestMatch(name, [...(known.get(namespace) ?? [])]);
    return [
      {
        object,
        field: podPath(object, 'spec', 'serviceAccountName'),
        value: name,
        problem: `no such ServiceAccount is rendered in '${namespace}': the API server rejects the pods`,
        fix: near
          ? `did you mean '${near}'?`
          : "add the ServiceAccount to the manifests or the hook, or remove the field: the pods are then those of 'default'",
      },
    ];
  });
};
