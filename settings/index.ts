import { lab } from './lab';
import { withOverrides, type Variables } from './overrides';
import { production } from './production';
import type { Settings } from './settings';
import { validate } from './validate';

export type * from './settings';
export { SettingsError } from './validate';

/**
 * Every environment, valid; the lab's own variables override `lab` and nothing else.
 *
 * @throws SettingsError with all faults
 */
export function environments(variables: Variables): readonly Settings[] {
  return validate([withOverrides(lab, variables), production]);
}
