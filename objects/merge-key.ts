/**
 * What identifies an item in its list, such as the name of a container, or the path of a mount; undefined if nothing does.
 *
 * Source: Kubernetes documentation, Strategic Merge Patch: its merge keys of containers, variables, volumes, mounts and ports.
 */
export function mergeKey(item: unknown): string | number | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { mountPath, name, containerPort, port } = item as Readonly<Record<string, unknown>>;
  return [mountPath, name, containerPort, port].find(
    (key): key is string | number => typeof key === 'string' || typeof key === 'number',
  );
}
