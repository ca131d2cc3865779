/** Runs the real client for the tests: it is an ES module, which jest does not load. */
import type { Fault } from '../../model/fault';
import { ClusterError, type Cluster } from '../../verify/check';
import { connect } from '../../verify/cluster';
import type { Choice } from '../../verify/kubeconfig';
import { VirtualClock } from './virtual-clock';

/** One call of a method of a cluster; without one, only its name is asked for. */
export interface Call {
  readonly id: number;
  readonly choice: Choice;
  readonly isImpatient: boolean;
  readonly method?: keyof Cluster;
  readonly params?: readonly unknown[];
  /** Value of the variable KUBECONFIG. */
  readonly variable: string;
}

/** What came of it. */
export interface Outcome {
  readonly id: number;
  readonly value?: unknown;
  /** Message of a bug. */
  readonly error?: string;
  /** Why the cluster cannot be asked. */
  readonly fault?: Fault;
}

process.on('message', (call: Call) => {
  perform(call).then(
    (value) => process.send!({ id: call.id, value } satisfies Outcome),
    (error: Error) => {
      const why = error instanceof ClusterError ? { fault: error.fault } : { error: error.message };
      process.send!({ id: call.id, ...why } satisfies Outcome);
    },
  );
});
process.on('disconnect', () => process.exit());

async function perform({ choice, isImpatient, method, params = [], variable }: Call): Promise<unknown> {
  process.env.KUBECONFIG = variable;
  const { cluster, name } = connect({ ...choice, clock: new VirtualClock(isImpatient) });
  if (method === undefined) return name;
  const ask = cluster[method].bind(cluster) as (...params: readonly unknown[]) => Promise<unknown>;
  return ask(...params);
}
