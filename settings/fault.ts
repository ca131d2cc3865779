import { inspect, isDeepStrictEqual } from 'node:util';

/** One thing wrong, or worth a warning, in the settings of one environment. */
export interface Fault {
  readonly environment: string;
  /** Where, such as `cluster.nodePool.vmSize`. */
  readonly path: string;
  readonly value: unknown;
  /** What is wrong with it, or what it must be. */
  readonly problem: string;
  /** What to do about it. */
  readonly fix: string;
}

/** All that is wrong with the settings, as one readable message. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly faults: readonly Fault[]) {
    const subject = faults.length === 1 ? '1 setting is' : `${faults.length} settings are`;
    super(`${subject} wrong; nothing was written.\n\n${faultsInWords(faults)}`);
  }
}

/**
 * Faults that environments share, once, for the first of them: the others spread the value from there, or state it too,
 * which shows once the first is fixed.
 */
export function reportedOnce(faults: readonly Fault[]): Fault[] {
  const isShared = (a: Fault, b: Fault) =>
    a.path === b.path && a.problem === b.problem && isDeepStrictEqual(a.value, b.value);
  return faults
    .filter((fault, index) => index === faults.findIndex((each) => isShared(each, fault)))
    .map((fault) => {
      const others = faults.filter((each) => each.environment !== fault.environment && isShared(each, fault));
      const names = [...new Set(others.map(({ environment }) => environment))].join(', ');
      return names === '' ? fault : { ...fault, fix: `${fault.fix} (${names} has the same value)` };
    });
}

/** A value on one line, however odd or long it is. */
function shown(value: unknown): string {
  return value === undefined
    ? 'missing'
    : inspect(value, { breakLength: Infinity, depth: 2, maxStringLength: 100 });
}

/** Faults as a list for a person. */
export function faultsInWords(faults: readonly Fault[]): string {
  return faults
    .map(
      ({ environment, path, value, problem, fix }) =>
        `  ${environment}: ${path} is ${shown(value)}\n    problem: ${problem}\n    fix:     ${fix}`,
    )
    .join('\n\n');
}

/** The value at a path of keys; undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | null | undefined)?.[key],
    root,
  );
}
