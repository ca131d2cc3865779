/** A revision of the add-on: `asm-1-30` is Istio 1.30. */
export type Revision = `asm-${number}-${number}`;

/** What a revision looks like. Source: AKS documentation, istio-upgrade.md, 2026-03-11. */
export const REVISION = /^asm-[1-9]\d*-(0|[1-9]\d*)$/;

/** A day as `YYYY-MM-DD`, so that days compare as strings do. */
export type Day = string;

/** The plan by which AKS supports a Kubernetes version. */
export type SupportPlan = 'KubernetesOfficial' | 'AKSLongTermSupport';

/** What Microsoft says of one revision. */
export interface CalendarEntry {
  readonly revision: Revision;
  /** Month in which AKS offered it first, `YYYY-MM`. */
  readonly released: string;
  /** Day on which its support ends, `YYYY-MM-DD`, or the month, `YYYY-MM`, which counts to its last day. */
  readonly ends: string;
  /** Whether that day or month is an expectation and not yet announced. */
  readonly isExpected: boolean;
  /** Kubernetes minor versions that it runs on, by support plan; first and last of `1.x`. */
  readonly kubernetes: Readonly<Record<SupportPlan, readonly [first: number, last: number] | undefined>>;
}

/** Where the calendar comes from. */
export const CALENDAR_SOURCE = 'https://learn.microsoft.com/azure/aks/istio-support-policy';

/**
 * The day on which the calendar was last compared with its sources: the policy page as of 2026-08-21, which has every
 * row, and AKS's release notes, of which those of 2026-09-04 announce the end of asm-1-28. Of the notes of 2026-10-25
 * only the start was read. None of them names asm-1-31, or a revision that runs on Kubernetes 1.37.
 */
export const CALENDAR_READ: Day = '2026-11-24';

/**
 * The revision after the calendar, and when to look for it. Derived: AKS offered the revisions so far one to three months
 * after Istio released them, and Istio 1.31.0 came on 2026-08-31 (istio.io); no source read by `CALENDAR_READ` has it.
 */
export const EXPECTED_NEXT: { readonly revision: Revision; readonly when: string } = {
  revision: 'asm-1-31',
  when: 'October to December 2026',
};

/** Every revision that AKS had named when the calendar was read, oldest first; those before ended by October 2024. */
export const CALENDAR: readonly CalendarEntry[] = [
  entry('asm-1-22', '2024-07', '2025-03', 'announced', [27, 30]),
  entry('asm-1-23', '2024-09', '2025-06', 'announced', [27, 32]),
  entry('asm-1-24', '2025-02', '2025-09', 'announced', [28, 33]),
  entry('asm-1-25', '2025-05', '2026-01', 'announced', [29, 33], [28, 33]),
  entry('asm-1-26', '2025-07', '2026-04', 'announced', [29, 34], [28, 34]),
  entry('asm-1-27', '2025-09', '2026-05', 'announced', [29, 35], [29, 35]),
  entry('asm-1-28', '2026-01', '2026-09-04', 'announced', [30, 35], [30, 35]),
  // The page expected asm-1-31 sooner: asm-1-29 goes on until six weeks after its roll-out begins.
  entry('asm-1-29', '2026-04', '2026-09', 'expected', [31, 36], [31, 36]),
  entry('asm-1-30', '2026-07', '2026-12', 'expected', [32, 36], [32, 36]),
];

function entry(
  revision: Revision,
  released: string,
  ends: string,
  certainty: 'announced' | 'expected',
  KubernetesOfficial: readonly [number, number],
  AKSLongTermSupport?: readonly [number, number],
): CalendarEntry {
  const isExpected = certainty === 'expected';
  return { revision, released, ends, isExpected, kubernetes: { KubernetesOfficial, AKSLongTermSupport } };
}

/** The calendar's entry, or undefined for a revision that it does not have. */
export function findEntry(revision: Revision): CalendarEntry | undefined {
  return CALENDAR.find((each) => each.revision === revision);
}

/** Whether a revision came after the calendar was read: what it does not list may well be right. */
export function isNewerThanCalendar(revision: Revision): boolean {
  return compareRevisions(revision, CALENDAR.at(-1)!.revision) > 0;
}

/** When the next revision is expected, to be put behind a statement that there is none; nothing if that is not known. */
export function describeExpected(revision: Revision): string {
  return later(revision, 1) === EXPECTED_NEXT.revision
    ? `; ${EXPECTED_NEXT.revision} is expected for ${EXPECTED_NEXT.when}`
    : '';
}

/** Negative, zero or positive, as the first revision is older than, the same as or newer than the second. */
export function compareRevisions(a: Revision, b: Revision): number {
  const [[aMajor, aMinor], [bMajor, bMinor]] = [parseNumbers(a), parseNumbers(b)];
  return aMajor - bMajor || aMinor - bMinor;
}

/** The revision that many minor versions later. */
export function later(revision: Revision, steps: number): Revision {
  const [major, minor] = parseNumbers(revision);
  return `asm-${major}-${minor + steps}`;
}

function parseNumbers(revision: Revision): [major: number, minor: number] {
  const [, major, minor] = revision.split('-').map(Number);
  return [major!, minor!];
}

/** The last day of support. */
export function endOfLife({ ends }: CalendarEntry): Day {
  const [year, month, day] = ends.split('-').map(Number);
  if (day !== undefined) return ends;
  return new Date(Date.UTC(year!, month!, 0)).toISOString().slice(0, 10);
}

/** Days from one to the other; negative where the second is before the first. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Whether a revision is past its end; undefined if it is newer than the calendar. */
export function isPastEnd(revision: Revision, on: Day): boolean | undefined {
  if (isNewerThanCalendar(revision)) return undefined;
  const known = findEntry(revision);
  return known === undefined || endOfLife(known) < on;
}

/** Kubernetes versions that a revision runs on, oldest first; none if the calendar does not have it. */
export function kubernetesVersions(revision: Revision, plan: SupportPlan): string[] {
  const range = findEntry(revision)?.kubernetes[plan];
  if (!range) return [];
  const [first, last] = range;
  return Array.from({ length: last - first + 1 }, (_, index) => `1.${first + index}`);
}

/** Whether a revision runs on a Kubernetes version; undefined if it is newer than the calendar. */
export function isCompatible(
  revision: Revision,
  kubernetesVersion: string,
  plan: SupportPlan,
): boolean | undefined {
  if (isNewerThanCalendar(revision)) return undefined;
  return kubernetesVersions(revision, plan).includes(kubernetesVersion);
}

/** Revisions of the calendar that run on a Kubernetes version, oldest first. */
export function revisionsFor(kubernetesVersion: string, plan: SupportPlan): Revision[] {
  return CALENDAR.map(({ revision }) => revision).filter((each) =>
    isCompatible(each, kubernetesVersion, plan),
  );
}

/**
 * Revisions of the calendar that a mesh can be upgraded to: the next two, as far as they are supported; or, if neither
 * the revision nor the next one is supported any more, the nearest that is.
 *
 * Source: AKS documentation, istio-upgrade.md, 2026-03-11.
 */
export function upgradeTargets(from: Revision, on: Day): Revision[] {
  const supported = CALENDAR.map(({ revision }) => revision).filter(
    (each) => compareRevisions(each, from) > 0 && !isPastEnd(each, on),
  );
  if (isPastEnd(from, on) && isPastEnd(later(from, 1), on)) return supported.slice(0, 1);
  return supported.filter((each) => compareRevisions(each, later(from, 2)) <= 0);
}

/**
 * Whether Azure would start the upgrade; undefined where that depends on what came after the calendar was read, or on
 * whether an expected end has come.
 */
export function isUpgradeTarget(from: Revision, to: Revision, on: Day): boolean | undefined {
  if (upgradeTargets(from, on).includes(to)) return true;
  const isUncertain = isNewerThanCalendar(to) || findEntry(to)?.isExpected === true;
  return isUncertain && isInReach(from, to, on) ? undefined : false;
}

/**
 * Whether an upgrade can have been started by a day: to one of the next two revisions, or past revisions that have all
 * ended. Once true it stays true, so that no passing date makes a running upgrade illegal.
 */
export function isInReach(from: Revision, to: Revision, by: Day): boolean {
  if (compareRevisions(to, from) <= 0) return false;
  // Revisions end in their order: where the one before the target has ended, all between have.
  return compareRevisions(to, later(from, 2)) <= 0 || isPastEnd(later(to, -1), by) === true;
}
