import { Argument } from 'commander';
import { command, FAILED, run } from './commands/run';
import { today } from './commands/today';
import type { Variables } from './model/schema/environment';
import { FaultError, formatFaults } from './model/fault';
import { missingUpgradeNotes } from './model/plan/missing-upgrades';
import { describeStale, staleFolders, write, type Half } from './output';

type HalfName = 'kubernetes' | 'terraform';

/**
 * Generates both halves, or the requested one, as cdktf.json and cdk8s.yaml do; the other is then not even loaded.
 */
async function synth(only: HalfName | undefined, { strict }: { strict?: true }): Promise<void> {
  const started = performance.now();
  const { loadEnvironments } = await import('./commands/environments');
  const day = today();
  const { environments, warnings } = loadEnvironments(process.env as Variables, day);
  if (strict && warnings.length > 0) throw new FaultError(warnings);
  if (warnings.length > 0) console.error(`warnings (${warnings.length}):\n\n${formatFaults(warnings)}\n`);

  const halves: Record<HalfName, Half> = {
    kubernetes: {
      target: process.env.CDK8S_OUTDIR || 'dist',
      render: async () => (await import('./charts/synth')).synthCharts(environments),
    },
    terraform: {
      target: process.env.CDKTF_OUTDIR || 'cdktf.out',
      render: async () => (await import('./stacks/synth')).synthStacks(environments),
    },
  };
  const written = await write(only ? [halves[only]] : Object.values(halves));
  for (const folder of staleFolders(written)) console.error(describeStale(folder));
  for (const { notes: lines = [] } of written) for (const line of lines) console.error(line);
  if (only) return; // The CLI that asked says itself what there is.
  for (const { path, contents } of written) console.log(`${path}: ${contents}`);
  console.log(`synthesized in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const note of missingUpgradeNotes(environments, day)) console.error(note);
}

/** The variables of the shell that override each environment. */
async function listVariableOverrides(): Promise<string> {
  const { environments } = await import('./environments');
  const { listVariables: variablesOf } = await import('./model/read');
  const lines = Object.entries(environments)
    .map(([name, make]) => [name, variablesOf(make)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([name, names]) => `  ${name}: ${names.join(', ')}`);
  return `\nVariables that override an environment:\n${lines.join('\n') || '  none'}\n\ndocs/settings.md lists the settings.`;
}

void run(
  command('synth', 'Generates the Terraform and YAML of every environment.')
    .addArgument(
      new Argument('[half]', 'the half to generate (default: both)').choices(['terraform', 'kubernetes']),
    )
    .option('--strict', 'treat warnings as errors')
    .action(synth),
  FAILED,
  listVariableOverrides,
);
