import type { ObjectRule } from '../../rule';
import { CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE } from '../../../mesh/gateways';

/** Where the add-on and AKS look for what is theirs. */
const PLATFORM_NAMESPACES = [CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE, 'kube-system'];

/** An object stands in a namespace of the environment, or where the add-on looks for it. */
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
        problem: 'the environment has no such namespace, so that nothing makes it',
        fix: "add it to 'namespaces', or leave the object's namespace out: it is then that of its application",
      },
    ];
  });
