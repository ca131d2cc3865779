import { relative, resolve, sep } from 'node:path';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { FaultError } from '../model/fault';
import { parseStack, USER_FOLDERS } from '../model/trace';
import { PROJECT } from './folders';

/** Exit code where what a command asks for is not so: a fault, a check that failed. */
export const FAILED = 1;

/** A command of this project, as one calls it through npm; it answers `--help`. */
export function command(script: string, summary: string): Command {
  return new Command(`npm run ${script} --`)
    .description(summary)
    .helpOption('-h, --help', 'show this help')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
}

/**
 * Runs a command with the arguments of the shell. What the reader edits must be imported while it runs, for an error of its
 * syntax to be one for the reader.
 *
 * @param failure exit code of an error
 * @param more what the help says beside the options, made when it is asked for
 */
export async function run(
  program: Command,
  failure: number = FAILED,
  more?: () => Promise<string>,
): Promise<void> {
  let hasEnded = false;
  // Node exits with 0 once nothing is left to wait for, even if a promise has never settled.
  process.once('exit', () => {
    if (hasEnded) return;
    const fault = {
      where: program.name().replace(/ --$/, ''),
      problem: 'exited before it finished: a hook never resolves, or calls process.exit',
      fix: 'make sure that every promise that a hook awaits settles',
    };
    console.error(new FaultError([fault], 'nothing was done').message);
    process.exitCode = failure;
  });
  const code = await execute(program, process.argv.slice(2), { failure, more });
  hasEnded = true;
  if (code !== 0) process.exitCode = code;
}

/** What a command that is performed needs beside its arguments. */
export interface PerformOptions {
  /** Exit code of an error. */
  readonly failure: number;
  /** Where messages go to. @default standard error */
  readonly print?: (text: string) => void;
  /** What the help says beside the options, made when it is asked for. @default nothing */
  readonly more?: () => Promise<string>;
}

/**
 * Runs a command; the result is its exit code. This is the one place that distinguishes an error for the reader, which is its
 * message, from a bug, which keeps its trace.
 */
export async function execute(
  program: Command,
  args: readonly string[],
  { failure, print = console.error, more }: PerformOptions,
): Promise<number> {
  try {
    const isHelp = await program.parseAsync(args, { from: 'user' }).then(
      () => false,
      (error: unknown) => {
        if (error instanceof CommanderError && error.exitCode === 0) return true; // It has shown its help.
        throw error;
      },
    );
    if (isHelp && more) console.log(await more());
    return 0;
  } catch (error) {
    process.setSourceMapsEnabled(true);
    print(formatError(error, program.name()) ?? inspect(error));
    return failure;
  }
}

/** What an error says to the reader; undefined for a bug. */
export function formatError(error: unknown, name = '', folder: string = PROJECT): string | undefined {
  if (error instanceof FaultError) return error.message;
  if (error instanceof CommanderError) {
    const [problem, hint] = error.message.replace(/^error: /, '').split('\n');
    const fix = `${hint ? `${hint.replace(/^\(|\)$/g, '')} ` : ''}${name} --help lists what there is`;
    const where = name.replace(/ --$/, '');
    return new FaultError([{ where, problem: problem!, fix }], 'nothing was done').message;
  }
  return (syntaxFault(error, folder) ?? loadingFault(error, folder))?.message;
}

/** Whether a file, by its whole path or by that from the project's folder, is one that the reader writes. */
function isYours(file: string, folder: string): boolean {
  const path = relative(folder, resolve(folder, file));
  return USER_FOLDERS.some((room) => path.startsWith(`${room}${sep}`));
}

/** An error of the syntax or of an import of a file, as esbuild reports it. */
function syntaxFault(error: unknown, folder: string): FaultError | undefined {
  if (!(error instanceof Error) || error.name !== 'TransformError') return undefined;
  const [, file, line, problem] = /^(.+):(\d+):\d+: ERROR: (.+)$/m.exec(error.message) ?? [];
  if (file === undefined) return undefined;
  const [, exporting, name] = /^No matching export in "([^"]+)" for import "([^"]+)"/.exec(problem!) ?? [];
  // What the engine imports is an export that the reader's own file lacks.
  if (exporting !== undefined && !isYours(file, folder) && isYours(exporting, folder))
    return new FaultError([
      {
        where: exporting,
        problem: `does not export '${name}'`,
        fix: `export it as '${name}', spelled like that`,
      },
    ]);
  const fix = /^(?:Could not resolve|No matching export)/.test(problem!)
    ? 'import what exists: a path starts at the folder of this file'
    : 'fix that line, or the end of the line before it: a missing comma shows on the next line';
  return new FaultError([{ where: `${relative(folder, file)}, line ${line}`, problem: problem!, fix }]);
}

/** An error that a file of the reader throws while it is loaded: a misspelled import, a package that is not there. */
function loadingFault(error: unknown, folder: string): FaultError | undefined {
  if (!(error instanceof Error)) return undefined;
  const isMissing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
  const lines = parseStack(error);
  // Node looks for a package from wherever it is loaded; which file imported it is further down.
  const candidates = isMissing ? lines : lines.slice(0, 1);
  const at = candidates.find(({ file }) => isYours(file, folder));
  if (at === undefined) return undefined;
  const where = `${relative(folder, at.file)}, line ${at.line}`;
  const problem = error.message.split('\n')[0]!;
  const fix = isMissing
    ? 'fix the name in the import, or install the package with npm install'
    : 'fix the error in this file';
  return new FaultError([{ where, problem, fix }], 'nothing was done', { cause: error });
}
