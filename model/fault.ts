import { inspect } from 'node:util';

/** One thing that is wrong, or worth a warning. */
export interface Fault {
  /** Where: the environment and the path of the setting, or the object, the file or the command. */
  readonly where: string;
  /** The value that is wrong; without this field, there is none to show. */
  readonly value?: unknown;
  /** What is wrong with it. */
  readonly problem: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A setting that is wrong, by its path in the environment. */
export interface SettingFault {
  /** Such as `cluster.nodePool.vmSize`. */
  readonly path: string;
  readonly value: unknown;
  readonly problem: string;
  readonly fix: string;
}

/** Faults for the reader, as one readable message; every other error is a bug. */
export class FaultError extends Error {
  override readonly name: string = 'FaultError';

  /** @param outcome what became of the run, such as `nothing was written` */
  constructor(
    readonly faults: readonly Fault[],
    outcome = 'nothing was written',
    options?: ErrorOptions,
  ) {
    super(
      `${faults.length === 1 ? '1 fault' : `${faults.length} faults`}; ${outcome}.\n\n${formatFaults(faults)}`,
      options,
    );
  }
}

/** Faults as a list for a person. */
export function formatFaults(faults: readonly Fault[]): string {
  return faults
    .map((fault) => {
      const is = 'value' in fault ? ` is ${formatValue(fault.value)}` : '';
      return `  ${fault.where}${is}\n    problem: ${fault.problem}\n    fix:     ${fault.fix}`;
    })
    .join('\n\n');
}

/** A value on one line, however odd or long it is. */
export function formatValue(value: unknown): string {
  return value === undefined
    ? 'missing'
    : inspect(value, { breakLength: Infinity, depth: 2, maxStringLength: 100 });
}

/** What something that was thrown says, on one line; it need not be an Error. */
export function messageFrom(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown ?? '');
  return message.trim().split('\n')[0] || 'no error message';
}

/** The value at a path of keys; undefined if there is none. */
export function getValueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | null | undefined)?.[key],
    root,
  );
}
