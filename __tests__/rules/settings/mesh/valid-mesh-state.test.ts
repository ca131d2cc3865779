import { validMeshState } from '../../../../rules/settings/mesh/valid-mesh-state';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('a steady mesh and one in an upgrade are taken', () => {
  expect([plain, full].flatMap((environment) => settings(validMeshState, environment))).toEqual([]);
});

test('a namespace on a revision that does not run is rejected, at the namespace', () => {
  expect(settings(validMeshState, changed(plain, { 'namespaces.reading.revision': 'asm-1-29' }))).toEqual([
    {
      path: 'namespaces.reading.revision',
      value: 'asm-1-29',
      problem: "asm-1-29 is not on the cluster, which runs asm-1-30: no pod of 'reading' would get a sidecar",
      fix: "before an upgrade is completed, move 'reading' to the new revision; or keep asm-1-29 in 'revisions'",
    },
  ]);
});

test.each([
  ['asm-1-99', 'asm-1-30', 'set asm-1-30'],
  ['asm-1-3', 'asm-1-30', 'set asm-1-30'],
  ['asm-1-30', 'asm-1-29', "set asm-1-29; to upgrade, first add asm-1-30 to 'revisions' (docs/upgrade.md)"],
])('a namespace on %s, where %s runs, is offered only what works', (revision, running, fix) => {
  const wrong = changed(plain, {
    'mesh.installedRevision': running,
    'mesh.revisions': [running],
    'namespaces.reading.revision': revision,
  });
  expect(settings(validMeshState, wrong)).toMatchObject([{ value: revision, fix }]);
  const advised = changed(wrong, { 'namespaces.reading.revision': running });
  expect(settings(validMeshState, advised)).toEqual([]);
  const upgrading = changed(wrong, { 'mesh.revisions': [running, revision] });
  expect(settings(validMeshState, upgrading).length === 0).toBe(fix.includes('to upgrade'));
});

test('an upgrade that Azure would reject on that day is rejected, at the revisions', () => {
  const leap = changed(plain, {
    'mesh.installedRevision': 'asm-1-27',
    'mesh.revisions': ['asm-1-27', 'asm-1-30'],
  });
  expect(settings(validMeshState, leap, { today: '2026-07-20' })).toEqual([
    {
      path: 'mesh.revisions',
      value: ['asm-1-27', 'asm-1-30'],
      problem: 'from asm-1-27, a mesh can only be upgraded to asm-1-28 or asm-1-29',
      fix: 'upgrade to one of these first, instead of asm-1-30',
    },
  ]);
  expect(settings(validMeshState, leap, { today: '2026-11-24' })).toEqual([]);
});

test('a mesh below the revision that it was installed with is rejected', () => {
  expect(settings(validMeshState, changed(full, { 'mesh.installedRevision': 'asm-1-30' }))).toEqual([
    expect.objectContaining({ path: 'mesh.revisions', value: 'asm-1-29' }),
  ]);
});
