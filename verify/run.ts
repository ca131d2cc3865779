import type { Cluster, Expectation, Skipped } from './check';
import type { Clock } from './clock';

/** Outcome of one expectation. */
export interface Result {
  /** Name of the check that has the expectation. */
  readonly check: string;
  /** The expectation, as a sentence. */
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Empty where it was skipped. */
  readonly expected: string;
  /** What was seen last; why, where it was skipped. */
  readonly actual: string;
  /** Time it took, waiting included. */
  readonly seconds: number;
}

export interface RunOptions {
  /** Milliseconds that all checks together may wait for resources that are still starting. */
  readonly timeout: number;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Called after each look that did not see what was expected and will be repeated. */
  readonly onWait: (name: string, actual: string) => void;
  readonly clock: Clock;
}

/** Looks at one expectation after the other, and again at those that settle until they pass or time is up. */
export async function* runChecks(
  expectations: readonly (readonly [check: string, expectation: Expectation | Skipped])[],
  cluster: Cluster,
  { timeout, interval, onWait, clock }: RunOptions,
): AsyncGenerator<Result> {
  const deadline = clock.now() + timeout;
  for (const [check, expectation] of expectations) {
    const { name } = expectation;
    if ('skipped' in expectation) {
      yield { check, name, verdict: 'skipped', expected: '', actual: expectation.skipped, seconds: 0 };
      continue;
    }
    const { expected } = expectation;
    const started = clock.now();
    let actual = await expectation.actual(cluster);
    while (actual !== expected && expectation.settles && clock.now() < deadline) {
      onWait(name, actual);
      await clock.sleep(Math.min(interval, Math.max(0, deadline - clock.now())));
      actual = await expectation.actual(cluster);
    }
    const verdict = actual === expected ? 'passed' : 'failed';
    // To the millisecond.
    const seconds = Math.round(clock.now() - started) / 1000;
    yield { check, name, verdict, expected, actual, seconds };
  }
}
