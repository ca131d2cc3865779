import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FaultError, reasonOf } from './model/fault';

/** What was written for one environment. */
export interface Written {
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
  /** @default that of any new file */
  readonly mode?: number;
}

/** What was made for some environments, before anything is written. */
export interface Made {
  /** By their paths below the output folder. */
  readonly files: ReadonlyMap<string, MadeFile>;
  readonly parts: readonly Written[];
}

/** One half of the output. */
export interface Half {
  /** Folder that it is for. */
  readonly target: string;
  readonly make: () => Promise<Made>;
}

/**
 * Makes every half and, once all have succeeded, puts what they made in its place: a failure leaves the last good output as it
 * was. Two runs at a time take turns, and a file that stays as it was is not touched.
 *
 * @throws FaultError if a target can't be written to
 */
export async function write(halves: readonly Half[]): Promise<Written[]> {
  const files = new Map<string, MadeFile>();
  const written: Written[] = [];
  for (const { target, make } of halves) {
    const made = await make();
    for (const [path, file] of made.files) files.set(join(target, path), file);
    for (const { path, ...what } of made.parts) written.push({ path: join(target, path), ...what });
  }
  publish(
    halves.map(({ target }) => target),
    files,
  );
  return written;
}

/** Names that only this project gives. */
const GENERATED = /(\.k8s\.yaml|\.patch\.yaml|(^|\/)cdk\.tf\.json)$/;

/** A file that waits beside the one whose place it takes; a run that was killed leaves some. */
const beside = (to: string) => `${to}.new`;

/** Puts files in place, all or none, and removes what was generated beside them before and is no longer made. */
function publish(targets: readonly string[], files: ReadonlyMap<string, MadeFile>): void {
  const locks: string[] = [];
  const changed: string[] = [];
  try {
    try {
      // In one order, for two runs not to wait for each other.
      for (const target of [...new Set(targets)].toSorted()) locks.push(lock(target));
      for (const [to, { content: text, mode }] of files) {
        const content = Buffer.from(text);
        const size = sizeOf(to);
        if (size === content.length && readFileSync(to).equals(content)) continue;
        if (size === undefined) mkdirSync(dirname(to), { recursive: true });
        changed.push(to);
        writeFileSync(beside(to), content, { mode });
      }
    } catch (error) {
      for (const to of changed) rmSync(beside(to), { force: true });
      const fault = {
        where: 'the output',
        problem: `can't be written: ${reasonOf(error)}`,
        fix: 'see that nothing is in the way, or write elsewhere: CDK8S_OUTDIR and CDKTF_OUTDIR say where it goes',
      };
      throw new FaultError([fault], 'nothing was changed', { cause: error });
    }
    for (const to of changed) renameSync(beside(to), to);
    removeOthers(files);
  } finally {
    for (const path of locks) rmSync(path, { force: true });
  }
}

/** Removes from the folders of generated files what is generated too, but was made by an earlier run. */
function removeOthers(made: ReadonlyMap<string, MadeFile>): void {
  const folders = new Set(
    [...made.keys()].filter((file) => GENERATED.test(file)).map((file) => dirname(file)),
  );
  for (const folder of folders) removeOthersIn(folder, made);
  for (const folder of [...folders].flatMap(foldersBeside)) {
    if (folders.has(folder) || !removeOthersIn(folder, made)) continue;
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

/** Whether there was anything to remove. */
function removeOthersIn(folder: string, made: ReadonlyMap<string, MadeFile>): boolean {
  const others = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && GENERATED.test(entry.name.replace(/\.new$/, '')))
    .map(({ name }) => join(folder, name))
    .filter((file) => !made.has(file));
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
 * Bytes of a file; undefined if there is none.
 *
 * @throws if there is something else in its place
 */
function sizeOf(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Error(`${path} is in the way: it is no file`);
  return found?.size;
}

/** Milliseconds after which a lock belongs to nobody: to put files in place takes a fraction of it. */
const LOCK_LASTS = 30_000;

/**
 * Waits until no other run puts files into a folder; the result is the lock to remove. It is a link to the number of the
 * process, which is there with its content in one step; Node has no lock that ends with its process.
 */
function lock(folder: string): string {
  const path = join(folder, '.synth-lock');
  mkdirSync(folder, { recursive: true });
  for (;;)
    try {
      symlinkSync(`${process.pid}`, path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isHeld(path)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      else rmSync(path, { force: true });
    }
}

/** Whether the process that made a lock still runs. */
function isHeld(path: string): boolean {
  try {
    if (Date.now() - lstatSync(path).mtimeMs > LOCK_LASTS) return false;
    process.kill(Number(readlinkSync(path)), 0);
    return true;
  } catch (error) {
    // A process of another user runs too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Folders beside those that were written that hold generated files too: of an environment that was renamed or removed. */
export function staleFolders(written: readonly Written[]): string[] {
  const kept = new Set(written.map(({ path }) => (GENERATED.test(path) ? dirname(path) : path)));
  const parents = new Set([...kept].map((folder) => dirname(folder)));
  return [...parents].flatMap((parent) =>
    readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(parent, name))
      .filter((folder) => !kept.has(folder) && readdirSync(folder).some((name) => GENERATED.test(name))),
  );
}
