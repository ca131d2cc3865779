import { isDeepStrictEqual } from 'node:util';
import type { NamedEnvironment } from './environment';
import { groupBy } from './group';
import { valueAt, type Fault } from './fault';
import { placeOf } from './trace';

/** A setting that is wrong, by its path in the environment. */
export interface BrokenSetting {
  /** Such as `cluster.nodePool.vmSize`. */
  readonly path: string;
  readonly value: unknown;
  readonly problem: string;
  readonly fix: string;
}

/** A setting that is wrong, with the environment that has it. */
export interface PlacedSetting extends BrokenSetting {
  readonly environment: NamedEnvironment;
}

/**
 * The faults of settings, each with the file that states it. What several environments share is reported once, for the first
 * of them: the others spread the value from there, or state it too, which shows once the first is fixed.
 */
export function faultsOf(settings: readonly PlacedSetting[]): Fault[] {
  const alike = groupBy(settings, ({ path, problem }) => `${path} ${problem}`);
  const sharedWith = ({ path, problem, value }: PlacedSetting) =>
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
      const where = `${environment.name}: ${path || 'all of it'} (${fileOf(environment, path)})`;
      return { where, value, problem, fix: `${fix}${also}` };
    });
}

/** File that states a setting: that of the application where it is part of one, else the environment's. */
function fileOf(environment: NamedEnvironment, path: string): string {
  const [, namespace, application] = /^namespaces\.([^.]+)\.applications\.([^.]+)\./.exec(path) ?? [];
  const madeAt =
    application && valueAt(environment, ['namespaces', namespace!, 'applications', application, 'madeAt']);
  return (madeAt instanceof Error && placeOf(madeAt)) || `environments/${environment.name}.ts`;
}
