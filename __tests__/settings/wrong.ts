import type { Settings } from '../../settings';
import { SettingsError, type Fault } from '../../settings/fault';
import { validate } from '../../settings/validate';
import { lab, TODAY } from '../support';

/** The lab with other values, stated by path; as JavaScript would, without regard to types. */
export function labWith(values: Record<string, unknown>): Settings {
  const copy = structuredClone(lab) as unknown as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce((node, key) => node[key] as Record<string, unknown>, copy);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy as unknown as Settings;
}

/** What is wrong with these environments. */
export function faultsOf(...environments: Settings[]): readonly Fault[] {
  try {
    validate(environments, TODAY);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}
