import type { Day } from '../mesh/revisions';
import { contradictions } from './contradictions';
import { SettingsError, valueAt, type Fault } from './fault';
import { OVERRIDES } from './overrides';
import { schema } from './schema';
import type { Settings } from './settings';
import { versionFaults, versionWarnings } from './versions';

/** Checks the environments as of a day and gives the warnings. @throws SettingsError with all faults */
export function validate(environments: readonly Settings[], today: Day): Fault[] {
  const faults = [...environments.flatMap((settings) => faultsOf(settings, today)), ...clashes(environments)];
  if (faults.length > 0) throw new SettingsError(faults);
  return environments.flatMap((settings) => versionWarnings(settings, today));
}

function faultsOf(settings: Settings, today: Day): Fault[] {
  const malformed = malformations(settings);
  // What is not even well-formed can't be compared with anything.
  return malformed.length > 0 ? malformed : [...contradictions(settings), ...versionFaults(settings, today)];
}

function malformations(settings: Settings): Fault[] {
  const { environment } = settings;
  const faults = (schema.safeParse(settings).error?.issues ?? []).flatMap((issue): Fault[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        environment,
        path: [...issue.path, key].join('.'),
        value: valueAt(settings, [...issue.path, key]),
        allowed: 'no such setting',
        mend: `remove it, or mend its spelling, in settings/${environment}.ts`,
      }));
    // Of a record's key zod reports the key itself as the place.
    const isKey = issue.code === 'invalid_key';
    const path = (isKey ? issue.path.slice(0, -1) : issue.path).join('.');
    const value = isKey ? issue.path.at(-1) : valueAt(settings, issue.path);
    const allowed = isKey ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    const variable = environment === 'lab' ? variableOf(path) : undefined;
    const mend = `change it in settings/${environment}.ts${variable ? `, or in the variable ${variable} if that is set` : ''}`;
    return [{ environment, path, value, allowed, mend }];
  });
  // One wrong MESH_REVISION stands in several places.
  return faults.filter(
    ({ mend, value }, index) =>
      index === faults.findIndex((each) => each.mend === mend && each.value === value),
  );
}

function variableOf(path: string): string | undefined {
  return Object.keys(OVERRIDES).find((name) =>
    OVERRIDES[name]?.some((start) => `${path}.`.startsWith(`${start}.`)),
  );
}

/** Two environments may share no name that makes one overwrite the other. */
function clashes(environments: readonly Settings[]): Fault[] {
  const identities: [path: string, identity: (settings: Settings) => string][] = [
    ['environment', (settings) => settings.environment],
    ['cluster.name', (settings) => `${settings.resourceGroup?.name}/${settings.cluster?.name}`],
  ];
  return identities.flatMap(([path, identity]) =>
    environments.flatMap((settings, index) => {
      const twin = environments.slice(0, index).find((other) => identity(other) === identity(settings));
      if (!twin) return [];
      return {
        environment: settings.environment,
        path,
        value: identity(settings),
        allowed: 'a name that no other environment has',
        mend: `rename it in settings/${settings.environment}.ts: '${twin.environment}' has the same`,
      };
    }),
  );
}
