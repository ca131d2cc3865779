import type { Revision } from '../../../../mesh/revisions';
import { supportedRevisions } from '../../../../rules/settings/mesh/supported-revisions';
import { changed, plain } from '../../../support';
import { settings } from '../../judging';

const warnings = (revisions: readonly Revision[], today = '2026-11-24') =>
  settings(supportedRevisions, changed(plain, { 'mesh.revisions': revisions }), { today });
const warning = (value: Revision, problem: string, fix: string) => ({
  path: 'mesh.revisions',
  value,
  problem,
  fix,
});

test('a supported revision needs no warning, up to its last day', () => {
  expect([warnings(['asm-1-30']), warnings(['asm-1-30'], '2026-12-31')]).toEqual([[], []]);
});

test('an announced end that has passed is warned of, with the revisions to go to', () => {
  expect(warnings(['asm-1-27'], '2026-07-20')).toEqual([
    warning(
      'asm-1-27',
      'its support ended on 2026-05-31',
      'upgrade to asm-1-28 or asm-1-29 (docs/upgrade.md)',
    ),
  ]);
});

test('an end that was only expected says that Azure may still support it', () => {
  expect(warnings(['asm-1-29'])).toEqual([
    warning(
      'asm-1-29',
      'its support was expected to end on 2026-09-30 (not announced when the calendar was read, 2026-11-24): Azure may still support it',
      'upgrade to asm-1-30 (docs/upgrade.md)',
    ),
  ]);
});

test('a revision from before the calendar is warned of', () => {
  expect(warnings(['asm-1-20'])).toEqual([
    warning('asm-1-20', 'its support ended by October 2024', 'upgrade to asm-1-30 (docs/upgrade.md)'),
  ]);
});

test('where the calendar has nowhere to go, the fix is to ask Azure', () => {
  expect(warnings(['asm-1-30'], '2027-01-01').map(({ fix }) => fix)).toEqual([
    'upgrade to what this offers: az aks mesh get-revisions --location westus3 (docs/upgrade.md);' +
      ' the calendar has no later revision; asm-1-31 is expected for October to December 2026',
  ]);
});

test('in an upgrade, the fix is to finish it', () => {
  expect(warnings(['asm-1-29', 'asm-1-30']).map(({ fix }) => fix)).toEqual([
    'finish the upgrade to asm-1-30 (docs/upgrade.md)',
  ]);
});

test('a revision that is newer than the calendar is warned of, since it may not exist', () => {
  expect(warnings(['asm-9-99'])).toEqual([
    warning(
      'asm-9-99',
      'the calendar, read on 2026-11-24, does not have it yet',
      'check that Azure offers it: az aks mesh get-revisions --location westus3; then add it to mesh/revisions.ts (https://learn.microsoft.com/azure/aks/istio-support-policy)',
    ),
  ]);
});
