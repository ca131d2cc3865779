import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, TerraformResource } from 'cdktf';
import type { Output, OutputFile, OutputEntry } from '../output';
import type { Plan } from '../model/plan';
import { AzureStack } from './azure-stack';

/** Makes `stacks/<environment>/cdk.tf.json` and the manifest that the cdktf CLI reads. */
export async function synthStacks(environments: readonly Plan[]): Promise<Output> {
  // An App of cdktf can only write.
  const folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // A hook may exit the process, or never resolve.
  process.once('exit', remove);
  try {
    const app = new App({ outdir: folder, stackTraces: false });
    const stacks = environments.map((environment) => new AzureStack(app, environment.name, environment));
    for (const stack of stacks) await stack.customize();
    app.synth();
    return { files: filesIn(folder), parts: stacks.map(renderStack) };
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function renderStack({ node }: AzureStack): OutputEntry {
  const resources = node.findAll().filter((construct) => construct instanceof TerraformResource);
  return { path: `stacks/${node.id}/cdk.tf.json`, contents: `${resources.length} resources` };
}

/** A hook may add more than text, such as an executable asset. */
function filesIn(folder: string): Map<string, OutputFile> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((file) => [
      relative(folder, file),
      { content: readFileSync(file), isExecutable: (statSync(file).mode & 0o111) !== 0 },
    ]),
  );
}
