import type { Revision } from '../../mesh/revisions';
import { upgradePhase, stateFaults, stepFaults, type MeshState } from '../../mesh/upgrade';

const ON = '2026-07-20';
const steady: MeshState = {
  installedRevision: 'asm-1-28',
  revisions: ['asm-1-29'],
  namespaces: { pets: 'asm-1-29', orders: 'asm-1-29' },
};
const started: MeshState = { ...steady, revisions: ['asm-1-29', 'asm-1-30'] };
const moving: MeshState = { ...started, namespaces: { pets: 'asm-1-30', orders: 'asm-1-29' } };
const moved: MeshState = { ...started, namespaces: { pets: 'asm-1-30', orders: 'asm-1-30' } };
const completed: MeshState = { ...moved, revisions: ['asm-1-30'] };

test('the phase follows from the state', () => {
  expect([steady, started, moving, moved, completed].map(upgradePhase)).toEqual([
    'steady',
    'started',
    'moving',
    'moved',
    'steady',
  ]);
});

test.each([steady, started, moving, moved, completed])('a state of an upgrade is legal: %j', (state) => {
  expect(stateFaults(state, ON)).toEqual([]);
});

describe('a state is rejected, with the way out,', () => {
  test.each<[title: string, state: MeshState, on: string, problem: string, fix: string]>([
    [
      'without a revision',
      { ...steady, revisions: [] },
      ON,
      'one revision, or two while an upgrade runs',
      'keep the one that runs',
    ],
    [
      'with a third revision',
      { ...steady, revisions: ['asm-1-28', 'asm-1-29', 'asm-1-30'] },
      ON,
      'one revision, or two while an upgrade runs',
      'keep the one that runs',
    ],
    [
      'with the newer revision first',
      { ...started, revisions: ['asm-1-30', 'asm-1-29'] },
      ON,
      'the second revision must be newer than the first',
      'swap them',
    ],
    [
      'on a revision older than the mesh was installed with',
      { ...steady, installedRevision: 'asm-1-30' },
      ON,
      'no mesh can be downgraded',
      "set 'installedRevision' to the revision",
    ],
    [
      'with a namespace on a revision that is not on the cluster',
      { ...completed, namespaces: { pets: 'asm-1-30', orders: 'asm-1-29' } },
      ON,
      "asm-1-29 is not on the cluster, which runs asm-1-30: no pod of 'orders' would get a sidecar",
      "before an upgrade is completed, move 'orders' to the new revision; or keep asm-1-29 in 'revisions'",
    ],
    [
      'with a target out of reach',
      { installedRevision: 'asm-1-27', revisions: ['asm-1-27', 'asm-1-30'], namespaces: {} },
      '2026-07-20',
      'from asm-1-27, a mesh can only be upgraded to asm-1-28 or asm-1-29',
      'upgrade to one of these first, instead of asm-1-30',
    ],
  ])('%s', (_, state, on, problem, fix) => {
    expect(stateFaults(state, on)).toEqual([
      expect.objectContaining({
        problem: expect.stringContaining(problem),
        fix: expect.stringContaining(fix),
      }),
    ]);
  });
});

test('from asm-1-27 to asm-1-30 is allowed once nothing nearer is supported', () => {
  const state: MeshState = {
    installedRevision: 'asm-1-27',
    revisions: ['asm-1-27', 'asm-1-30'],
    namespaces: {},
  };
  expect(stateFaults(state, '2026-11-22')).toEqual([]);
});

test.each<[from: Revision, to: Revision, start: string]>([
  ['asm-1-28', 'asm-1-29', '2026-07-20'],
  ['asm-1-29', 'asm-1-30', '2026-07-20'],
  ['asm-1-27', 'asm-1-30', '2026-11-22'],
  ['asm-1-28', 'asm-1-31', '2027-01-15'],
])('no passing date makes a running upgrade from %s to %s illegal', (from, to, start) => {
  const running: MeshState = { installedRevision: from, revisions: [from, to], namespaces: { pets: from } };
  for (const on of [start, '2026-12-31', '2027-01-01', '2035-01-01'].filter((day) => day >= start))
    expect(stateFaults(running, on)).toEqual([]);
});

test('a target that is newer than the calendar is allowed within reach', () => {
  const to = (target: 'asm-1-31' | 'asm-1-33') =>
    stateFaults({ installedRevision: 'asm-1-30', revisions: ['asm-1-30', target], namespaces: {} }, ON);
  expect(to('asm-1-31')).toEqual([]);
  expect(to('asm-1-33')).toEqual([
    expect.objectContaining({
      problem:
        'from asm-1-30, a mesh can only be upgraded to asm-1-31 or asm-1-32, if Azure offers them: the calendar has neither',
    }),
  ]);
});

describe('a step', () => {
  test.each<[title: string, from: MeshState, to: MeshState]>([
    ['that changes nothing', steady, steady],
    ['that starts an upgrade', steady, started],
    ['that moves a namespace', started, moving],
    ['that moves the last namespace', moving, moved],
    ['that moves all at once', started, moved],
    ['that completes', moved, completed],
    ['that moves a namespace back', moving, started],
    ['that rolls back', started, steady],
    [
      'that adds a namespace on a revision that runs',
      steady,
      { ...steady, namespaces: { ...steady.namespaces, hello: 'asm-1-29' } },
    ],
    ['that removes a namespace', steady, { ...steady, namespaces: { pets: 'asm-1-29' } }],
  ])('%s is taken', (_, from, to) => {
    expect(stepFaults(from, to, ON)).toEqual([]);
  });

  test.each<[title: string, from: MeshState, to: MeshState, fixes: string[]]>([
    [
      'from one revision to the next without a start',
      steady,
      completed,
      [
        'start the upgrade by adding asm-1-30 beside asm-1-29; move the namespaces; then remove asm-1-29',
        "apply the step that adds asm-1-30 first, then put 'pets' on it",
        "apply the step that adds asm-1-30 first, then put 'orders' on it",
      ],
    ],
    [
      'that starts and moves at once',
      steady,
      moving,
      ["apply the step that adds asm-1-30 first, then put 'pets' on it"],
    ],
    [
      'that completes and moves the last namespace at once',
      moving,
      completed,
      ["move 'orders' in a step of its own, apply it, then remove asm-1-29"],
    ],
    [
      'that rolls back and moves a namespace back at once',
      moving,
      steady,
      ["move 'pets' in a step of its own, apply it, then remove asm-1-30"],
    ],
    [
      'that changes the target',
      started,
      { ...started, revisions: ['asm-1-29', 'asm-1-31'] },
      [
        'finish it: [asm-1-30] once every namespace is on it, or [asm-1-29] once none is; then start the next',
      ],
    ],
    [
      'that completes one upgrade and starts the next at once',
      moved,
      { ...moved, revisions: ['asm-1-30', 'asm-1-31'] },
      [
        'finish it: [asm-1-30] once every namespace is on it, or [asm-1-29] once none is; then start the next',
      ],
    ],
    [
      'that downgrades',
      completed,
      steady,
      [
        'remove asm-1-29',
        "apply the step that adds asm-1-29 first, then put 'pets' on it",
        "apply the step that adds asm-1-29 first, then put 'orders' on it",
      ],
    ],
    ['that takes a completed upgrade back', completed, moved, ['remove asm-1-29']],
    [
      'that starts towards two revisions',
      steady,
      { ...steady, revisions: ['asm-1-30', 'asm-1-31'] },
      ['start the upgrade by adding asm-1-30 beside asm-1-29; move the namespaces; then remove asm-1-29'],
    ],
    [
      'that starts towards a revision out of reach',
      { ...steady, revisions: ['asm-1-27'], namespaces: {} },
      { ...steady, revisions: ['asm-1-27', 'asm-1-30'], namespaces: {} },
      ['start an upgrade to one of these, instead of asm-1-30'],
    ],
    [
      'that changes what the mesh was installed with',
      steady,
      { ...steady, installedRevision: 'asm-1-29' },
      ['revert the change; only a new mesh has another'],
    ],
  ])('%s is rejected', (_, from, to, fixes) => {
    expect(stepFaults(from, to, ON).map(({ fix }) => fix)).toEqual(fixes);
  });
});

test('a new namespace waits for the step that starts its revision, and may be on one that runs', () => {
  const added = (revision: Revision) => ({
    ...started,
    namespaces: { ...started.namespaces, new: revision },
  });
  expect(stepFaults(steady, added('asm-1-30'), ON)).toEqual([
    expect.objectContaining({
      value: { new: 'asm-1-30' },
      problem: expect.stringContaining('does not run yet') as string,
    }),
  ]);
  expect(stepFaults(steady, added('asm-1-29'), ON)).toEqual([]);
  expect(stepFaults(started, added('asm-1-30'), ON)).toEqual([]);
});
