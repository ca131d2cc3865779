import type { Manifest } from '../../support';

/** One field that two sets of manifests do not have alike. */
export interface Difference {
  /** Object and field, such as `Service/mongodb spec.ports[27017].name`. */
  readonly path: string;
  readonly upstream: unknown;
  readonly here: unknown;
}

/** Field by field, what differs between two sets of manifests; a Secret's `data` and `stringData` count as one. */
export function differences(upstream: readonly Manifest[], here: readonly Manifest[]): Difference[] {
  const index = (objects: readonly Manifest[]) =>
    Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, decoded(object)]));
  const [theirs, ours] = [index(upstream), index(here)];
  return [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].flatMap((name) =>
    compare(theirs[name], ours[name], name, ' '),
  );
}

function compare(theirs: unknown, ours: unknown, path: string, separator = '.'): Difference[] {
  const [left, right] = [fields(theirs), fields(ours)];
  if (!left || !right) return Object.is(theirs, ours) ? [] : [{ path, upstream: theirs, here: ours }];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    compare(left[key], right[key], key.startsWith('[') ? `${path}${key}` : `${path}${separator}${key}`),
  );
}

/** Fields of an object, or items of a list by what tells them apart: a name, a port, else their place. */
function fields(node: unknown): Record<string, unknown> | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if (!Array.isArray(node)) return node as Record<string, unknown>;
  return Object.fromEntries(
    node.map((item: Record<string, unknown>, place) => [
      `[${item.containerPort ?? item.port ?? item.name ?? place}]`,
      item,
    ]),
  );
}

function decoded(object: Manifest): unknown {
  if (object.kind !== 'Secret') return object;
  const { data, stringData, ...rest } = object as unknown as Record<
    'data' | 'stringData',
    Record<string, string> | undefined
  >;
  const plain = Object.entries(data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString(),
  ]);
  return { ...rest, data: { ...Object.fromEntries(plain), ...stringData } };
}
