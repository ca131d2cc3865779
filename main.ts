import { parseArgs } from 'node:util';
import { staleFolders, write, type Half } from './output';
import { reportingErrors } from './scripts/report';
import { today } from './scripts/today';
import { notes } from './settings/successor';

/**
 * Usage: main.ts [terraform|kubernetes] [--strict]. `npm run synth` makes both halves; cdktf.json and cdk8s.yaml ask for
 * theirs alone, and the other is not even loaded. With --strict, a warning stops the synth.
 */
async function main(): Promise<void> {
  const started = performance.now();
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { strict: { type: 'boolean' } },
  });
  const [only] = positionals;
  if (only !== undefined && only !== 'terraform' && only !== 'kubernetes')
    throw new Error(`there is no half '${only}'; ask for terraform or kubernetes, or for none to make both`);
  const { environments, faultsInWords, SettingsError } = await import('./settings');
  const day = today();
  const { environments: all, warnings } = environments(process.env, day);
  if (values.strict && warnings.length > 0) throw new SettingsError(warnings);
  if (warnings.length > 0) console.error(`warnings (${warnings.length}):\n\n${faultsInWords(warnings)}\n`);

  const halves: Record<'kubernetes' | 'terraform', Half> = {
    kubernetes: {
      target: process.env.CDK8S_OUTDIR || 'dist',
      make: async (folder) => (await import('./charts/synth')).synthCharts(all, folder),
    },
    terraform: {
      target: process.env.CDKTF_OUTDIR || 'cdktf.out',
      make: async (folder) => (await import('./stacks/synth')).synthStacks(all, folder),
    },
  };
  const written = await write(only ? [halves[only]] : Object.values(halves));
  for (const folder of staleFolders(written)) console.error(`${folder} belongs to no environment: delete it`);
  if (only) return; // The CLI that asked says itself what there is.
  for (const { path, contents } of written) console.log(`${path}: ${contents}`);
  console.log(`synthesized in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const note of notes(all, day)) console.error(note);
}

void reportingErrors(main);
