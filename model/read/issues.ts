import type { z } from 'zod';
import { getValueAt } from '../fault';
import { fixField, fixName, fixValue } from './fixes';
import type { PartialSchemaParams } from '../schema/kubernetes';

/** One thing in a value that its schema does not accept. */
export interface Issue {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly problem: string;
  readonly fix: string;
}

/** All that a schema does not accept of a value, in the words of this project; nothing without a schema. */
export function findIssues(schema: z.ZodType | undefined, value: unknown): Issue[] {
  if (!schema) return [];
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => toIssues(issue as z.core.$ZodIssue, { schema, value }, []));
}

/** What is judged, and by which schema. */
interface Root {
  readonly schema: z.ZodType;
  readonly value: unknown;
}

function toIssues(issue: z.core.$ZodIssue, root: Root, above: readonly string[]): Issue[] {
  const path = [...above, ...issue.path.map(String)];
  const value = getValueAt(root.value, path);
  const wrong = (problem: string, fix = fixValue(root.schema, path, value)): Issue[] => [
    { path, value, problem, fix },
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const field = getValueAt(value, [key]);
        const fix = fixField(root.schema, path, key, field);
        return { path: [...path, key], value: field, problem: 'unknown field', fix };
      });
    case 'invalid_key': {
      // Of a map's key zod reports the key itself as the place.
      const [map, name] = [path.slice(0, -1), path.at(-1)!];
      const problem = issue.issues[0]?.message ?? issue.message;
      return [{ path: map, value: name, problem, fix: fixName(root.schema, map, name) }];
    }
    case 'invalid_union':
      return closestBranch(issue, root, path) ?? wrong(issue.message);
    case 'custom': {
      const { zodSchema, fix } = (issue.params ?? {}) as Partial<PartialSchemaParams> & {
        readonly fix?: string;
      };
      if (!zodSchema) return wrong(issue.message, fix);
      const below = zodSchema().safeParse(value).error?.issues;
      if (!below) return wrong('must be data: objects, lists, strings, numbers, true and false');
      return below.flatMap((each) => toIssues(each as z.core.$ZodIssue, root, path));
    }
    case 'invalid_type':
      return wrong(ownMessage(issue) ?? `must be ${KINDS[issue.expected] ?? issue.expected}`);
    case 'invalid_value':
      return wrong(
        ownMessage(issue) ??
          `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`,
      );
    case 'too_small':
      return wrong(
        ownMessage(issue) ?? `must ${issue.origin === 'array' ? 'have' : 'be'} at least ${issue.minimum}`,
        typeof value === 'number' ? `set ${issue.minimum} or more` : undefined,
      );
    case 'too_big':
      return wrong(
        ownMessage(issue) ?? `must ${issue.origin === 'array' ? 'have' : 'be'} at most ${issue.maximum}`,
        typeof value === 'number' ? `set ${issue.maximum} or less` : `leave ${issue.maximum} of them`,
      );
    default:
      return wrong(issue.message);
  }
}

/** What the schema itself says, if zod does not speak for it. */
const ownMessage = ({ message }: z.core.$ZodIssue): string | undefined =>
  /^(Invalid|Too) /.test(message) ? undefined : message;

/** Of the choices of a union, the issues of the one that the value is closest to: an object's, if it is an object. */
function closestBranch(
  issue: z.core.$ZodIssueInvalidUnion,
  root: Root,
  path: readonly string[],
): Issue[] | undefined {
  const value = getValueAt(root.value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  const [first, second] = issue.errors
    .map((errors) => ({ errors, words: errors.flatMap((each) => toIssues(each, root, path)) }))
    .filter(
      ({ errors, words }) =>
        errors.some((each) => each.path.length > 0) || words.some((each) => each.path.length > path.length),
    )
    .map(({ words }) => words)
    .toSorted((a, b) => a.length - b.length);
  return first && first.length !== second?.length ? first : undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'an object: { ... }',
  record: 'a map: { NAME: VALUE, ... }',
  array: 'a list: [ ... ]',
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};
