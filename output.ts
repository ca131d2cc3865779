import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What was written for one environment. */
export interface Written {
  /** Folder or file, below the output folder. */
  readonly path: string;
  /** What is in it, in words. */
  readonly contents: string;
}

/** Makes the output of one half in the folder it is given. */
export type Half = (folder: string) => Promise<Written[]>;

/**
 * Runs every half on an empty folder and, once all have succeeded, puts what they made in its place: a failure leaves
 * the last good output as it was.
 *
 * @param halves by the folder that each is for
 */
export async function write(halves: Readonly<Record<string, Half>>): Promise<Written[]> {
  const staging = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-'));
  const stages = Object.entries(halves).map(([target, half], index) => ({
    target,
    half,
    stage: join(staging, `${index}`),
  }));
  try {
    const written: Written[] = [];
    for (const { target, half, stage } of stages)
      for (const { path, contents } of await half(stage))
        written.push({ path: join(target, path), contents });
    for (const { target, stage } of stages) publish(stage, target);
    return written;
  } finally {
    rmSync(staging, { recursive: true });
  }
}

/** Names that only this project gives. */
const GENERATED = /(\.k8s\.yaml|^cdk\.tf\.json)$/;

/** Copies a folder over another, and removes from it what was generated before and is no longer made. */
function publish(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const made = readdirSync(from, { withFileTypes: true });
  for (const { name } of made.filter((entry) => entry.isFile()))
    copyFileSync(join(from, name), join(to, name));
  for (const { name } of made.filter((entry) => entry.isDirectory()))
    publish(join(from, name), join(to, name));
  const names = made.map(({ name }) => name);
  if (names.some((name) => GENERATED.test(name)))
    for (const name of readdirSync(to))
      if (GENERATED.test(name) && !names.includes(name)) rmSync(join(to, name));
}
