import {
  describeMissingUpgrade,
  findMissingUpgrades,
  missingUpgradeNotes,
} from '../../../model/plan/missing-upgrades';
import { changed, plain } from '../../support';

const on = (revisions: readonly string[], name = 'other', location = 'northeurope') =>
  changed(plain, {
    name,
    'resourceGroup.location': location,
    'mesh.revisions': revisions,
    'namespaces.reading.revision': revisions[0],
  });
const same = on(['asm-1-30']);

test('a revision without a successor is one note for all environments that run it', () => {
  expect(missingUpgradeNotes([plain, same], '2026-11-24')).toEqual([
    'note: the support of asm-1-30 (plain, other) is expected to end in 37 days, ' +
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
  expect(missingUpgradeNotes([plain], day)).toHaveLength(count);
});

test('there is no note where the calendar has a successor, in an upgrade, or on a revision newer than it', () => {
  expect(missingUpgradeNotes([on(['asm-1-29'])], '2026-09-20')).toEqual([]);
  expect(missingUpgradeNotes([on(['asm-1-29', 'asm-1-30'])], '2026-12-20')).toEqual([]);
  expect(missingUpgradeNotes([on(['asm-1-30', 'asm-1-31'])], '2026-12-20')).toEqual([]);
  expect(missingUpgradeNotes([on(['asm-1-31'])], '2026-12-20')).toEqual([]);
});

test('in full, it says what to ask Azure, when a successor is expected, and that the end is expected too', () => {
  expect(
    findMissingUpgrades([plain, same, on(['asm-1-29'])], '2026-11-24').map(describeMissingUpgrade),
  ).toEqual([
    [
      'asm-1-30 (plain, other): the calendar, read on 2026-11-24, has no later revision; asm-1-31 is expected for October to December 2026',
      '  its end, 2026-12-31, is expected and not announced: AKS supports a revision until six weeks after asm-1-32 starts to roll out',
      '  see what is offered: az aks mesh get-revisions --location westus3',
      '  see what is offered: az aks mesh get-revisions --location northeurope',
      '  once a later revision is offered, add it to mesh/revisions.ts and upgrade to it (docs/upgrade.md)',
    ].join('\n'),
  ]);
});
