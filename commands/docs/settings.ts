import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import type { z } from 'zod';
import { environmentSchema } from '../../model/schema/environment';
import { getDef } from '../../model/read/fields';
import { ENGINE } from '../folders';

/** Folder whose docstrings describe settings. */
const SCHEMA = join(ENGINE, 'model/schema');

/** One setting as the documentation shows it. */
export interface DocumentedSetting {
  /** Such as `namespaces.<name>.mtls`. */
  readonly path: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly description: string;
  /** What applies where it is left out. */
  readonly defaultInWords?: string;
}

/** Every setting of an environment and its applications, from the schema and its docstrings. */
export function documentedSettings(): DocumentedSetting[] {
  return listSettings(environmentSchema, '', docstrings());
}

/** Docstrings by the name of the field, each with the field or constant that it stands in. */
type Docstrings = ReadonlyMap<string, readonly Docstring[]>;

interface Docstring {
  /** Names of the fields around it, from the outside, and of the constant that contains them. */
  readonly within: readonly string[];
  readonly text: string;
}

function listSettings(schema: z.ZodType, path: string, docs: Docstrings): DocumentedSetting[] {
  const def = getDef(schema);
  if (def.innerType) return listSettings(def.innerType, path, docs);
  if (def.shape)
    return Object.entries(def.shape).flatMap(([key, value]) => {
      const at = path === '' ? key : `${path}.${key}`;
      const doc = findDocstring(key, path, docs);
      const below = listSettings(value, at, docs);
      if (doc === undefined) return below;
      return [
        { path: at, type: describe(value), isOptional: value.safeParse(undefined).success, ...doc },
        ...below,
      ];
    });
  if (def.valueType) return listSettings(def.valueType, `${path}.<name>`, docs);
  if (def.element) return listSettings(def.element, `${path}[]`, docs);
  // Of a choice between one and a list of them, the one says it all.
  if (def.options)
    return def.options
      .filter((option) => !getDef(option).element)
      .flatMap((option) => listSettings(option, path, docs));
  return [];
}

/** What one writes there. */
function describe(schema: z.ZodType): string {
  const def = getDef(schema);
  if (def.innerType) return describe(def.innerType);
  if (def.entries)
    return Object.values(def.entries)
      .map((value) => `\`${value}\``)
      .join(', ');
  if (def.options) return [...new Set(def.options.map(describe))].join(', or ');
  if (def.values) return def.values.map((value) => `\`${String(value)}\``).join(', ');
  if (def.params?.zodSchema) return def.params.of ? `fields of ${def.params.of}` : "Kubernetes' fields";
  if (def.element) return `list of ${describe(def.element).replace(/^(string|number|object)$/, '$1s')}`;
  const words: Readonly<Record<string, string>> = {
    string: 'string',
    number: 'number',
    boolean: '`true` or `false`',
    object: 'object',
    record: 'map',
    custom: 'value',
    unknown: 'anything',
  };
  return words[def.type] ?? def.type;
}

function findDocstring(key: string, path: string, docs: Docstrings) {
  const parents = path
    .split('.')
    .filter((part) => part !== '<name>')
    .map((part) => part.replace('[]', ''));
  const found = docs.get(key) ?? [];
  const endsWith = (names: readonly string[]) =>
    names.length > 0 &&
    names.map((name) => name.replace(/Schema$/, '')).join('.') === parents.slice(-names.length).join('.');
  // A constant with a part of the schema has the name of its field, unless no other field has the same name as one of its own.
  const inConstant = found.filter(({ within }) => within.length === 1 && !docs.has(within[0]!));
  const named = found.filter(({ within }) => endsWith(within));
  const doc =
    named.toSorted((one, other) => other.within.length - one.within.length)[0] ??
    found.find(({ within }) => endsWith(within.slice(1))) ??
    (inConstant.length === 1 ? inConstant[0] : undefined);
  if (!doc) return undefined;
  const [description = '', rest] = doc.text.split(/\s*@default\s+/);
  return {
    description: description.replace(/\s*Source: .*$/, '').trim(),
    ...(rest !== undefined && { defaultInWords: rest.trim() }),
  };
}

function docstrings(): Docstrings {
  const all = new Map<string, Docstring[]>();
  for (const file of readdirSync(SCHEMA)) {
    const tree = parse(readFileSync(join(SCHEMA, file), 'utf8'), {
      sourceType: 'module',
      plugins: ['typescript'],
    });
    collect(tree.program, [], all);
  }
  return all;
}

interface Node {
  readonly type: string;
  /** A name, or a string in quotes. */
  readonly key?: { readonly name?: string; readonly value?: unknown };
  readonly id?: { readonly name?: string };
  readonly leadingComments?: readonly { readonly value: string }[] | null;
}

/** Every property of an object literal that has a docstring. */
function collect(node: unknown, within: readonly string[], all: Map<string, Docstring[]>): void {
  if (Array.isArray(node)) for (const each of node) collect(each, within, all);
  if (typeof node !== 'object' || node === null || !('type' in node)) return;
  const { type, key, id, leadingComments } = node as Node;
  let inside = within;
  if (type === 'VariableDeclarator') inside = [id?.name ?? ''];
  const field = key?.name ?? key?.value;
  if (type === 'ObjectProperty' && typeof field === 'string') {
    const comment = leadingComments?.at(-1)?.value;
    const text = comment?.startsWith('*')
      ? comment
          .slice(1)
          .replaceAll(/\s*\n\s*\* ?/g, ' ')
          .trim()
      : undefined;
    if (text) all.set(field, [...(all.get(field) ?? []), { within, text }]);
    inside = [...within, field];
  }
  for (const [name, child] of Object.entries(node))
    if (name !== 'leadingComments' && name !== 'trailingComments') collect(child, inside, all);
}
