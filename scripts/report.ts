import { relative } from 'node:path';
import { SettingsError } from '../settings/fault';

/**
 * Runs a command; an error that was meant for the reader is its message and exit code 1, anything else is a bug of ours
 * and keeps its trace. What the reader edits must be imported in here, for an error of its syntax to be one for the reader.
 */
export async function reportingErrors(command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(isForReader(error) ? messageOf(error) : error);
    process.exitCode = 1;
  }
}

/** An Error of that very name was thrown on purpose, as was one of the arguments or of the syntax of a file. */
function isForReader(error: unknown): error is Error {
  return (
    error instanceof SettingsError ||
    (error instanceof Error && (['Error', SYNTAX].includes(error.name) || 'code' in error))
  );
}

/** What esbuild, which tsx compiles with, calls an error of the syntax. */
const SYNTAX = 'TransformError';

/** The message of an error, with an error of the syntax in one line: file (as seen from a folder), line and problem. */
export function messageOf(error: Error, folder: string = process.cwd()): string {
  const [, file, line, problem] =
    error.name === SYNTAX ? (/^(.+):(\d+):\d+: ERROR: (.+)$/m.exec(error.message) ?? []) : [];
  if (file === undefined) return error.message;
  return (
    `${relative(folder, file)}, line ${line}: ${problem}.\n` +
    'Correct that line, or the end of the one before it: a missing comma shows on the next line.'
  );
}
