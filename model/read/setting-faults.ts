import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../plan';
import { getValueAt, type Fault, type SettingFault } from '../fault';
import { findLocation } from '../trace';

/** A setting that is wrong, with the environment that has it. */
export interface EnvironmentFault extends SettingFault {
  readonly environment: Pick<Plan, 'name'>;
}

/**
 * The faults of settings, each with the file that sets it. What several environments share is reported once, for the first of
 * them: the others spread the value from there, or set it too, which shows once the first is fixed.
 */
export function toFaults(settings: readonly EnvironmentFault[]): Fault[] {
  const alike = Map.groupBy(settings, ({ path, problem }) => `${path} ${problem}`);
  const sharedWith = ({ path, problem, value }: EnvironmentFault) =>
    alike.get(`${path} ${problem}`)!.filter((each) => isDeepStrictEqual(each.value, value));
  return settings
    .map((setting) => ({ setting, shared: sharedWith(setting) }))
    .filter(({ setting, shared }) => setting === shared[0])
    .map(({ setting: { environment, path, value, problem, fix }, shared }) => {
      const others = shared
        .filter((each) => each.environment !== environment)
        .map((each) => each.environment.name);
      const names = [...new Set(others)];
      const also =
        names.length > 0
          ? ` (${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} the same value)`
          : '';
      const where = `${environment.name}: ${path || 'all of it'} (${locationOfSetting(environment, path)})`;
      return { where, value, problem, fix: `${fix}${also}` };
    });
}

/** File that sets a setting: that of the application where it is part of one, else the environment's. */
function locationOfSetting(environment: Pick<Plan, 'name'>, path: string): string {
  const [, namespace, application] = /^namespaces\.([^.]+)\.applications\.([^.]+)\./.exec(path) ?? [];
  const madeAt =
    application && getValueAt(environment, ['namespaces', namespace!, 'applications', application, 'madeAt']);
  return (madeAt instanceof Error && findLocation(madeAt)) || `environments/${environment.name}.ts`;
}
