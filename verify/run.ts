import type { Check, Cluster, Skipped } from './check';
import type { Clock } from './clock';

/** Outcome of one check. */
export interface Result {
  readonly noun: string;
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Empty where the check was skipped. */
  readonly expected: string;
  /** What was seen last; why, where the check was skipped. */
  readonly actual: string;
  /** Time it took, waiting included. */
  readonly seconds: number;
}

export interface RunOptions {
  /** Milliseconds that all checks together may wait for what is still starting. */
  readonly timeout: number;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Called after each look that did not see what was expected and will be repeated. */
  readonly onWait: (name: string, actual: string) => void;
  readonly clock: Clock;
}

/** Asks one check after the other, and repeats those that settle until they pass or time is up. */
export async function* run(
  checks: readonly (readonly [noun: string, check: Check | Skipped])[],
  cluster: Cluster,
  { timeout, interval, onWait, clock }: RunOptions,
): AsyncGenerator<Result> {
  const deadline = clock.now() + timeout;
  for (const [noun, check] of checks) {
    const { name } = check;
    if ('skipped' in check) {
      yield { noun, name, verdict: 'skipped', expected: '', actual: check.skipped, seconds: 0 };
      continue;
    }
    const started = clock.now();
    let actual = await check.actual(cluster);
    while (actual !== check.expected && check.settles && clock.now() < deadline) {
      onWait(name, actual);
      await clock.sleep(Math.min(interval, Math.max(0, deadline - clock.now())));
      actual = await check.actual(cluster);
    }
    const verdict = actual === check.expected ? 'passed' : 'failed';
    // To the millisecond.
    const seconds = Math.round(clock.now() - started) / 1000;
    yield { noun, name, verdict, expected: check.expected, actual, seconds };
  }
}
