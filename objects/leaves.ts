/** The leaves of a value with their paths; an empty map or list is one. */
export function listLeaves(
  value: unknown,
  path: readonly string[] = [],
): { readonly path: readonly string[]; readonly value: unknown }[] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) return [{ path, value }];
  return entries.flatMap(([key, item]: [string, unknown]) => listLeaves(item, [...path, key]));
}
