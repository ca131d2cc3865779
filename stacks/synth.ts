import { mkdirSync } from 'node:fs';
import { App, TerraformResource } from 'cdktf';
import type { Written } from '../output';
import type { NamedEnvironment } from '../model/environment';
import { AzureStack } from './azure-stack';

/** Writes `stacks/<environment>/cdk.tf.json` and the manifest that the cdktf CLI reads. */
export async function synthStacks(
  environments: readonly NamedEnvironment[],
  folder: string,
): Promise<Written[]> {
  mkdirSync(folder, { recursive: true });
  const app = new App({ outdir: folder, stackTraces: false });
  const stacks = environments.map((environment) => new AzureStack(app, environment.name, environment));
  for (const stack of stacks) await stack.customize();
  app.synth();
  return stacks.map((stack) => {
    const resources = stack.node.findAll().filter((construct) => construct instanceof TerraformResource);
    return { path: `stacks/${stack.node.id}/cdk.tf.json`, contents: `${resources.length} resources` };
  });
}
