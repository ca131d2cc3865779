import { inspect } from 'node:util';
import type { z } from 'zod';
import { hints } from '../schema/primitives';
import { getDef, listOptions } from './fields';

/** What one may set where one of these schemas holds, in words; undefined where nothing is known of it. */
export function describeAccepted(schemas: readonly z.ZodType[]): string | undefined {
  const choices = schemas.flatMap(listChoices);
  const words = choices.flatMap((choice) => {
    const { values, entries = {} } = getDef(choice);
    return values ?? Object.values(entries);
  });
  if (words.length > 0) return joinWithOr(words.map(formatExample));
  const [first] = choices;
  return first && describeOne(first);
}

function describeOne(schema: z.ZodType): string | undefined {
  const { type } = getDef(schema);
  if (type === 'boolean') return 'true or false';
  if (type === 'number') return describeNumber(schema as z.ZodNumber);
  const example = findExample(schema);
  if (example === undefined) return undefined;
  if (example === PLACEHOLDER) return 'a string';
  const kind = typeof example === 'string' ? 'a string' : Array.isArray(example) ? 'a list' : 'an object';
  return formatExample(example) === '{}' ? kind : `${kind} such as ${formatExample(example)}`;
}

function describeNumber({ minValue, maxValue, format }: z.ZodNumber): string {
  const kind = format === 'safeint' ? 'a whole number' : 'a number';
  const isBounded =
    Number.isSafeInteger(minValue) && Math.abs(maxValue ?? Infinity) < Number.MAX_SAFE_INTEGER;
  return isBounded ? `${kind} from ${minValue} to ${maxValue}` : kind;
}

/** Where a string may be any. */
const PLACEHOLDER = 'text';

/** A value that a schema accepts: the one that it names itself, or one made of those of its parts. */
export function findExample(schema: z.ZodType): unknown {
  const [choice = schema] = listChoices(schema);
  const named = exampleIn(choice);
  if (named !== undefined) return named;
  const { type, shape, keyType, valueType, element, values, entries } = getDef(choice);
  switch (type) {
    case 'string':
      return PLACEHOLDER;
    case 'number':
      return Math.max(1, (choice as z.ZodNumber).minValue ?? 1);
    case 'boolean':
      return true;
    case 'literal':
      return values![0];
    case 'enum':
      return Object.values(entries!)[0];
    case 'array':
      return [findExample(element!)];
    case 'record':
      return { [findExample(keyType!) as string]: findExample(valueType!) };
    case 'object':
      return Object.fromEntries(
        Object.entries(shape!)
          .filter(([, field]) => !field.safeParse(undefined).success)
          .map(([name, field]) => [name, findExample(field)]),
      );
    default:
      return undefined;
  }
}

/** A schema that names an example, or each that it is a choice of. */
function listChoices(schema: z.ZodType): z.ZodType[] {
  return listOptions(schema, (option) => exampleIn(option) !== undefined);
}

const exampleIn = (schema: z.ZodType): unknown => hints.get(schema)?.example;

/** A value on one line, with all that is in it. */
export const formatExample = (value: unknown): string =>
  inspect(value, { breakLength: Infinity, depth: Infinity, maxStringLength: 100 });

/** Several names as `a, b, or c`. */
export function joinWithOr(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(new Set(words));
}
