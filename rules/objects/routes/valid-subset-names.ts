import { DNS_LABEL } from '../../../mesh/names';
import { filterKind } from '../../../objects/identity';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects, getSpec } from '../../../objects/object';

/** Source: istio/istio, pkg/config/labels, IsDNS1123Label, which takes upper case too. */
const NAME = new RegExp(DNS_LABEL.pattern, 'i');

/**
 * A DestinationRule names each subset once, by letters, digits and hyphens: Istio's webhook refuses it otherwise.
 *
 * Source: istio/istio, pkg/config/validation, ValidateDestinationRule and validateSubsetName.
 */
export const validSubsetNames: ObjectRule = (objects) =>
  filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) => {
    const names = listObjects<{ readonly name?: unknown }>(getSpec(object).subsets).map(({ name }) => name);
    return names.flatMap((name, index): ObjectFault[] => {
      // What is no text is known-fields' to refuse.
      if (typeof name !== 'string') return [];
      const at = { object, field: `spec.subsets.${index}.name`, value: name };
      if (!NAME.test(name))
        return [
          {
            ...at,
            problem:
              "must be 1 to 63 letters, digits and hyphens, with a letter or digit at both ends: Istio's webhook refuses it",
            fix: 'rename it, such as v1-2 for v1.2, here and where routes lead to it',
          },
        ];
      const first = names.indexOf(name);
      if (first === index) return [];
      return [
        {
          ...at,
          problem: `spec.subsets.${first} has this name too: Istio's webhook refuses two subsets of one name`,
          fix: 'rename one of them, or take it out',
        },
      ];
    });
  });
