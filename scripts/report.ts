import { SettingsError } from '../settings';

/**
 * Runs a command; an error that was meant for the reader is its message and exit code 1, anything else is a bug of ours
 * and keeps its trace.
 */
export async function reportingErrors(command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    // An Error of that very name was thrown on purpose, as was one of the arguments.
    const isForReader =
      error instanceof SettingsError ||
      (error instanceof Error && (error.name === 'Error' || 'code' in error));
    console.error(isForReader ? error.message : error);
    process.exitCode = 1;
  }
}
