import type { z } from 'zod';
import type { PartialSchemaParams } from '../schema/kubernetes';

/** What a schema is made of, in zod's own words. */
export interface SchemaDef {
  readonly type: string;
  /** Fields of an object. */
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  /** What an optional value is where it is set. */
  readonly innerType?: z.ZodType;
  /** Values of the fields that an object may have beside its own. */
  readonly catchall?: z.ZodType;
  /** Options of a union. */
  readonly options?: readonly z.ZodType[];
  /** Keys and values of a map. */
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  /** Entries of a list. */
  readonly element?: z.ZodType;
  /** Values of an enum and of a literal. */
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly params?: Partial<PartialSchemaParams>;
}

/** Stands in a path for any name of a map, and for any entry of a list. */
export const ANY_NAME = '<name>';
export const ANY_ENTRY = '[]';

export const getDef = (schema: z.ZodType): SchemaDef => schema.def as unknown as SchemaDef;

/**
 * A schema without what only says that the value may be missing, and each of the schemas that it is a choice of.
 *
 * @param isOption whether a schema is taken as it is, whatever is in it
 */
export function listOptions(
  schema: z.ZodType,
  isOption: (schema: z.ZodType) => boolean = () => false,
): z.ZodType[] {
  if (isOption(schema)) return [schema];
  const { innerType, params, options } = getDef(schema);
  const inner = innerType ?? params?.zodSchema?.();
  if (inner) return listOptions(inner, isOption);
  return options?.flatMap((option) => listOptions(option, isOption)) ?? [schema];
}

/** What is directly below a schema, by its key. */
export function listChildren(schema: z.ZodType): [key: string, child: z.ZodType][] {
  return listOptions(schema).flatMap((option): [string, z.ZodType][] => {
    const { shape, catchall, keyType, valueType, element } = getDef(option);
    if (shape && catchall && getDef(catchall).type !== 'never')
      return [...Object.entries(shape), [ANY_NAME, catchall]];
    if (shape) return Object.entries(shape);
    if (element) return [[ANY_ENTRY, element]];
    if (!valueType) return [];
    const names = keyType && getDef(keyType).entries;
    return Object.keys(names ?? { [ANY_NAME]: true }).map((name) => [name, valueType]);
  });
}

/** The schemas that a value at a path may have: several where a union leaves the choice. */
export function listSchemasAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType[] {
  return path.reduce<z.ZodType[]>(
    (schemas, key) =>
      schemas
        .flatMap(listChildren)
        .filter(([name]) => name === String(key) || isOpen(name))
        .map(([, child]) => child),
    [schema],
  );
}

/** Names of the fields that an object may have at a path; none where its keys are free, or where there is no object. */
export function listFieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const names = listSchemasAt(schema, path).flatMap(listChildren);
  return [...new Set(names.map(([name]) => name))].filter((name) => !isOpen(name));
}

/** Whether a part of a path stands for any name or entry. */
export const isOpen = (name: string): boolean => name === ANY_NAME || name === ANY_ENTRY;
