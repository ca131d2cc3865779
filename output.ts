import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

/** Files of these names are ours; in a folder that is written to, those that are no longer made are removed. */
const GENERATED = /(\.k8s\.yaml|^cdk\.tf\.json)$/;

function publish(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const entry of readdirSync(to, { withFileTypes: true })) {
    const made = join(from, entry.name);
    if (entry.isDirectory() && existsSync(made)) publish(made, join(to, entry.name));
    if (entry.isFile() && GENERATED.test(entry.name) && !existsSync(made)) rmSync(join(to, entry.name));
  }
}
