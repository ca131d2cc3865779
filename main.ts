import { write, type Half } from './output';
import { environments, SettingsError } from './settings';

/** `npm run synth` makes both halves; cdk8s.yaml and cdktf.json ask for theirs alone, and the other is not even loaded. */
async function main(only: string | undefined): Promise<void> {
  const started = performance.now();
  const all = environments(process.env);
  const kubernetes: Half = async (folder) => (await import('./charts/synth')).synthCharts(all, folder);
  const terraform: Half = async (folder) => (await import('./stacks/synth')).synthStacks(all, folder);
  const written = await write({
    ...(only !== 'terraform' && { [process.env.CDK8S_OUTDIR ?? 'dist']: kubernetes }),
    ...(only !== 'kubernetes' && { [process.env.CDKTF_OUTDIR ?? 'cdktf.out']: terraform }),
  });
  if (only) return; // The CLI that asked says itself what there is.
  for (const { path, contents } of written) console.log(`${path}: ${contents}`);
  console.log(`synthesized in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

main(process.argv[2]).catch((error: unknown) => {
  // An Error of that very name was thrown on purpose, with a message for the reader; anything else is a bug of ours.
  const isForReader = error instanceof SettingsError || (error instanceof Error && error.name === 'Error');
  console.error(isForReader ? error.message : error);
  process.exitCode = 1;
});
