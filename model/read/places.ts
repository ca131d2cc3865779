import type { z } from 'zod';
import { ANY_ENTRY, listChildren, listFieldsAt, listSchemasAt } from './fields';

/** How far below an object a field is looked for: a workload's fields are so far below a namespace. */
const MAX_DEPTH = 5;

/** A place in a schema. */
interface Place {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
}

/**
 * Where a field belongs that was set in the wrong object: the nearest places of its name, below the object or else around it. One
 * that accepts the value comes before all others.
 */
export function findPlaces(root: z.ZodType, path: readonly string[], key: string, value: unknown): string[] {
  const own = [...path, key].join('.');
  const found = path
    .concat(key)
    .map((_, index) => searchBelow(root, path.slice(0, path.length - index), key))
    .map((places) => places.filter((place) => place.path.join('.') !== own && !isListed(place)));
  const accepting = found.map((places) => places.filter(({ schema }) => schema.safeParse(value).success));
  const nearest = [...accepting, ...found].find((places) => places.length > 0) ?? [];
  return [...new Set(nearest.map((place) => formatPlace(root, path, place.path)))];
}

/** Whether a place is in the list of a pod's containers, which the engine makes: that of a workload is its `container`. */
function isListed({ path }: Place): boolean {
  return path.some(
    (name, index) => name === ANY_ENTRY && path[index - 1]!.toLowerCase().endsWith('containers'),
  );
}

/** The places of a field that are the fewest steps below a path. */
function searchBelow(root: z.ZodType, path: readonly string[], key: string): Place[] {
  let level: Place[] = listSchemasAt(root, path).map((schema) => ({ path, schema }));
  for (let step = 0; step < MAX_DEPTH; step++) {
    level = level.flatMap((above) =>
      listChildren(above.schema).map(([name, schema]) => ({ path: [...above.path, name], schema })),
    );
    const found = level.filter((place) => place.path.at(-1) === key);
    if (found.length > 0) return found;
  }
  return [];
}

/** A place as a path, without the names that lead to both the place and the field, such as those of an application and a workload. */
function formatPlace(root: z.ZodType, path: readonly string[], place: readonly string[]): string {
  const named = path.findLastIndex((name, index) => !listFieldsAt(root, path.slice(0, index)).includes(name));
  const isBelow = path.slice(0, named + 1).every((name, index) => place[index] === name);
  return (isBelow ? place.slice(named + 1) : place).join('.').replaceAll(`.${ANY_ENTRY}`, ANY_ENTRY);
}
