import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of code. */
export interface CodeLine {
  /** Path of the file, from the root. */
  readonly file: string;
  readonly line: string;
}

/** A line of a trace that names a file, which may have blanks and brackets in its path. */
const FRAME = /^ +at (?:.*? \()?(?:async )?(file:\/\/)?(\/.+):(\d+):\d+\)?$/m;

/** The first line of the trace of an error that is in a file; undefined if none is. */
export function codeLineOf({ stack = '' }: Error): CodeLine | undefined {
  const [, scheme, path, line] = FRAME.exec(stack) ?? [];
  return path && line ? { file: scheme ? fileURLToPath(`${scheme}${path}`) : path, line } : undefined;
}

/** File and line that an error comes from, for messages, such as `applications/store.ts:12`. */
export function placeOf(error: Error): string | undefined {
  const { file, line } = codeLineOf(error) ?? {};
  return file && `${relative(process.cwd(), file)}:${line}`;
}

/** An error that comes from the code which called a function. Which line that is, V8 finds out once somebody asks. */
export function calledFrom(called: (...args: never[]) => unknown): Error {
  const error = new Error(`${called.name} was called`);
  Error.captureStackTrace(error, called);
  return error;
}
