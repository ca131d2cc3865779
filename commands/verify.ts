import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Variables } from '../model/schema/environment';
import { FaultError } from '../model/fault';
import { CHECKS } from '../verify';
import { ClusterError, type Cluster } from '../verify/check';
import { realClock, type Clock } from '../verify/clock';
import type { ConnectOptions } from '../verify/cluster';
import { jsonReport, junitReport } from '../verify/report';
import { buildRoles } from '../verify/roles';
import { runChecks, type Result } from '../verify/run';
import { findEnvironment, unknownNameError } from './choose-environment';
import { Progress, type Output } from './progress';
import { FAILED, command, execute } from './run';
import { today } from './today';
import { formatRoles } from './verify-roles';
import { resultsTable } from './verify-table';
import type { KubernetesObject } from '../objects/object';
import type { Plan } from '../model/plan';

/** Milliseconds between two looks at resources that are still starting. */
const INTERVAL = 2000;

const NOTHING = 'nothing was checked';

/** Exit code where the cluster cannot be asked, or the command is wrong. */
const UNASKED = 2;

/** What the command gets from outside; tests replace it. */
export interface Outside {
  /** Of the command line, without the program itself. */
  readonly args: readonly string[];
  /** Every environment, checked. */
  readonly environments: () => Promise<readonly Plan[]>;
  /** Every object that is rendered for an environment. */
  readonly render: (environment: Plan) => Promise<readonly KubernetesObject[]>;
  /** The cluster to ask, and its name for a person. */
  readonly connect: (
    options: ConnectOptions,
  ) => Promise<{ readonly cluster: Cluster; readonly name: string }>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
}

interface Options {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Seconds that all checks together may wait. */
  readonly timeout: number;
  readonly json?: true;
  readonly junit?: string;
  readonly roles?: true;
}

type Action = (environment: string | undefined, checks: readonly string[], options: Options) => Promise<void>;

/** The command, as `--help` describes it. */
export function verifyCommand(action: Action): Command {
  return command('verify', 'Checks that a live cluster matches an environment; read-only.')
    .argument('[environment]', 'name of the environment')
    .argument('[checks...]', `checks to make: ${Object.keys(CHECKS).join(', ')} (default: all)`)
    .option('--kubeconfig <file>', 'kubeconfig to read (default: KUBECONFIG, or ~/.kube/config)')
    .option('--context <name>', 'context of the kubeconfig (default: its current one)')
    .option(
      '--timeout <seconds>',
      'total seconds to wait for resources that are still starting; 0 to not wait',
      seconds,
      300,
    )
    .option('--json', 'print the results as JSON instead of a table')
    .option('--junit <file>', 'also write the results as JUnit XML')
    .option('--roles', 'print the minimal roles that the checks need, as YAML, without asking a cluster')
    .action(action);
}

/** Does what the command line asks for; the result is the exit code. */
export async function main(outside: Outside): Promise<number> {
  let result = 0;
  const program = verifyCommand(async (name, checks, options) => {
    const environment = findEnvironment(name, await outside.environments(), NOTHING);
    const names = checks.length > 0 ? [...new Set(checks.map(known))] : Object.keys(CHECKS);
    if (options.roles) await printRoles(environment, names, outside);
    else if (await fails(environment, names, options, outside)) result = FAILED;
  }).configureOutput({ writeOut: (text) => outside.stdout.write(text) });
  const print = (text: string) => void outside.stderr.write(`${text}\n`);
  return (await execute(program, outside.args, { failure: UNASKED, print })) || result;
}

async function printRoles(environment: Plan, names: readonly string[], { render, stdout }: Outside) {
  const roles = await buildRoles({ environment, rendered: await render(environment) }, names);
  stdout.write(formatRoles(roles));
}

/** Whether the cluster does not match the environment. */
async function fails(
  environment: Plan,
  names: readonly string[],
  { kubeconfig, context, timeout, json, junit }: Options,
  { render, connect, stdout, stderr, clock }: Outside,
): Promise<boolean> {
  const rendered = await render(environment);
  const expectations = names.flatMap((check) =>
    CHECKS[check]!.expectations({ environment, rendered }).map((each) => [check, each] as const),
  );

  const { cluster, name } = await connect({ kubeconfig, context, clock });
  // Written before anything is asked: a path that cannot be written to fails now, and the file shows an interrupted run.
  if (junit !== undefined) writeReport(junit, junitReport(environment.name, [], 'the run did not finish'));
  const progress = new Progress(stderr);
  progress.print(`${environment.name} on ${name}`);
  const results: Result[] = [];
  let stopped: ClusterError | undefined;
  try {
    await cluster.version(); // Is it a cluster at all, whichever checks are asked for?
    const onWait = (expectation: string, actual: string) => progress.waiting(expectation, actual);
    const options = { timeout: timeout * 1000, interval: INTERVAL, onWait, clock };
    for await (const result of runChecks(expectations, cluster, options)) {
      results.push(result);
      progress.done(result);
    }
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    stopped = error;
  }

  // What was seen is reported even if the cluster cannot be asked any further.
  if (json) stdout.write(`${jsonReport(environment.name, results, stopped?.line)}\n`);
  else if (results.length > 0) stdout.write(`\n${resultsTable(results)}\n`);
  if (junit !== undefined) writeReport(junit, junitReport(environment.name, results, stopped?.line));
  if (stopped) throw stopped;
  return results.some(({ verdict }) => verdict === 'failed');
}

function known(name: string): string {
  if (Object.hasOwn(CHECKS, name)) return name;
  const where = 'argument checks';
  throw unknownNameError({ where, value: name, what: 'check', names: Object.keys(CHECKS), outcome: NOTHING });
}

function seconds(value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0 && value.trim() !== '') return number;
  throw fault({
    where: 'option --timeout',
    value,
    problem: 'is not a number of seconds',
    fix: 'set a number, 0 or more',
  });
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const problem = `cannot be written: ${(error as Error).message}`;
    throw fault({
      where: 'option --junit',
      value: file,
      problem,
      fix: 'name a file in a folder that exists',
    });
  }
}

function fault(one: ConstructorParameters<typeof FaultError>[0][number]): FaultError {
  return new FaultError([one], NOTHING);
}

if (require.main === module)
  void main({
    args: process.argv.slice(2),
    environments: async () =>
      (await import('./environments')).loadEnvironments(process.env as Variables, today()).environments,
    // Loaded when they are needed: the client takes as long to load as everything else.
    render: async (environment) => (await import('../charts/synth')).renderObjects(environment),
    connect: async (options) => (await import('../verify/cluster')).connect(options),
    stdout: process.stdout,
    stderr: process.stderr,
    clock: realClock,
  }).then((status) => {
    process.exitCode = status;
    // A call that is never answered would keep the process.
    if (status === UNASKED) setTimeout(() => process.exit(), 500).unref();
  });
