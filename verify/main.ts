import { writeFileSync } from 'node:fs';
import { inspect, types } from 'node:util';
import type { Settings } from '../settings';
import { ClusterError, type Cluster, type KubernetesObject } from './check';
import type { Clock } from './clock';
import type { ConnectOptions } from './cluster';
import { USAGE, readCommand } from './command';
import { CHECKS } from './index';
import { Progress, type Output } from './progress';
import { jsonReport, junitReport, tableReport } from './report';
import { run, type Result } from './run';

/** Milliseconds between two looks at what is still starting. */
const INTERVAL = 2000;

/** What the program takes from outside; tests put something else in its place. */
export interface Outside {
  /** Of the command line, without the program itself. */
  readonly args: readonly string[];
  /** The settings of every environment, checked. */
  readonly environments: () => readonly Settings[];
  /** Every object that is rendered for an environment. */
  readonly render: (settings: Settings) => readonly KubernetesObject[];
  /** The cluster to ask, and its name for a person. */
  readonly connect: (
    options: ConnectOptions,
  ) => Promise<{ readonly cluster: Cluster; readonly name: string }>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
}

/** Does what the command line asks for; the result is the exit code, 2 if an error ends the run. */
export async function main(outside: Outside): Promise<number> {
  try {
    return await verify(outside);
  } catch (error) {
    // A message is for the reader; only a bug of ours keeps its trace.
    const isForReader = types.isNativeError(error) && (error.name !== 'TypeError' || 'code' in error);
    outside.stderr.write(`${isForReader ? error.message : inspect(error)}\n`);
    return 2;
  }
}

async function verify({
  args,
  environments,
  render,
  connect,
  stdout,
  stderr,
  clock,
}: Outside): Promise<number> {
  const command = readCommand(args, environments());
  if (!command) {
    stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { settings, nouns, timeout, json, junit, kubeconfig, context } = command;
  const { environment } = settings;

  const rendered = render(settings);
  const checks = nouns.flatMap((noun) =>
    CHECKS[noun]({ settings, rendered }).map((check) => [noun, check] as const),
  );

  const { cluster, name } = await connect({ kubeconfig, context, clock });
  // Written before anything is asked: a path that cannot be written to shows now, and an interrupted run in the file.
  if (junit !== undefined) writeFileSync(junit, junitReport(environment, [], 'the run did not finish'));
  const progress = new Progress(stderr);
  progress.say(`${environment} on ${name}`);
  const results: Result[] = [];
  let stopped: ClusterError | undefined;
  try {
    await cluster.version(); // Is it a cluster at all, whichever checks are asked for?
    const onWait = (check: string, actual: string) => progress.waits(check, actual);
    for await (const result of run(checks, cluster, { timeout, interval: INTERVAL, onWait, clock })) {
      results.push(result);
      progress.done(result);
    }
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    stopped = error;
  }

  // What was seen is reported even if the cluster cannot be asked any further.
  if (json) stdout.write(`${jsonReport(environment, results, stopped?.message)}\n`);
  else if (results.length > 0) stdout.write(`\n${tableReport(results)}\n`);
  if (junit !== undefined) writeFileSync(junit, junitReport(environment, results, stopped?.message));
  if (stopped) throw stopped;
  return results.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}
