import { inspect } from 'node:util';

/** One thing wrong, or worth a warning, in the settings of one environment. */
export interface Fault {
  readonly environment: string;
  /** Where, such as `cluster.nodePool.vmSize`. */
  readonly path: string;
  readonly value: unknown;
  /** What would be right, in words. */
  readonly allowed: string;
  /** What to do about it. */
  readonly mend: string;
}

/** All that is wrong with the settings, as one readable message. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly faults: readonly Fault[]) {
    const subject = faults.length === 1 ? '1 setting is' : `${faults.length} settings are`;
    super(`${subject} wrong; nothing was written.\n\n${faultsInWords(faults)}`);
  }
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
      ({ environment, path, value, allowed, mend }) =>
        `  ${environment}: ${path} is ${shown(value)}\n    allowed: ${allowed}\n    mend:    ${mend}`,
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
