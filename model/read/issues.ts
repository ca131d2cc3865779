import type { z } from 'zod';
import { getValueAt } from '../fault';
import { listFieldsAt } from './fields';
import type { PartParams } from '../schema/kubernetes';
import { closestMatch } from './nearest';

/** One way in which a value does not have its form. */
export interface Issue {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly problem: string;
}

/** All the ways in which a value does not have a form, in the words of this project; none without a form. */
export function findIssues(form: z.ZodType | undefined, value: unknown): Issue[] {
  const issues = form?.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => toIssues(issue as z.core.$ZodIssue, { form: form!, value }, []));
}

/** What is judged as a whole, and the form that it should have. */
interface Root {
  readonly form: z.ZodType;
  readonly value: unknown;
}

function toIssues(issue: z.core.$ZodIssue, root: Root, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  const at = (
    keys: readonly PropertyKey[],
    problem: string,
    value = getValueAt(root.value, keys),
  ): Issue => ({
    path: keys.map(String),
    value,
    problem,
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => at([...path, key], unknownField(key, listFieldsAt(root.form, path))));
    case 'invalid_key':
      // Of a record's key zod reports the key itself as the place.
      return [at(path.slice(0, -1), issue.issues[0]?.message ?? issue.message, path.at(-1))];
    case 'invalid_union':
      return closestBranch(issue, root, path) ?? [at(path, issue.message)];
    case 'custom': {
      const { form } = (issue.params ?? {}) as Partial<PartParams>;
      if (!form) return [at(path, issue.message)];
      const below = findIssues(form(), getValueAt(root.value, path));
      return below.map((each) => ({ ...each, path: [...path.map(String), ...each.path] }));
    }
    case 'invalid_type':
      return [
        at(path, issue.message.startsWith('Invalid input') ? expectedType(issue.expected) : issue.message),
      ];
    case 'invalid_value':
      return [
        at(
          path,
          issue.message.startsWith('Invalid')
            ? `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`
            : issue.message,
        ),
      ];
    default:
      return [at(path, issue.message)];
  }
}

/** Of the choices of a union, the issues of the one that the value is closest to: an object's, if it is an object. */
function closestBranch(
  issue: z.core.$ZodIssueInvalidUnion,
  root: Root,
  path: readonly PropertyKey[],
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

function unknownField(key: string, known: readonly string[]): string {
  // A field of another choice is spelt right, and still does not belong here.
  const near = closestMatch(
    key,
    known.filter((each) => each !== key),
  );
  return `there is no such field${near ? `; did you mean '${near}'?` : ''}`;
}

/** What zod expects, for a person. */
function expectedType(expected: string): string {
  const shapes: Readonly<Record<string, string>> = {
    object: 'a group of fields: { ... }',
    record: 'names and their values: { NAME: VALUE, ... }',
    array: 'a list: [ ... ]',
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return `must be ${shapes[expected] ?? expected}`;
}
