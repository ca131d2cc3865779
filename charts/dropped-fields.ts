import { ApiObject } from 'cdk8s';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields that a JSON patch of a hook added and that are not rendered: the classes of `imports/` leave out, without a word, what
 * their kind does not have.
 */
export function listDroppedFields(object: ApiObject, rendered: unknown): string[] {
  // One of no such class, as manifests bring them, is rendered as it is.
  if (object.toJson === ApiObject.prototype.toJson) return [];
  const { patches = [] } = object as unknown as { readonly patches?: readonly unknown[] };
  if (patches.length === 0) return [];
  return compare(ApiObject.prototype.toJson.call(object), rendered, []);
}

function compare(patched: unknown, rendered: unknown, path: readonly string[]): string[] {
  // Where one is no object, such as a port by its number, the classes hold it in one.
  if (!isFields(patched) || !isFields(rendered)) return [];
  const after = new Map(Object.entries(rendered).map(([key, value]) => [spell(key), value]));
  return Object.entries(patched).flatMap(([key, value]) => {
    const at = [...path, key];
    return after.has(spell(key)) ? compare(value, after.get(spell(key)), at) : [at.join('.')];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** The classes spell some fields in another way than the API, such as `consecutive5XxErrors`. */
const spell = (key: string) => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
