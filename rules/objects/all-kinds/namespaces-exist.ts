import { isPlatformNamespace } from '../../../aks/namespaces';
import { CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE } from '../../../mesh/gateways';
import { listNamedNamespaces } from '../../../objects/named-namespaces';
import type { ObjectFault, ObjectRule } from '../../rule';

/** Where the add-on and AKS look for what is theirs. */
const PLATFORM_NAMESPACES = [CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE, 'kube-system'];

/**
 * An object is in a namespace of the environment, or where the add-on looks for it. One that it names, for its exports, its callers
 * or its peers, is in the environment or comes with the cluster: a name of none is for nobody.
 */
export const namespacesExist: ObjectRule = (objects, { namespaces }) =>
  objects.flatMap((object): ObjectFault[] => {
    const { namespace } = object.metadata;
    const isPlaced =
      namespace === undefined ||
      Object.hasOwn(namespaces, namespace) ||
      PLATFORM_NAMESPACES.includes(namespace);
    const astray = {
      object,
      field: 'metadata.namespace',
      value: namespace,
      problem: 'the environment has no such namespace, so nothing creates it',
      fix: "add it to 'namespaces', or remove the object's namespace: it then gets that of its application",
    };
    const unknown = listNamedNamespaces(object)
      .filter((named) => !Object.hasOwn(namespaces, named.namespace) && !isPlatformNamespace(named.namespace))
      .map((named) => ({
        object,
        field: named.field,
        value: named.namespace,
        problem: 'there is no such namespace: this name is for nobody',
        fix: `name a namespace of this environment; the ingress gateways that AKS runs are in '${INGRESS_NAMESPACE}', the control plane in '${CONTROL_PLANE_NAMESPACE}'`,
      }));
    return isPlaced ? unknown : [astray, ...unknown];
  });
