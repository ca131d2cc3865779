import type { Plan } from '../model/plan';
import { FaultError } from '../model/fault';
import { closestMatch } from '../model/read/nearest';

/**
 * The environment of a name that the reader gave.
 *
 * @param outcome what became of the run if there is none, such as `nothing was checked`
 * @throws FaultError if there is none
 */
export function findEnvironment(
  name: string | undefined,
  environments: readonly Plan[],
  outcome: string,
): Plan {
  const found = environments.find((each) => each.name === name);
  if (found) return found;
  const names = environments.map((each) => each.name);
  throw unknownNameError({ where: 'argument environment', value: name, what: 'environment', names, outcome });
}

/** That there is nothing of a name, with what there is, and what may be meant. */
export function unknownNameError({
  where,
  value,
  what,
  names,
  outcome,
}: {
  readonly where: string;
  readonly value: string | undefined;
  readonly what: string;
  readonly names: readonly string[];
  readonly outcome: string;
}): FaultError {
  const near = closestMatch(value ?? '', names);
  const problem = `unknown ${what}${near === undefined ? '' : `; did you mean '${near}'?`}`;
  return new FaultError([{ where, value, problem, fix: `choose one of ${names.join(', ')}` }], outcome);
}
