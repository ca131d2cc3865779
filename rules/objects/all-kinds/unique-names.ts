import { type ObjectRule } from '../../rule';
import { objectId } from '../../../objects/identity';

/** No two objects have the same name: the last one applied would silently replace the other. */
export const uniqueNames: ObjectRule = (objects) => {
  const seen = new Map<string, number>();
  return objects.flatMap((object) => {
    const id = objectId(object);
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    // A third of the name is the same mistake.
    if (before !== 1) return [];
    return [
      {
        object,
        problem: 'is rendered more than once',
        fix: "give each its own name (for the Gateway and the route of an exposed port, set 'name')",
      },
    ];
  });
};
