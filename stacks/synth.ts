import { mkdirSync } from 'node:fs';
import { App, TerraformResource } from 'cdktf';
import type { Written } from '../output';
import type { Settings } from '../settings';
import { AzureStack } from './azure-stack';

/** Writes `stacks/<environment>/cdk.tf.json` and the manifest that the cdktf CLI reads. */
export function synthStacks(environments: readonly Settings[], folder: string): Written[] {
  mkdirSync(folder, { recursive: true });
  const app = new App({ outdir: folder, stackTraces: false });
  const stacks = environments.map((settings) => new AzureStack(app, settings.environment, settings));
  app.synth();
  return stacks.map((stack) => {
    const resources = stack.node.findAll().filter((construct) => construct instanceof TerraformResource);
    return { path: `stacks/${stack.node.id}/cdk.tf.json`, contents: `${resources.length} resources` };
  });
}
