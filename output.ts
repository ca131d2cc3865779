import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { FaultError, messageFrom } from './model/fault';

/** A part of the output: what is made of one environment. */
export interface OutputEntry {
  /** Folder or file, below the output folder. */
  readonly path: string;
  /** What is in it, in words. */
  readonly contents: string;
  /** What a review should see, a line each. @default nothing */
  readonly notes?: readonly string[];
}

/** A file before it is written. */
export interface OutputFile {
  readonly content: string | Buffer;
  /** Whether it is a program. @default it stays as it is: no program where it is new */
  readonly isExecutable?: boolean;
}

/** What was made for some environments, before anything is written. */
export interface Output {
  /** By their paths below the output folder. */
  readonly files: ReadonlyMap<string, OutputFile>;
  readonly parts: readonly OutputEntry[];
}

/** One half of the output. */
export interface Half {
  /** Folder that it is for. */
  readonly target: string;
  /** Makes it for every environment, and writes nothing. */
  readonly render: () => Promise<Output>;
}

/** What one half made, and the folder that it is for. */
type RenderedHalf = Output & Pick<Half, 'target'>;

/** Milliseconds that a run waits for another, which takes a fraction of it to put its files in place. */
const LOCK_WAIT = 30_000;

/** Milliseconds after which it says so. */
const LOCK_SILENCE = 1000;

/**
 * Makes every half and, once all have succeeded, puts what they made in its place: a failure leaves the last good output as it
 * was. Two runs at a time take turns, and a file that stays as it was is not touched.
 *
 * @param wait milliseconds that it waits for another run
 * @returns the parts, with their paths from the working directory
 * @throws FaultError if a target cannot be written
 */
export async function write(halves: readonly Half[], wait = LOCK_WAIT): Promise<OutputEntry[]> {
  const made: RenderedHalf[] = [];
  for (const { target, render: make } of halves) made.push({ target, ...(await make()) });
  publish(made, wait);
  return made.flatMap(({ target, parts }) =>
    parts.map(({ path, ...what }) => ({ path: join(target, path), ...what })),
  );
}

/** Names that only this project uses. */
export const GENERATED = /(\.k8s\.yaml|\.patch\.yaml|(^|\/)cdk\.tf\.json)$/;

/** The text of what was made of both halves, by the paths that it has in `snapshots/`. */
export function toSnapshots(kubernetes: Output, terraform: Output): Map<string, string> {
  const place = ({ files }: Output, half: string, folder = '') =>
    [...files]
      .filter(([path]) => GENERATED.test(path))
      .map(([path, { content }]) => [`${half}/${path.slice(folder.length)}`, `${content}`] as const);
  return new Map([...place(kubernetes, 'kubernetes'), ...place(terraform, 'terraform', 'stacks/')]);
}

/** Puts files in place, all or none, and removes what was generated beside them before and is no longer made. */
function publish(made: readonly RenderedHalf[], wait: number): void {
  const files = new Map<string, OutputFile & { readonly lock: string }>();
  const locks: string[] = [];
  const moves: (readonly [from: string, to: string])[] = [];
  const created: (readonly [first: string, last: string])[] = [];
  const makeFolder = (folder: string) => {
    const first = mkdirSync(folder, { recursive: true });
    if (first !== undefined) created.push([first, folder]);
  };
  let isPlaced = false;
  try {
    try {
      for (const half of made) {
        makeFolder(half.target);
        // One folder may have several names.
        const folder = realpathSync(half.target);
        const lock = join(folder, '.synth-lock');
        for (const [path, file] of half.files) files.set(join(folder, path), { ...file, lock });
      }
      // In one order, for two runs not to wait for each other.
      for (const lock of [...new Set([...files.values()].map((file) => file.lock))].toSorted()) {
        take(lock, wait);
        locks.push(lock);
      }
      process.on('SIGINT', ignore);
      for (const [to, { lock, content, isExecutable = false }] of files) {
        if (isUnchanged(to, content, isExecutable)) continue;
        makeFolder(dirname(to));
        const from = join(lock, `${moves.length}`);
        writeFileSync(from, content, { mode: isExecutable ? 0o777 : 0o666 });
        moves.push([from, to]);
      }
    } catch (error) {
      throw fault('cannot be written', 'nothing was changed', error);
    }
    isPlaced = true;
    try {
      for (const [from, to] of moves) renameSync(from, to);
      removeStale(files);
    } catch (error) {
      throw fault('was only partly written', 'some files are new and some are old', error);
    }
  } finally {
    for (const lock of locks) rmSync(lock, { recursive: true });
    if (!isPlaced) for (const [first, last] of created.toReversed()) removeEmpty(first, last);
    process.off('SIGINT', ignore);
  }
}

/** Ctrl-C while files are put in place, which takes a moment, would leave the locks behind. */
function ignore(): void {}

/** Removes folders, from the last one up to the first, as long as there is nothing in them. */
function removeEmpty(first: string, last: string): void {
  for (let folder = last; folder.length >= first.length; folder = dirname(folder)) {
    if (!existsSync(folder) || readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function fault(problem: string, state: string, error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  return new FaultError(
    [{ where: 'the output', problem: `${problem}: ${messageFrom(error)}`, fix: fixFor(error) }],
    state,
    { cause: error },
  );
}

/** What to do about an error of the file system. */
export function fixFor(error: unknown): string {
  const { code = '', path = 'it' } = error as NodeJS.ErrnoException;
  const elsewhere = 'or write elsewhere: CDK8S_OUTDIR and CDKTF_OUTDIR say where it goes';
  if (['EEXIST', 'ENOTDIR'].includes(code))
    return `a folder must be there, and a file is: rename or delete ${path}, ${elsewhere}`;
  if (['EACCES', 'EPERM'].includes(code))
    return `get the right to write ${path}, as after a run of another user: sudo chown -R $(id -u) FOLDER, ${elsewhere}`;
  if (code === 'EROFS') return `its disk can only be read: make it writable, ${elsewhere}`;
  if (code === 'ENOSPC') return `its disk is full: make room, ${elsewhere}`;
  return `remove what is in the way, ${elsewhere}`;
}

/** Makes a folder that only one run has, and in which its files wait, as soon as no other has it. */
function take(lock: string, wait: number): void {
  let isSilent = true;
  for (const started = performance.now(); ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10))
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const waited = performance.now() - started;
      if (isSilent && waited > LOCK_SILENCE) {
        console.error(`waiting up to ${wait / 1000} s for another run, which has ${lock}`);
        isSilent = false;
      }
      if (waited < wait) continue;
      const problem = `another run has had it for ${wait / 1000} s, or was killed before it could remove it`;
      const fix = `make sure that no other run is active, and delete it: rm -r ${relative(process.cwd(), lock)}`;
      throw new FaultError([{ where: lock, problem, fix }], 'nothing was changed', { cause: error });
    }
}

/**
 * Whether a file is there as it was made.
 *
 * @throws if there is something else in its place
 */
function isUnchanged(path: string, made: string | Buffer, isExecutable: boolean): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  if (!found.isFile()) throw new Error(`${path} exists and is not a file`);
  return (!isExecutable || (found.mode & 0o111) !== 0) && readFileSync(path).equals(Buffer.from(made));
}

/** Removes what was generated before and is no longer made, beside the files of an environment and in folders of its own. */
function removeStale(made: ReadonlyMap<string, unknown>): void {
  const folders = listFolders([...made.keys()].filter((file) => GENERATED.test(file)));
  for (const folder of new Set([...folders, ...[...folders].flatMap(foldersBeside)])) {
    const stale = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && GENERATED.test(entry.name))
      .map(({ name }) => join(folder, name))
      .filter((file) => !made.has(file));
    for (const file of stale) rmSync(file);
    if (stale.length > 0 && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

const listFolders = (files: readonly string[]) => new Set(files.map((file) => dirname(file)));

const foldersIn = (parent: string) =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(parent, name));

/** Folders that belong to an environment beside its own, such as `lab.gateways`: they come and go with its settings. */
function foldersBeside(folder: string): string[] {
  return foldersIn(dirname(folder)).filter((other) => other.startsWith(`${folder}.`));
}

/** What to do about a folder that belongs to no environment: of the Terraform half there is a state, which outlives it. */
export function describeStale(folder: string): string {
  const isTerraform = existsSync(join(folder, 'cdk.tf.json'));
  return isTerraform
    ? `${folder} belongs to no environment. Terraform's state still has it: if the environment was renamed, move the state first, such as mv terraform.OLD.tfstate terraform.NEW.tfstate (docs/deploy.md), and if it was removed, destroy it from this folder; then delete the folder`
    : `${folder} belongs to no environment; delete it`;
}

/** Folders beside those that were written that hold generated files too: of an environment that was renamed or removed. */
export function staleFolders(written: readonly OutputEntry[]): string[] {
  const kept = new Set(written.map(({ path }) => (GENERATED.test(path) ? dirname(path) : path)));
  return [...listFolders([...kept])]
    .flatMap(foldersIn)
    .filter((folder) => !kept.has(folder) && readdirSync(folder).some((name) => GENERATED.test(name)));
}
