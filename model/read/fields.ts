import type { z } from 'zod';
import type { PartParams } from '../schema/kubernetes';

/** The parts of a form that a path can lead through. */
interface SchemaDef {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly params?: Partial<PartParams>;
  readonly options?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly element?: z.ZodType;
}

/** Names of the fields that a form has at a path; none where it has no fields of its own there. */
export function listFieldsAt(form: z.ZodType, path: readonly PropertyKey[]): string[] {
  const { shape, innerType, params, options, keyType, valueType, element } = form.def as unknown as SchemaDef;
  const inside = innerType ?? params?.form?.();
  if (inside) return listFieldsAt(inside, path);
  if (options) return options.flatMap((option) => listFieldsAt(option, path));
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(shape ?? entriesOf(keyType));
  const below = shape?.[String(key)] ?? valueType ?? element;
  return below ? listFieldsAt(below, rest) : [];
}

/** The keys that a record takes, where these are a few words. */
function entriesOf(keyType: z.ZodType | undefined): object {
  return (keyType?.def as { readonly entries?: object } | undefined)?.entries ?? {};
}
