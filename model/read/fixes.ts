import type { z } from 'zod';
import { hints } from '../schema/primitives';
import { describeAccepted, findExample, formatExample, joinWithOr } from './examples';
import { getDef, listFieldsAt, listOptions, listSchemasAt } from './fields';
import { closestMatch } from './nearest';
import { findPlaces } from './places';
import { listRewrites } from './rewrites';

/** A longer list of fields does not help. */
const MAX_LISTED = 24;

/** What to set instead of a value that is not accepted at a path. */
export function fixValue(root: z.ZodType, path: readonly string[], value: unknown): string {
  const schemas = listSchemasAt(root, path);
  const own = schemas
    .flatMap((schema) => listOptions(schema))
    .map((schema) => hints.get(schema)?.fix)
    .find((fix) => fix !== undefined);
  if (own !== undefined) return own;
  const meant = findMeant(schemas, value);
  if (meant !== undefined) return `set ${formatExample(meant)}`;
  const verb = path.length === 0 ? 'return' : 'set';
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const isOptional = schemas.some((schema) => schema.safeParse(undefined).success);
  return `${verb} ${describeAccepted(schemas) ?? 'another value'}${isEmpty && isOptional ? ', or remove it' : ''}`;
}

/** What to call instead what has a name that a map does not accept. */
export function fixName(root: z.ZodType, path: readonly string[], name: string): string {
  const [keys] = listSchemasAt(root, path)
    .flatMap((schema) => listOptions(schema))
    .flatMap((map) => getDef(map).keyType ?? []);
  const meant = keys && findMeant([keys], name);
  return `rename it${meant === undefined ? ', for example' : ''} to '${String(meant ?? findExample(keys!))}'`;
}

/** What to do about a field that an object does not have: spell it otherwise, move it or remove it. */
export function fixField(root: z.ZodType, path: readonly string[], key: string, value: unknown): string {
  const fields = listFieldsAt(root, path);
  const variant = listSchemasAt(root, path)
    .flatMap((schema) => listOptions(schema))
    .find((option) => getDef(option).shape?.[key]);
  if (variant) return `remove it, or set all of ${formatExample(findExample(variant))}`;
  const near = closestMatch(key, fields);
  if (near !== undefined) return `rename it to '${near}'`;
  const places = findPlaces(root, path, key, value);
  if (places.length > 0) return `move it to ${joinWithOr(places.map((place) => `'${place}'`))}`;
  const own = listSchemasAt(root, path)
    .flatMap((schema) => listOptions(schema))
    .map((schema) => hints.get(schema)?.fixField)
    .find((fix) => fix !== undefined);
  if (own !== undefined) return own;
  const isShort = fields.length > 0 && fields.length <= MAX_LISTED;
  return isShort ? `remove it; the fields here are ${fields.join(', ')}` : 'remove it';
}

/** The value that is most likely meant, where one of the schemas accepts it. */
function findMeant(schemas: readonly z.ZodType[], value: unknown): unknown {
  const words = schemas
    .flatMap((schema) => listOptions(schema))
    .flatMap((schema) => Object.values(getDef(schema).entries ?? {}));
  return listRewrites(value, words).find(
    (candidate) => candidate !== undefined && schemas.some((schema) => schema.safeParse(candidate).success),
  );
}
