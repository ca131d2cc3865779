import { filterKind } from '../../../objects/identity';
import type { ObjectFault, ObjectRule } from '../../rule';

const REVISION = 'istio.io/rev';
const INJECTION = 'istio-injection';

/**
 * A Namespace carries the revision of its settings, whatever a hook or manifests make of it: without the label its next pods have no
 * sidecar, and `istio-injection` makes the add-on skip it.
 *
 * Source: AKS documentation, istio-deploy-addon.md.
 */
export const namespacesCarryRevision: ObjectRule = (objects, { namespaces }) =>
  filterKind(objects, 'Namespace').flatMap((object): ObjectFault[] => {
    const { name, labels = {} } = object.metadata;
    if (!Object.hasOwn(namespaces, name)) return [];
    const { revision } = namespaces[name]!;
    if (labels[REVISION] !== revision)
      return [
        {
          object,
          field: `metadata.labels.${REVISION}`,
          value: labels[REVISION],
          problem: `the settings say ${revision === undefined ? 'that the namespace is outside the mesh' : `'${revision}'`}, and policies are made for that`,
          fix: `leave the label to the engine, and set 'namespaces.${name}.revision'`,
        },
      ];
    if (labels[INJECTION] === undefined) return [];
    return [
      {
        object,
        field: `metadata.labels.${INJECTION}`,
        value: labels[INJECTION],
        problem: 'upstream Istio reads it, and it makes the add-on skip the namespace',
        fix: `remove it: 'namespaces.${name}.revision' says whether pods get sidecars`,
      },
    ];
  });
