import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environments as list } from '../environments';
import type { Day } from '../mesh/revisions';
import type { Environments, Variables } from '../model/schema/environment';
import { FaultError, type Fault } from '../model/fault';
import { readEnvironments } from '../model/read';
import { judgeSettings } from '../rules';
import type { Plan } from '../model/plan';
import { PROJECT } from './folders';

/**
 * Every environment, checked as of a day, and what to warn of.
 *
 * @throws FaultError with all faults
 */
export function loadEnvironments(
  variables: Variables,
  today: Day,
  of: Environments = list,
): { readonly environments: readonly Plan[]; readonly warnings: readonly Fault[] } {
  const wrong = [...malformedEntries(of), ...unlistedFiles(of ?? {})];
  if (wrong.length > 0) throw new FaultError(wrong);
  const environments = readEnvironments(of, variables);
  // What does not match its schema cannot be compared with anything.
  const { faults, warnings } = judgeSettings(environments, today);
  if (faults.length > 0) throw new FaultError(faults);
  return { environments, warnings };
}

/** What the list is not, or has, that could make no environment: it is the user's, and its types may not have been checked. */
function malformedEntries(of: unknown): Fault[] {
  const where = 'environments/index.ts';
  if (typeof of !== 'object' || of === null)
    return [
      {
        where,
        value: of,
        problem: "must export 'environments', an object of functions",
        fix: 'write export const environments = { lab } with a function for each environment',
      },
    ];
  return Object.entries(of)
    .filter(([, make]) => typeof make !== 'function')
    .map(([name, value]: [string, unknown]) => ({
      where: `${where}: ${name}`,
      value: typeof value === 'object' ? undefined : value,
      problem: 'must be the function that returns the environment',
      fix: `list the function itself, '${name}' and not '${name}()', and check that its file exports it`,
    }));
}

/** Files of environments that are not in the list: their environment would silently not be rendered. */
function unlistedFiles(of: Environments): Fault[] {
  return readdirSync(join(PROJECT, 'environments'))
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .filter((file) => !Object.hasOwn(of, file.replace(/\.ts$/, '')))
    .map((file) => ({
      where: `environments/${file}`,
      problem: 'is not in the list of environments/index.ts, so nothing is generated from it',
      fix: `add it there as '${file.replace(/\.ts$/, '')}', or give the file the name that it has there; move files that are not environments into a folder`,
    }));
}
