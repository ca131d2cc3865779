import { contradictions } from './contradictions';
import { OVERRIDES } from './overrides';
import { schema } from './schema';
import type { Settings } from './settings';

/** One thing wrong with the settings of one environment. */
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
    const list = faults.map(
      ({ environment, path, value, allowed, mend }) =>
        `  ${environment}: ${path} is ${JSON.stringify(value) ?? 'missing'}\n    allowed: ${allowed}\n    mend:    ${mend}`,
    );
    super(
      `${faults.length === 1 ? '1 setting is' : `${faults.length} settings are`} wrong; nothing was written.\n\n${list.join('\n\n')}`,
    );
  }
}

/** The environments as they came in. @throws SettingsError with all faults */
export function validate(environments: readonly Settings[]): readonly Settings[] {
  const faults = [...environments.flatMap(faultsOf), ...clashes(environments)];
  if (faults.length > 0) throw new SettingsError(faults);
  return environments;
}

function faultsOf(settings: Settings): Fault[] {
  const { error } = schema.safeParse(settings);
  const { environment } = settings;
  const malformed = (error?.issues ?? []).flatMap((issue): Fault[] => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : undefined;
    if (keys)
      return keys.map((key) => ({
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
    const variable =
      environment === 'lab' && Object.keys(OVERRIDES).find((name) => OVERRIDES[name]?.includes(path));
    const mend = `change it in settings/${environment}.ts${variable ? `, or in the variable ${variable} if that is set` : ''}`;
    return [{ environment, path, value, allowed, mend }];
  });
  const isTyped = (error?.issues ?? []).every(({ code }) => code !== 'invalid_type');
  return isTyped ? [...malformed, ...contradictions(settings)] : malformed;
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

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key], root);
}
