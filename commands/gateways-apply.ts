import type { Command } from 'commander';
import type { Variables } from '../model/schema/environment';
import { FaultError } from '../model/fault';
import { ClusterError } from '../verify/check';
import { realClock, type Clock } from '../verify/clock';
import { findEnvironment } from './choose-environment';
import { describeObject } from '../objects/identity';
import { applyGateways, NOTHING, type Change, type Outcome } from './gateway-changes';
import type { ConnectOptions, GatewayCluster } from './gateways-cluster';
import type { Output } from './progress';
import { command, FAILED, execute } from './run';
import { today } from './today';
import type { Plan } from '../model/plan';

/** What the command gets from outside; tests replace it. */
export interface Outside {
  /** Of the command line, without the program itself. */
  readonly args: readonly string[];
  /** Every environment, checked. */
  readonly environments: () => Promise<readonly Plan[]>;
  /** The cluster to change, and its name for a person. */
  readonly connect: (
    options: ConnectOptions,
  ) => Promise<{ readonly cluster: GatewayCluster; readonly name: string }>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
}

interface Options {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly dryRun?: true;
}

type Action = (environment: string, options: Options) => Promise<void>;

function gatewaysCommand(action: Action): Command {
  return command(
    'gateways:apply',
    "Applies an environment's settings of its ingress gateways' Services and autoscalers to the cluster, and reverts removed ones.",
  )
    .argument('<environment>', 'name of the environment')
    .option('--kubeconfig <file>', 'kubeconfig to read (default: KUBECONFIG, or ~/.kube/config)')
    .option(
      '--context <name>',
      "context of the kubeconfig (default: its current one, if that is of a cluster with the name of the environment's)",
    )
    .option('--dry-run', 'show what would change, without changing anything')
    .action(action);
}

/** Does what the command line asks for; the result is the exit code. */
export async function main({ args, environments, connect, stdout, stderr, clock }: Outside): Promise<number> {
  const say = (text: string) => void stdout.write(`${text}\n`);
  const program = gatewaysCommand(async (name, { kubeconfig, context, dryRun = false }) => {
    const environment = findEnvironment(name, await environments(), NOTHING);
    let hasChanged = false;
    try {
      const { cluster, name: where } = await connect({ environment, kubeconfig, context, clock });
      say(`${environment.name} on ${where}${dryRun ? ', dry run: nothing is changed' : ''}`);
      let count = 0;
      for await (const outcome of applyGateways(environment, cluster, { dryRun })) {
        say(describeOutcome(outcome));
        count += 1;
        hasChanged ||= !dryRun && outcome.changes.length > 0;
      }
      if (count === 0) say('its ingress gateways have no settings, and none of before are left');
    } catch (error) {
      throw applyAndReport(error, hasChanged);
    }
  }).configureOutput({ writeOut: (text) => stdout.write(text) });
  return execute(program, args, { failure: FAILED, print: (text) => void stderr.write(`${text}\n`) });
}

/** The error, with what became of the run. */
function applyAndReport(error: unknown, hasChanged: boolean): unknown {
  if (error instanceof ClusterError || (error instanceof FaultError && hasChanged))
    return new FaultError(error.faults, hasChanged ? 'what is listed before it was changed' : NOTHING, {
      cause: error,
    });
  return error;
}

function describeOutcome({ object, changes }: Outcome): string {
  if (changes.length === 0) return `${describeObject(object)}: nothing changed`;
  return [describeObject(object), ...changes.map((change) => `  ${describeFieldChange(change)}`)].join('\n');
}

function describeFieldChange({ field, before, after, takenFrom }: Change): string {
  const by = takenFrom.length > 0 ? ` (taken over from ${takenFrom.join(', ')})` : '';
  return `${field}: ${shown(before)} → ${shown(after)}${by}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}

if (require.main === module)
  void main({
    args: process.argv.slice(2),
    environments: async () =>
      (await import('./environments')).loadEnvironments(process.env as Variables, today()).environments,
    connect: async (options) => (await import('./gateways-cluster')).connect(options),
    stdout: process.stdout,
    stderr: process.stderr,
    clock: realClock,
  }).then((status) => {
    process.exitCode = status;
    // A call that is never answered would keep the process.
    if (status === FAILED) setTimeout(() => process.exit(), 500).unref();
  });
