import { mergeKey } from '../objects/merge-key';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What the engine renders, with the user's own fields merged over it like Kubernetes' strategic merge: fields of objects
 * one by one, items of lists by what identifies them, all else replaced. No package does this for Kubernetes' lists.
 *
 * Source: Kubernetes documentation, Strategic Merge Patch.
 */
export function merge<T>(rendered: T, stated: unknown): T {
  if (stated === undefined) return rendered;
  if (Array.isArray(rendered) && Array.isArray(stated)) return mergeLists(rendered, stated) as T;
  if (!isFields(rendered) || !isFields(stated)) return stated as T;
  const keys = new Set([...Object.keys(rendered), ...Object.keys(stated)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(rendered[key], stated[key])])) as T;
}

/** Items that neither side identifies make the list the user's alone. */
function mergeLists(rendered: readonly unknown[], stated: readonly unknown[]): unknown[] {
  const keys = [...rendered, ...stated].map(mergeKey);
  if (keys.includes(undefined)) return [...stated];
  const merged = new Map(rendered.map((item) => [mergeKey(item), item]));
  for (const item of stated) merged.set(mergeKey(item), merge(merged.get(mergeKey(item)), item));
  return [...merged.values()];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
