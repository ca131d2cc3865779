import type { Environments, Variables } from '../../model/schema/environment';
import { FaultError, type Fault } from '../../model/fault';
import { readEnvironments } from '../../model/read';
import { environments } from '../fixtures/environments';
import { changed } from '../support';

/** The faults of the schema in the environments of a list. */
export function faultsOf(list: Environments, variables: Variables = {}): readonly Fault[] {
  try {
    readEnvironments(list, variables);
    return [];
  } catch (error) {
    if (error instanceof FaultError) return error.faults;
    throw error;
  }
}

/** The faults of the schema in the environment `plain` with other values, by path. */
export function faultsWith(values: Readonly<Record<string, unknown>>): readonly Fault[] {
  return faultsOf({ plain: (variables) => changed(environments.plain(variables), values) });
}

/** What every fix starts with: an instruction. */
export const FIX: unknown = expect.stringMatching(/^(add|copy|leave|move|remove|rename|return|set) /);

/** A value that is rejected: with what problem, and where, below the part that it is stated for. */
export type Case = [what: string, stated: unknown, where: string, problem: RegExp | string];

/** The one problem of a value, which has to be found at a place. */
export function problemAt(part: string, where: string, stated: unknown): string {
  const faults = faultsWith({ [part]: stated });
  const at = `plain: ${part}${where} (__tests__/fixtures/library.ts:`;
  expect(faults).toEqual([
    expect.objectContaining({ where: expect.stringContaining(at), value: expect.anything() }),
  ]);
  return faults[0]!.problem;
}
