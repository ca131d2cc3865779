import { type ObjectRule } from '../../rule';
import { objectId } from '../../../objects/identity';

/** No two objects have one name: the one that is applied last would silently take the other's place. */
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
        fix: "give each a name of its own (the Gateway and the route of an exposed port take a 'name')",
      },
    ];
  });
};
