import { isDeepStrictEqual } from 'node:util';
import { objectId, describeObject } from '../objects/identity';
import { mergeKey } from '../objects/merge-key';
import type { KubernetesObject } from '../objects/object';
import type { EnvironmentOutput } from './output';

type Json = Readonly<Record<string, unknown>>;

/** A field that differs; a side that does not have it is undefined. */
export interface FieldChange {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** An object or a block of Terraform that differs. */
export interface Difference<Item extends object = Json> {
  /** What tells it from all others of its environment. */
  readonly id: string;
  /** It in words, such as `Gateway pets/store` or `azurerm_kubernetes_cluster.aks`. */
  readonly name: string;
  /** Missing where it is added. */
  readonly before?: Item;
  /** Missing where it is removed. */
  readonly after?: Item;
  /** The fields that differ; none of one that is added or removed. */
  readonly fields: readonly FieldChange[];
}

/** What differs in one environment. */
export interface Differences {
  readonly objects: readonly Difference<KubernetesObject>[];
  readonly patches: readonly Difference<KubernetesObject>[];
  readonly blocks: readonly Difference[];
}

/** Every object and block of Terraform of one environment that differs, and in which fields; their order says nothing. */
export function listDifferences(before: EnvironmentOutput, after: EnvironmentOutput): Differences {
  const objects = (all: readonly KubernetesObject[]) =>
    all.map((object) => ({ id: objectId(object), name: describeObject(object), item: object }));
  return {
    objects: compare(objects(before.objects), objects(after.objects)),
    patches: compare(objects(before.patches), objects(after.patches)),
    blocks: compare(listBlocks(before.terraform), listBlocks(after.terraform)),
  };
}

interface Named<Item extends object> {
  readonly id: string;
  readonly name: string;
  readonly item: Item;
}

function compare<Item extends object>(
  before: readonly Named<Item>[],
  after: readonly Named<Item>[],
): Difference<Item>[] {
  const old = new Map(before.map((each) => [each.id, each]));
  const now = new Map(after.map((each) => [each.id, each]));
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((id) => {
    const [from, to] = [old.get(id), now.get(id)];
    const fields = from && to ? listFieldChanges(from.item, to.item) : [];
    if (from && to && fields.length === 0) return [];
    return [{ id, name: (to ?? from)!.name, before: from?.item, after: to?.item, fields }];
  });
}

/** Blocks of Terraform that have a type and a name; the others have a name. */
const TYPED = new Set(['resource', 'data', 'ephemeral']);

function listBlocks(terraform: Json): Named<Json>[] {
  return Object.entries(terraform).flatMap(([block, content]) => {
    const named = (prefix: string, items: unknown): Named<Json>[] =>
      isObject(items)
        ? Object.entries(items).map(([name, item]) => {
            const address = `${prefix}${name}`;
            return { id: address, name: address, item: isObject(item) ? item : { value: item } };
          })
        : [{ id: block, name: block, item: { value: items } }];
    if (!TYPED.has(block) || !isObject(content)) return named(`${block}.`, content);
    const prefix = block === 'resource' ? '' : `${block}.`;
    return Object.entries(content).flatMap(([type, items]) => named(`${prefix}${type}.`, items));
  });
}

/** The leaves that differ. Items of a list are paired by what identifies them; a list of anything else is one leaf. */
export function listFieldChanges(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, now] = [toFields(before), toFields(after)];
  if (!old || !now || Object.keys(old).length === 0 || Object.keys(now).length === 0)
    return [{ path, before, after }];
  const changes = [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .toSorted()
    .flatMap((key) => listFieldChanges(old[key], now[key], [...path, key]));
  // The items are the same ones, in another order.
  return changes.length > 0 || !Array.isArray(before) ? changes : [{ path, before, after }];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object, or the items of a list by what identifies each; undefined for a leaf. */
function toFields(value: unknown): Json | undefined {
  if (isObject(value)) return value;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.length === 1 && isObject(value[0]) && mergeKey(value[0]) === undefined) return { 0: value[0] };
  const keys = value.map((item) => mergeKey(item));
  if (keys.includes(undefined) || new Set(keys).size < keys.length) return undefined;
  return Object.fromEntries(value.map((item, index) => [`${keys[index]}`, item as unknown]));
}
