import {
  CALENDAR_READ,
  CALENDAR_SOURCE,
  endOfLife,
  findEntry,
  describeExpected,
  isNewerThanCalendar,
  isPastEnd,
  upgradeTargets,
  type CalendarEntry,
} from '../../../mesh/revisions';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** A warning: a revision whose support has ended, or that is newer than the calendar. */
export const supportedRevisions: SettingRule = ({ resourceGroup, mesh }, { today }) => {
  const [current, next] = mesh.revisions;
  const askAzure = `az aks mesh get-revisions --location ${resourceGroup.location}`;
  return mesh.revisions.flatMap((revision): SettingFault[] => {
    const setting = { path: 'mesh.revisions', value: revision };
    if (isNewerThanCalendar(revision))
      return [
        {
          ...setting,
          problem: `the calendar, read on ${CALENDAR_READ}, does not have it yet`,
          fix: `check that Azure offers it: ${askAzure}; then add it to mesh/revisions.ts (${CALENDAR_SOURCE})`,
        },
      ];
    if (!isPastEnd(revision, today)) return [];
    const targets = upgradeTargets(revision, today);
    const upgrade =
      targets.length > 0
        ? `upgrade to ${targets.join(' or ')} (docs/upgrade.md)`
        : `upgrade to what this offers: ${askAzure} (docs/upgrade.md); the calendar has no later revision${describeExpected(revision)}`;
    const isLeaving = revision === current && next !== undefined;
    return [
      {
        ...setting,
        problem: describeEnd(findEntry(revision)),
        fix: isLeaving ? `finish the upgrade to ${next} (docs/upgrade.md)` : upgrade,
      },
    ];
  });
};

/** What is known of an end that has passed. */
function describeEnd(entry: CalendarEntry | undefined): string {
  if (entry === undefined) return 'its support ended by October 2024';
  const day = endOfLife(entry);
  return entry.isExpected
    ? `its support was expected to end on ${day} (not announced when the calendar was read, ${CALENDAR_READ}): Azure may still support it`
    : `its support ended on ${day}`;
}
