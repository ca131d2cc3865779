import type { Day } from '../mesh/revisions';
import { contradictions } from './contradictions';
import { reportedOnce, SettingsError, valueAt, type Fault } from './fault';
import { OVERRIDES } from './overrides';
import { schema } from './schema';
import type { Settings } from './settings';
import { versionFaults, versionWarnings } from './versions';

/** Checks the environments as of a day and gives the warnings. @throws SettingsError with all faults */
export function validate(environments: readonly Settings[], today: Day): Fault[] {
  const malformed = reportedOnce(environments.flatMap(malformations));
  // What is not even well-formed can't be compared with anything.
  if (malformed.length > 0) throw new SettingsError(malformed);
  const faults = [
    ...reportedOnce(
      environments.flatMap((settings) => [...contradictions(settings), ...versionFaults(settings, today)]),
    ),
    ...clashes(environments),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  return environments.flatMap((settings) => versionWarnings(settings, today));
}

/** Fields of one environment that do not have the form they must have. */
export function malformations(settings: Settings): Fault[] {
  const name: unknown = (settings as Settings | undefined)?.environment;
  const isNamed = typeof name === 'string' && /^[a-z0-9-]+$/.test(name);
  const environment = isNamed ? name : 'an environment';
  const file = isNamed ? `settings/${name}.ts` : 'its file in settings/';
  const faults = (schema.safeParse(settings).error?.issues ?? []).flatMap((issue): Fault[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        environment,
        path: [...issue.path, key].join('.'),
        value: valueAt(settings, [...issue.path, key]),
        problem: 'there is no such setting',
        fix: `remove it, or correct its spelling, in ${file}`,
      }));
    // Of a record's key zod reports the key itself as the place.
    const isKey = issue.code === 'invalid_key';
    const path = (isKey ? issue.path.slice(0, -1) : issue.path).join('.');
    const value = isKey ? issue.path.at(-1) : valueAt(settings, issue.path);
    const problem = isKey ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    // No variable states a key.
    const variable = environment === 'lab' && !isKey ? variableOf(path) : undefined;
    const fix = `change it in ${file}${variable ? `, or in the variable ${variable} if that is set` : ''}`;
    const inWords =
      issue.code === 'invalid_type' && problem.startsWith('Invalid input')
        ? SHAPES[issue.expected]
        : undefined;
    return [{ environment, path: path || 'all of it', value, problem: inWords ?? problem, fix }];
  });
  // One wrong MESH_REVISION stands in several places, and one number can break two bounds.
  return faults.filter(
    ({ fix, value, problem }, index) =>
      index ===
      faults.findIndex(
        (each) => each.fix === fix && each.problem === problem && Object.is(each.value, value),
      ),
  );
}

/** What zod expects, for a person. */
const SHAPES: Readonly<Record<string, string>> = {
  object: 'must be a group of settings: { ... }',
  record: 'must be names and their values: { NAME: VALUE, ... }',
  array: 'must be a list: [ ... ]',
};

function variableOf(path: string): string | undefined {
  return Object.keys(OVERRIDES).find((name) =>
    OVERRIDES[name]?.some((start) => `${path}.`.startsWith(`${start}.`)),
  );
}

/** Two environments may share no name that makes one overwrite the other. */
function clashes(environments: readonly Settings[]): Fault[] {
  const identities: [path: string, identity: (settings: Settings) => string][] = [
    ['environment', (settings) => settings.environment],
    // Each stack makes its own, and Azure does not tell upper from lower case.
    ['resourceGroup.name', (settings) => settings.resourceGroup.name.toLowerCase()],
  ];
  return identities.flatMap(([path, identity]) =>
    environments.flatMap((settings, index) => {
      const twin = environments.slice(0, index).find((other) => identity(other) === identity(settings));
      if (!twin) return [];
      return {
        environment: settings.environment,
        path,
        value: identity(settings),
        problem: `'${twin.environment}' has the same`,
        fix: `choose another in settings/${settings.environment}.ts`,
      };
    }),
  );
}
