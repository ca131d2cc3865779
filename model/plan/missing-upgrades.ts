import {
  CALENDAR_READ,
  describeExpected,
  later,
  upgradeTargets,
  type Day,
  type Revision,
} from '../../mesh/revisions';
import type { Plan } from '.';
import { meshStatus } from './mesh-status';

/** Days before the end of support from which a missing upgrade is worth a note: the six weeks that AKS gives, and a few more. */
const NOTE_DAYS = 45;

/** Environments that run the newest revision of the calendar: where to upgrade them to is not known yet. */
export interface MissingUpgrade {
  readonly revision: Revision;
  readonly environments: readonly string[];
  readonly locations: readonly string[];
  readonly endOfLife: Day;
  readonly isExpected: boolean;
  /** Days of support that are left, negative once it has ended. */
  readonly daysLeft: number;
}

/** The meshes for which the calendar has no successor, one entry for each revision. */
export function findMissingUpgrades(environments: readonly Plan[], today: Day): MissingUpgrade[] {
  const all = environments.flatMap((settings): MissingUpgrade[] => {
    const { environment, revision, phase, endOfLife, endOfLifeExpected, daysLeft } = meshStatus(
      settings,
      today,
    );
    const hasSuccessor = phase !== 'steady' || upgradeTargets(revision, today).length > 0;
    if (hasSuccessor || endOfLife === null || daysLeft === null) return [];
    const { location } = settings.resourceGroup;
    return [
      {
        revision,
        environments: [environment],
        locations: [location],
        endOfLife,
        isExpected: endOfLifeExpected,
        daysLeft,
      },
    ];
  });
  return [...new Set(all.map(({ revision }) => revision))].map((revision) => {
    const same = all.filter((each) => each.revision === revision);
    const locations = [...new Set(same.flatMap((each) => each.locations))];
    return { ...same[0]!, environments: same.flatMap((each) => each.environments), locations };
  });
}

/** One line for each gap that is close: nothing is wrong yet, and there may be nothing to do yet. */
export function missingUpgradeNotes(environments: readonly Plan[], today: Day): string[] {
  return findMissingUpgrades(environments, today)
    .filter(({ daysLeft }) => daysLeft >= 0 && daysLeft < NOTE_DAYS)
    .map(
      (gap) =>
        `note: the support of ${gap.revision} (${gap.environments.join(', ')}) ${gap.isExpected ? 'is expected to end' : 'ends'} in ${gap.daysLeft} days, ` +
        'and the calendar has no later revision yet; npm run mesh:status says what to do',
    );
}

/** A gap in full, with what to do about it. Source of the rule: AKS documentation, istio-support-policy.md, 2026-06-24. */
export function describeMissingUpgrade(gap: MissingUpgrade): string {
  const { revision, isExpected, endOfLife } = gap;
  const lines = [
    `${revision} (${gap.environments.join(', ')}): the calendar, read on ${CALENDAR_READ}, has no later revision${describeExpected(revision)}`,
    isExpected &&
      `its end, ${endOfLife}, is expected and not announced: AKS supports a revision until six weeks after ${later(revision, 2)} starts to roll out`,
    ...gap.locations.map(
      (location) => `see what is offered: az aks mesh get-revisions --location ${location}`,
    ),
    `once a later revision is offered, add it to mesh/revisions.ts and upgrade to it (docs/upgrade.md)`,
  ];
  return lines.filter((line) => line !== false).join('\n  ');
}
