import { gapInWords, gaps, notes } from '../../settings/successor';
import { lab, production } from '../support';

const onSame = { ...production, mesh: { ...production.mesh, installedRevision: 'asm-1-30' } } as const;
const onOlder = {
  ...lab,
  environment: 'older',
  mesh: { ...lab.mesh, installedRevision: 'asm-1-29', revisions: ['asm-1-29'], namespaces: {} },
} as const;
const upgrading = { ...onOlder, mesh: { ...onOlder.mesh, revisions: ['asm-1-29', 'asm-1-30'] } } as const;
const newer = { ...onOlder, mesh: { ...onOlder.mesh, revisions: ['asm-1-31'] } } as const;

test('a revision without a successor is one note for all environments that run it', () => {
  expect(notes([lab, onSame], '2026-11-24')).toEqual([
    'note: the support of asm-1-30 (lab, production) is expected to end in 37 days, ' +
      'and the calendar has no later revision yet; npm run mesh:status says what to do',
  ]);
});

test.each([
  ['2026-11-16', 0],
  ['2026-11-17', 1],
  ['2026-12-31', 1],
  // From then on it is a warning.
  ['2027-01-01', 0],
])('the note comes when less than 45 days are left, to the last one: on %s there are %d', (day, count) => {
  expect(notes([lab], day)).toHaveLength(count);
});

test('there is no note where the calendar has a successor, in an upgrade, or on a revision newer than it', () => {
  expect(notes([onOlder], '2026-09-20')).toEqual([]);
  expect(notes([upgrading], '2026-12-20')).toEqual([]);
  expect(notes([newer], '2026-12-20')).toEqual([]);
});

test('in full, it says what to ask Azure, when a successor is expected, and that the end is expected too', () => {
  expect(gaps([lab, onSame, onOlder], '2026-11-24').map(gapInWords)).toEqual([
    [
      'asm-1-30 (lab, production): the calendar, read on 2026-11-24, has no later revision; asm-1-31 is expected for October to December 2026',
      '  its end, 2026-12-31, is expected and not announced: AKS supports a revision until six weeks after asm-1-32 starts to roll out',
      '  see what is offered: az aks mesh get-revisions --location westus3',
      '  see what is offered: az aks mesh get-revisions --location northeurope',
      '  once a later revision is offered, add it to mesh/revisions.ts and upgrade to it (docs/upgrade.md)',
    ].join('\n'),
  ]);
});
