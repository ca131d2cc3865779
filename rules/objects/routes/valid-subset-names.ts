import { DNS_LABEL } from '../../../mesh/names';
import { filterKind } from '../../../objects/identity';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects, getSpec } from '../../../objects/object';

/** Source: istio/istio, pkg/config/labels, IsDNS1123Label, which also accepts upper case. */
const NAME = new RegExp(DNS_LABEL.pattern, 'i');

/**
 * A DestinationRule names each subset once, by letters, digits and hyphens: Istio's webhook rejects it otherwise.
 *
 * Source: istio/istio, pkg/config/validation, ValidateDestinationRule and validateSubsetName.
 */
export const validSubsetNames: ObjectRule = (objects) =>
  filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) => {
    const names = listObjects<{ readonly name?: unknown }>(getSpec(object).subsets).map(({ name }) => name);
    return names.flatMap((name, index): ObjectFault[] => {
      // known-fields rejects what is not a string.
      if (typeof name !== 'string') return [];
      const at = { object, field: `spec.subsets.${index}.name`, value: name };
      if (!NAME.test(name))
        return [
          {
            ...at,
            problem:
              "must be 1 to 63 letters, digits and hyphens, with a letter or digit at both ends: Istio's webhook rejects it",
            fix: 'rename it, such as v1-2 for v1.2, here and in the routes that use it',
          },
        ];
      const first = names.indexOf(name);
      if (first === index) return [];
      return [
        {
          ...at,
          problem: `spec.subsets.${first} has this name too: Istio's webhook rejects two subsets of one name`,
          fix: 'rename one of them, or remove it',
        },
      ];
    });
  });
