import type { Day } from '../mesh/revisions';
import { declared } from './declared';
import { reportedOnce, SettingsError, type Fault } from './fault';
import { withOverrides, type Variables } from './overrides';
import type { Settings } from './settings';
import { malformations, validate } from './validate';

export type * from './settings';
export { SettingsError, faultsInWords, type Fault } from './fault';

/**
 * Every environment, checked as of a day, and what to warn of; the lab's own variables override `lab` and nothing else.
 *
 * @throws SettingsError with all faults
 */
export function environments(
  variables: Variables,
  today: Day,
): { environments: readonly Settings[]; warnings: readonly Fault[] } {
  const malformed = reportedOnce(declared.flatMap(malformations));
  if (malformed.length > 0) throw new SettingsError(malformed);
  const all = declared.map((settings) =>
    settings.environment === 'lab' ? withOverrides(settings, variables) : settings,
  );
  return { environments: all, warnings: validate(all, today) };
}
