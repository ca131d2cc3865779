import type { ObjectRule } from '../../rule';
import { CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE } from '../../../mesh/gateways';

/** Where the add-on and AKS look for what is theirs. */
const PLATFORM_NAMESPACES = [CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE, 'kube-system'];

/** An object is in a namespace of the environment, or where the add-on looks for it. */
export const namespacesExist: ObjectRule = (objects, { namespaces }) =>
  objects.flatMap((object) => {
    const { namespace } = object.metadata;
    if (
      namespace === undefined ||
      Object.hasOwn(namespaces, namespace) ||
      PLATFORM_NAMESPACES.includes(namespace)
    )
      return [];
    return [
      {
        object,
        field: 'metadata.namespace',
        value: namespace,
        problem: 'the environment has no such namespace, so nothing creates it',
        fix: "add it to 'namespaces', or remove the object's namespace: it then gets that of its application",
      },
    ];
  });
