import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FaultError, messageFrom } from './model/fault';

/** A part of the output: what is made of one environment. */
export interface Part {
  /** Folder or file, below the output folder. */
  readonly path: string;
  /** What is in it, in words. */
  readonly contents: string;
  /** What a review should see, a line each. @default nothing */
  readonly notes?: readonly string[];
}

/** A file before it is written. */
export interface MadeFile {
  readonly content: string | Buffer;
  /** Whether it is a program. @default it stays as it is: no program where it is new */
  readonly isExecutable?: boolean;
}

/** What was made for some environments, before anything is written. */
export interface Made {
  /** By their paths below the output folder. */
  readonly files: ReadonlyMap<string, MadeFile>;
  readonly parts: readonly Part[];
}

/** One half of the output. */
export interface Half {
  /** Folder that it is for. */
  readonly target: string;
  /** Makes it for every environment, and writes nothing. */
  readonly make: () => Promise<Made>;
}

/** What one half made, and the folder that it is for. */
type MadeHalf = Made & Pick<Half, 'target'>;

/**
 * Makes every half and, once all have succeeded, puts what they made in its place: a failure leaves the last good output as it
 * was. Two runs at a time take turns, and a file that stays as it was is not touched.
 *
 * @returns the parts, with their paths from the working directory
 * @throws FaultError if a target can't be written to
 */
export async function write(halves: readonly Half[]): Promise<Part[]> {
  const made: MadeHalf[] = [];
  for (const { target, make } of halves) made.push({ target, ...(await make()) });
  publish(made);
  return made.flatMap(({ target, parts }) =>
    parts.map(({ path, ...what }) => ({ path: join(target, path), ...what })),
  );
}

/** Names that only this project gives. */
export const GENERATED = /(\.k8s\.yaml|\.patch\.yaml|(^|\/)cdk\.tf\.json)$/;

/** A file that waits beside the one whose place it takes; a run that was killed leaves some. */
const NEW = '.new';
const beside = (to: string) => `${to}${NEW}`;

/** Puts files in place, all or none, and removes what was generated beside them before and is no longer made. */
function publish(made: readonly MadeHalf[]): void {
  const files = new Map<string, MadeFile>();
  const locks: string[] = [];
  const changed: string[] = [];
  try {
    try {
      // One folder may have several names.
      const folders = new Set<string>();
      for (const half of made) {
        const folder = realFolder(half.target);
        folders.add(folder);
        for (const [path, file] of half.files) files.set(join(folder, path), file);
      }
      // In one order, for two runs not to wait for each other.
      for (const folder of [...folders].toSorted()) locks.push(take(join(folder, '.synth-lock')));
      for (const [to, file] of files) {
        const content = typeof file.content === 'string' ? Buffer.from(file.content) : file.content;
        if (isThere(to, content, file)) continue;
        mkdirSync(dirname(to), { recursive: true });
        rmSync(beside(to), { force: true });
        changed.push(to);
        writeFileSync(beside(to), content, { mode: file.isExecutable ? 0o777 : 0o666 });
      }
    } catch (error) {
      for (const to of changed) rmSync(beside(to), { force: true });
      throw fault("can't be written", 'nothing was changed', error);
    }
    try {
      for (const to of changed) renameSync(beside(to), to);
      removeOthers(files);
    } catch (error) {
      throw fault('was put in place only in part', 'some files are new and some are old', error);
    }
  } finally {
    for (const path of locks) release(path);
  }
}

function fault(problem: string, state: string, error: unknown): FaultError {
  const fix =
    'see that nothing is in the way, or write elsewhere: CDK8S_OUTDIR and CDKTF_OUTDIR say where it goes';
  return new FaultError([{ where: 'the output', problem: `${problem}: ${messageFrom(error)}`, fix }], state, {
    cause: error,
  });
}

/** Removes what earlier runs left: beside generated files, what is generated too and no longer made; beside all, what waits to be one. */
function removeOthers(made: ReadonlyMap<string, MadeFile>): void {
  const foldersOf = (files: readonly string[]) => new Set(files.map((file) => dirname(file)));
  const files = [...made.keys()];
  const generated = foldersOf(files.filter((file) => GENERATED.test(file)));
  for (const folder of foldersOf(files)) removeOthersIn(folder, made, generated.has(folder));
  for (const folder of [...generated].flatMap(foldersBeside)) {
    if (generated.has(folder) || !removeOthersIn(folder, made, true)) continue;
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

/** Whether there was anything to remove. */
function removeOthersIn(
  folder: string,
  made: ReadonlyMap<string, MadeFile>,
  isForGenerated: boolean,
): boolean {
  const isOther = (file: string) => {
    const place = file.endsWith(NEW) ? file.slice(0, -NEW.length) : file;
    return !made.has(file) && (made.has(place) || (isForGenerated && GENERATED.test(place)));
  };
  const others = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
    .filter(isOther);
  for (const file of others) rmSync(file);
  return others.length > 0;
}

/** Folders that belong to an environment beside its own, such as `lab.gateways`: they come and go with its settings. */
function foldersBeside(folder: string): string[] {
  const parent = dirname(folder);
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(`${basename(folder)}.`))
    .map(({ name }) => join(parent, name));
}

/**
 * Whether a file is there as it was made.
 *
 * @throws if there is something else in its place
 */
function isThere(path: string, content: Buffer, { isExecutable = false }: MadeFile): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  if (!found.isFile()) throw new Error(`${path} is in the way: it is no file`);
  if (isExecutable && (found.mode & 0o111) === 0) return false;
  return found.size === content.length && readFileSync(path).equals(content);
}

/** Milliseconds after which a lock belongs to nobody: to put files in place takes a fraction of it. */
const LOCK_LASTS = 30_000;

/** The one name of a folder that no link is part of; the folder is made where it is not there. */
function realFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return realpathSync(folder);
}

/** Beside a lock that belongs to nobody, while it is removed. */
const REMOVING = '.removing';

/**
 * Makes a lock as soon as no other process has it; the result is its path, to release. It is a link to the number of the process,
 * which is there with its content in one step; Node has no lock that ends with its process. One at a time removes a lock of nobody:
 * two could remove each other's new one.
 */
function take(path: string): string {
  for (;;)
    try {
      symlinkSync(`${process.pid}`, path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isHeld(path)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      else if (path.endsWith(REMOVING)) rmSync(path, { force: true });
      else {
        const removing = take(`${path}${REMOVING}`);
        try {
          if (!isHeld(path)) rmSync(path, { force: true });
        } finally {
          release(removing);
        }
      }
    }
}

/** Removes a lock, if it still is that of this process. */
function release(path: string): void {
  if (holderOf(path) === process.pid) rmSync(path, { force: true });
}

/** Whether the process that made a lock still runs. */
function isHeld(path: string): boolean {
  try {
    if (Date.now() - lstatSync(path).mtimeMs > LOCK_LASTS) return false;
    process.kill(holderOf(path) ?? Number.NaN, 0);
    return true;
  } catch (error) {
    // A process of another user runs too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process that made a lock; undefined if there is none. */
function holderOf(path: string): number | undefined {
  try {
    return Number(readlinkSync(path));
  } catch {
    return undefined;
  }
}

/** Folders beside those that were written that hold generated files too: of an environment that was renamed or removed. */
export function staleFolders(written: readonly Part[]): string[] {
  const kept = new Set(written.map(({ path }) => (GENERATED.test(path) ? dirname(path) : path)));
  const parents = new Set([...kept].map((folder) => dirname(folder)));
  return [...parents].flatMap((parent) =>
    readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(parent, name))
      .filter((folder) => !kept.has(folder) && readdirSync(folder).some((name) => GENERATED.test(name))),
  );
}
