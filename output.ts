import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { FaultError } from './model/fault';

/** What was written for one environment. */
export interface Written {
  /** Folder or file, below the output folder. */
  readonly path: string;
  /** What is in it, in words. */
  readonly contents: string;
}

/** One half of the output. */
export interface Half {
  /** Folder that it is for. */
  readonly target: string;
  /** Makes it in the empty folder it is given. */
  readonly make: (folder: string) => Promise<Written[]>;
}

/**
 * Makes every half in a folder of its own and, once all have succeeded, puts what they made in its place: a failure
 * leaves the last good output as it was.
 *
 * @throws FaultError if a target can't be written to
 */
export async function write(halves: readonly Half[]): Promise<Written[]> {
  const staging = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-'));
  const stages = halves.map((half, index) => ({ ...half, stage: join(staging, `${index}`) }));
  try {
    const written: Written[] = [];
    for (const { target, make, stage } of stages)
      for (const { path, contents } of await make(stage))
        written.push({ path: join(target, path), contents });
    publish(
      stages.flatMap(({ target, stage }) =>
        filesOf(stage).map((file) => [join(stage, file), join(target, file)]),
      ),
    );
    return written;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Names that only this project gives. */
const GENERATED = /(\.k8s\.yaml|(^|\/)cdk\.tf\.json)$/;

/** Puts files in place, all or none, and removes what was generated beside them before and is no longer made. */
function publish(files: readonly (readonly [from: string, to: string])[]): void {
  const beside = (to: string) => `${to}.new`;
  const copied: string[] = [];
  try {
    for (const [from, to] of files) {
      mkdirSync(dirname(to), { recursive: true });
      if (existsSync(to) && !statSync(to).isFile()) throw new Error(`${to} is in the way: it is no file`);
      copied.push(beside(to));
      copyFileSync(from, beside(to));
    }
  } catch (error) {
    for (const file of copied) rmSync(file, { force: true });
    const fault = {
      where: 'the output',
      problem: `can't be written: ${(error as Error).message}`,
      fix: 'see that nothing is in the way, or write elsewhere: CDK8S_OUTDIR and CDKTF_OUTDIR say where it goes',
    };
    throw new FaultError([fault], 'nothing was changed', { cause: error });
  }
  for (const [, to] of files) renameSync(beside(to), to);
  const made = new Set(files.map(([, to]) => to));
  for (const folder of new Set(files.filter(([, to]) => GENERATED.test(to)).map(([, to]) => dirname(to))))
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isFile() && GENERATED.test(entry.name) && !made.has(join(folder, entry.name)))
        rmSync(join(folder, entry.name));
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

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
