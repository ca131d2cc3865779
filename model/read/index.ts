import * as z from 'zod';
import { environmentSchema, type Environments, type Variables } from '../schema/environment';
import { FaultError, messageFrom } from '../fault';
import { dnsLabel } from '../schema/primitives';
import { findIssues } from './issues';
import { toFaults, type EnvironmentFault } from './setting-faults';
import { findUserLine } from '../trace';
import { buildPlan, type Plan } from '../plan';

/**
 * Every environment of the list, with the variables that may override it, validated against its schema.
 *
 * @throws FaultError with everything that does not match the schema
 */
export function readEnvironments(list: Environments, variables: Variables): Plan[] {
  const read = Object.entries(list).map(([name, make]) => readEnvironment(name, make, variables));
  const settings = read.flatMap(({ broken }) => broken);
  if (settings.length > 0) throw new FaultError(toFaults(settings));
  return read.flatMap(({ plan }) => plan ?? []);
}

/** Names of the variables that an environment reads. */
export function listVariables(make: Environments[string]): string[] {
  const taken = new Set<string>();
  make(recordReads({}, taken));
  return [...taken];
}

/** The names of environments, which are keys of their list. */
const namesSchema = z.record(dnsLabel, z.unknown());

function readEnvironment(
  name: string,
  make: Environments[string],
  variables: Variables,
): { readonly plan?: Plan; readonly broken: readonly EnvironmentFault[] } {
  const taken = new Set<string>();
  let stated: object;
  try {
    stated = make(recordReads(variables, taken));
  } catch (error) {
    const where = findUserLine(error) ?? `environments/${name}.ts`;
    const problem = `cannot be loaded: ${messageFrom(error)}`;
    throw new FaultError([{ where, problem, fix: 'fix the error in this file' }], 'nothing was written', {
      cause: error,
    });
  }
  const environment = { ...stated, name };
  const misnamed = findIssues(namesSchema, { [name]: stated }).map((issue) => ({ ...issue, path: ['name'] }));
  const parsed = environmentSchema.safeParse(stated);
  if (parsed.success && misnamed.length === 0) return { plan: buildPlan(name, parsed.data), broken: [] };
  const issues = [...misnamed, ...findIssues(environmentSchema, stated)];
  const broken = issues.map(({ path, value, problem, fix }) => ({
    environment,
    path: path.join('.'),
    value,
    problem,
    fix: `${fix}${variableHint(value, variables, taken)}`,
  }));
  return { broken };
}

/** The variables, noting which of them are asked for. */
function recordReads(variables: Variables, taken: Set<string>): Variables {
  return new Proxy(variables, {
    get(target, name) {
      if (typeof name === 'string') taken.add(name);
      return Reflect.get(target, name) as unknown;
    },
  });
}

/** Where the value may come from, if not from the file. */
function variableHint(value: unknown, variables: Variables, taken: ReadonlySet<string>): string {
  const name = [...taken].find((each) => variables[each] !== undefined && variables[each] === value);
  return name === undefined ? '' : `, in the variable ${name}, which is set`;
}
