import { listLeaves } from '../objects/leaves';

type Json = Readonly<Record<string, unknown>>;

/** A field of a block of Terraform that takes an attribute of another block. */
export interface Reference {
  /** Path of the field, without the numbers of blocks. */
  readonly field: string;
  /** The other block, such as `azurerm_resource_group.resource_group`. */
  readonly to: string;
  readonly attribute: string;
}

const EXPRESSION = /\$\{[^}]*\}/g;
const ATTRIBUTE = /(?<![\w.])((?:data\.)?[a-z]\w*\.[A-Za-z_][\w-]*)\.([a-z_]\w*)/g;

/** Every reference of a block. */
export function listReferences(block: Json): Reference[] {
  return listLeaves(block).flatMap(({ path, value }) =>
    typeof value !== 'string'
      ? []
      : [...value.matchAll(EXPRESSION)].flatMap(([expression]) =>
          [...expression.matchAll(ATTRIBUTE)].map(([, to, attribute]) => ({
            field: fieldName(path),
            to: to!,
            attribute: attribute!,
          })),
        ),
  );
}

/** A field as azurerm's schema names it: blocks have no numbers there. */
export function fieldName(path: readonly string[]): string {
  return path.filter((part) => !/^\d+$/.test(part)).join('.');
}
