import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageFrom } from './fault';

/** A line of code. */
export interface CodeLine {
  /** Path of the file, from the root. */
  readonly file: string;
  readonly line: string;
}

/** A line of a trace that names a file, which may have blanks and brackets in its path. */
const FRAME = /^ +at (?:.*? \()?(?:async )?(file:\/\/)?(\/.+):(\d+):\d+\)?$/gm;

/** The trace of what was thrown, with the lines of the sources: commands run from bundles, whose source maps Node reads once it is asked to. */
function getTrace(thrown: unknown): string {
  process.setSourceMapsEnabled(true);
  return (thrown instanceof Error && thrown.stack) || '';
}

/** The lines of the trace of an error that are in a file, the one that threw first. */
export function parseStack(error: Error): CodeLine[] {
  return [...getTrace(error).matchAll(FRAME)].map(([, scheme, path, line]) => ({
    file: scheme ? fileURLToPath(`${scheme}${path}`) : path!,
    line: line!,
  }));
}

/** Folders of the user's own files, below the project's. */
export const USER_FOLDERS = ['environments', 'applications'];

const USER_LINE = new RegExp(`(?<=[/\\\\(])(${USER_FOLDERS.join('|')})[/\\\\][^\\s():]+\\.ts:\\d+`);

/** The line of the user's own files that threw, such as `applications/store.ts:12`; undefined where none did. */
export function findUserLine(thrown: unknown): string | undefined {
  return USER_LINE.exec(getTrace(thrown))?.[0];
}

/** File and line that an error comes from, for messages, such as `applications/store.ts:12`. */
export function findLocation(error: Error): string | undefined {
  const [first] = parseStack(error);
  return first && `${relative(process.cwd(), first.file)}:${first.line}`;
}

/** What something that was thrown says, on one line, with the line of the user's own files that threw it. */
export function messageWithUserLine(thrown: unknown): string {
  const place = findUserLine(thrown);
  return place === undefined ? messageFrom(thrown) : `${messageFrom(thrown)} (${place})`;
}

/** An error that comes from the code which called a function. Which line that is, V8 finds out once somebody asks. */
export function captureCaller(called: (...args: never[]) => unknown): Error {
  const error = new Error(`${called.name} was called`);
  Error.captureStackTrace(error, called);
  return error;
}
