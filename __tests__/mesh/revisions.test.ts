import {
  CALENDAR,
  EXPECTED_NEXT,
  compareRevisions,
  endOfLife,
  findEntry,
  describeExpected,
  isCompatible,
  isPastEnd,
  isUpgradeTarget,
  kubernetesVersions,
  later,
  revisionsFor,
  upgradeTargets,
  type Revision,
} from '../../mesh/revisions';

/**
 * The support policy's table, as it was read on 2026-08-21: end of life, Kubernetes versions standard and LTS. The end of
 * asm-1-28 is that of the release notes of 2026-09-04.
 */
const POLICY: [revision: Revision, end: string, standard: string, lts: string][] = [
  ['asm-1-22', '2025-03-31', '1.27-1.30', ''],
  ['asm-1-23', '2025-06-30', '1.27-1.32', ''],
  ['asm-1-24', '2025-09-30', '1.28-1.33', ''],
  ['asm-1-25', '2026-01-31', '1.29-1.33', '1.28-1.33'],
  ['asm-1-26', '2026-04-30', '1.29-1.34', '1.28-1.34'],
  ['asm-1-27', '2026-05-31', '1.29-1.35', '1.29-1.35'],
  ['asm-1-28', '2026-09-04', '1.30-1.35', '1.30-1.35'],
  ['asm-1-29', '2026-09-30', '1.31-1.36', '1.31-1.36'],
  ['asm-1-30', '2026-12-31', '1.32-1.36', '1.32-1.36'],
];
const span = (versions: string[]) => (versions.length > 0 ? `${versions[0]}-${versions.at(-1)}` : '');

test('the calendar is the table of the support policy, with what was announced since', () => {
  expect(
    CALENDAR.map((entry) => [
      entry.revision,
      endOfLife(entry),
      span(kubernetesVersions(entry.revision, 'KubernetesOfficial')),
      span(kubernetesVersions(entry.revision, 'AKSLongTermSupport')),
    ]),
  ).toEqual(POLICY);
});

test('revisions end in their order', () => {
  const ends = CALENDAR.map(endOfLife);
  expect(ends).toEqual(ends.toSorted());
});

test('the ends of asm-1-29 and later are expected, not announced', () => {
  expect(CALENDAR.filter(({ isExpected }) => isExpected).map(({ revision }) => revision)).toEqual([
    'asm-1-29',
    'asm-1-30',
  ]);
});

test('an end of life counts to the last day of its month, leap years included', () => {
  expect(isPastEnd('asm-1-29', '2026-09-30')).toBe(false);
  expect(isPastEnd('asm-1-29', '2026-10-01')).toBe(true);
  expect(endOfLife({ ...findEntry('asm-1-28')!, ends: '2028-02' })).toBe('2028-02-29');
});

test('an end of life that is a day counts that day', () => {
  expect(isPastEnd('asm-1-28', '2026-09-04')).toBe(false);
  expect(isPastEnd('asm-1-28', '2026-09-05')).toBe(true);
});

test.each<[older: Revision, newer: Revision]>([
  ['asm-1-29', 'asm-1-30'],
  ['asm-1-9', 'asm-1-10'],
  ['asm-1-30', 'asm-2-0'],
  ['asm-2-9', 'asm-10-0'],
])('%s is older than %s: the major number counts before the minor', (older, newer) => {
  expect(compareRevisions(older, newer)).toBeLessThan(0);
  expect(compareRevisions(newer, older)).toBeGreaterThan(0);
  expect(compareRevisions(older, older)).toBe(0);
});

test('no revision of the calendar runs on Kubernetes 1.37, and asm-1-31 is not in it', () => {
  expect(revisionsFor('1.37', 'KubernetesOfficial')).toEqual([]);
  expect(revisionsFor('1.37', 'AKSLongTermSupport')).toEqual([]);
  expect(findEntry('asm-1-31')).toBeUndefined();
});

test('the next revision is expected right after the calendar, and only then is that said', () => {
  expect(EXPECTED_NEXT.revision).toBe(later(CALENDAR.at(-1)!.revision, 1));
  expect(describeExpected('asm-1-30')).toBe('; asm-1-31 is expected for October to December 2026');
  expect(describeExpected('asm-1-31')).toBe('');
});

test('a revision from before the calendar has ended; of one from after it nothing is known', () => {
  expect([isPastEnd('asm-1-20', '2024-12-01'), isPastEnd('asm-1-31', '2030-01-01')]).toEqual([
    true,
    undefined,
  ]);
  expect([
    isCompatible('asm-1-20', '1.28', 'KubernetesOfficial'),
    isCompatible('asm-9-99', '1.35', 'KubernetesOfficial'),
  ]).toEqual([false, undefined]);
});

test.each(POLICY)(
  '%s runs on the versions from first to last and on none beside them',
  (revision, _, standard) => {
    const [first, last] = standard.split('-').map((version) => Number(version.slice(2))) as [number, number];
    const runsOn = (minor: number) => isCompatible(revision, `1.${minor}`, 'KubernetesOfficial');
    expect([runsOn(first - 1), runsOn(first), runsOn(last), runsOn(last + 1)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  },
);

test('a Kubernetes version runs the revisions whose range it is in, by support plan', () => {
  expect(revisionsFor('1.35', 'KubernetesOfficial')).toEqual([
    'asm-1-27',
    'asm-1-28',
    'asm-1-29',
    'asm-1-30',
  ]);
  expect(revisionsFor('1.28', 'AKSLongTermSupport')).toEqual(['asm-1-25', 'asm-1-26']);
});

describe('upgrade targets', () => {
  test.each<[from: Revision, on: string, targets: Revision[]]>([
    // The next two, as far as they are supported.
    ['asm-1-28', '2026-07-20', ['asm-1-29', 'asm-1-30']],
    ['asm-1-27', '2026-07-20', ['asm-1-28', 'asm-1-29']],
    ['asm-1-29', '2026-11-22', ['asm-1-30']],
    ['asm-1-30', '2026-11-22', []],
    // Neither the revision nor the next one is supported: the nearest that is.
    ['asm-1-27', '2026-11-22', ['asm-1-30']],
    ['asm-1-28', '2026-11-22', ['asm-1-30']],
    ['asm-1-20', '2026-07-20', ['asm-1-28']],
    ['asm-1-27', '2027-01-01', []],
  ])('of %s on %s are %j', (from, on, targets) => {
    expect(upgradeTargets(from, on)).toEqual(targets);
  });

  test('the calendar cannot judge the next two after its end, and rejects the third', () => {
    expect(
      ['asm-1-31', 'asm-1-32', 'asm-1-33'].map((to) =>
        isUpgradeTarget('asm-1-30', to as Revision, '2026-11-22'),
      ),
    ).toEqual([undefined, undefined, false]);
  });

  test('a revision whose end was expected and has passed may still be one, one whose end was announced is not', () => {
    expect(isUpgradeTarget('asm-1-28', 'asm-1-29', '2026-11-24')).toBeUndefined();
    expect(isUpgradeTarget('asm-1-27', 'asm-1-29', '2026-11-24')).toBeUndefined();
    expect(isUpgradeTarget('asm-1-27', 'asm-1-28', '2026-11-24')).toBe(false);
    expect(isUpgradeTarget('asm-1-26', 'asm-1-29', '2026-07-20')).toBe(false);
  });

  test('an older revision is never one', () => {
    expect(isUpgradeTarget('asm-1-30', 'asm-1-29', '2026-07-20')).toBe(false);
  });
});
