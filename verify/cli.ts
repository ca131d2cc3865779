/** `npm run verify -- ENVIRONMENT [CHECK ...]`: whether a live cluster keeps the promises of the settings. */
import { writeFileSync } from 'node:fs';
import { renderObjects } from '../charts/synth';
import { today } from '../scripts/today';
import { environments } from '../settings';
import { ClusterError } from './check';
import { readCommand } from './command';
import { CHECKS } from './index';
import { Progress } from './progress';
import { jsonReport, junitReport, tableReport } from './report';
import { run, type Result } from './run';

/** Milliseconds between two looks at what is still starting. */
const INTERVAL = 2000;

async function main(): Promise<number> {
  const command = readCommand(environments(process.env, today()).environments);
  if (!command) return 0;
  const { settings, nouns, timeout, json, junit } = command;

  const rendered = renderObjects(settings);
  const checks = nouns.flatMap((noun) =>
    CHECKS[noun]({ settings, rendered }).map((check) => [noun, check] as const),
  );

  const { connect } = await import('./cluster');
  const { cluster, name } = connect(command);
  // Written before there is anything to say: a path that can't be written to shows now, and an interrupted run in the file.
  if (junit !== undefined) writeFileSync(junit, junitReport(settings.environment, [], 'the run did not end'));
  const progress = new Progress();
  progress.say(`${settings.environment} on ${name}`);
  const results: Result[] = [];
  let stopped: ClusterError | undefined;
  try {
    await cluster.version(); // Is it a cluster at all, whichever checks are asked for?
    const onWait = (check: string, actual: string) => progress.waits(check, actual);
    for await (const result of run(checks, cluster, { timeout, interval: INTERVAL, onWait })) {
      results.push(result);
      progress.done(result);
    }
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    stopped = error;
  }

  // What was seen is told even if the cluster can't be asked any further.
  if (json) console.log(jsonReport(settings.environment, results, stopped?.message));
  else if (results.length > 0) console.log(`\n${tableReport(results)}`);
  if (junit !== undefined) writeFileSync(junit, junitReport(settings.environment, results, stopped?.message));
  if (stopped) throw stopped;
  return results.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    // What stops us is no verdict: exit code 2. A message is for the reader; only a bug of ours keeps its trace.
    const isBug = error instanceof TypeError && !('code' in error);
    console.error(error instanceof Error && !isBug ? error.message : error);
    process.exitCode = 2;
    // A call that is never answered would keep the process.
    setTimeout(() => process.exit(), 500).unref();
  },
);
