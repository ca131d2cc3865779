import type { Revision } from '../../mesh/revisions';
import type { ClusterSettings, MeshSettings, Settings } from '../../settings';
import { versionFaults, versionWarnings } from '../../settings/versions';
import { lab } from '../support';

function labOn(
  revision: Revision,
  cluster: Partial<ClusterSettings> = {},
  mesh: Partial<MeshSettings> = {},
): Settings {
  return {
    ...lab,
    cluster: { ...lab.cluster, ...cluster },
    mesh: {
      ...lab.mesh,
      installedRevision: revision,
      revisions: [revision],
      namespaces: { pets: revision },
      ...mesh,
    },
  };
}

describe('an error', () => {
  test('is a revision that does not run on the Kubernetes version, with the pairs that work', () => {
    expect(versionFaults(labOn('asm-1-24'), '2026-11-22')).toEqual([
      {
        environment: 'lab',
        path: 'mesh.revisions',
        value: 'asm-1-24',
        problem:
          'asm-1-24 takes Kubernetes 1.28 to 1.33; ' +
          'Kubernetes 1.35 runs asm-1-27, asm-1-28, asm-1-29, asm-1-30 (supported today: asm-1-30)',
        fix: "change 'mesh.revisions', or MESH_REVISION if that is set, or 'cluster.kubernetesVersion' to one of these pairs",
      },
    ]);
  });

  test('is each revision of an upgrade that does not', () => {
    const mesh = { revisions: ['asm-1-28', 'asm-1-29'] as const };
    expect(versionFaults(labOn('asm-1-28', { kubernetesVersion: '1.36' }, mesh), '2026-07-20')).toEqual([
      expect.objectContaining({
        value: 'asm-1-28',
        problem: expect.stringContaining('takes Kubernetes 1.30 to 1.35'),
      }),
    ]);
  });

  test('depends on the support plan', () => {
    const cluster = { kubernetesVersion: '1.28', supportPlan: 'AKSLongTermSupport' } as const;
    expect(versionFaults(labOn('asm-1-25', cluster), '2025-06-01')).toEqual([]);
    expect(versionFaults(labOn('asm-1-25', { kubernetesVersion: '1.28' }), '2025-06-01')).toHaveLength(1);
  });

  test('is an illegal state of an upgrade', () => {
    expect(
      versionFaults(labOn('asm-1-27', {}, { revisions: ['asm-1-27', 'asm-1-30'] }), '2026-07-20'),
    ).toEqual([
      expect.objectContaining({
        path: 'mesh.revisions',
        problem: 'from asm-1-27, a mesh can only be upgraded to asm-1-28 or asm-1-29',
      }),
    ]);
    expect(
      versionFaults(labOn('asm-1-27', {}, { revisions: ['asm-1-27', 'asm-1-30'] }), '2026-11-22'),
    ).toEqual([]);
  });
});

describe('a warning', () => {
  const fixes = (settings: Settings, today = '2026-11-22') =>
    versionWarnings(settings, today).map(({ problem, fix }) => `${problem} | ${fix}`);

  test('is nothing of a supported revision, up to its last day', () => {
    expect([fixes(lab), fixes(lab, '2026-12-31')]).toEqual([[], []]);
  });

  test('is the end of support, with the revisions to go to', () => {
    expect(fixes(labOn('asm-1-27'), '2026-07-20')).toEqual([
      'its support ended on 2026-05-31 | upgrade to asm-1-28 or asm-1-29 (docs/upgrade.md)',
    ]);
    expect(fixes(labOn('asm-1-29'))).toEqual([
      'its support was expected to end on 2026-09-30 (not announced when the calendar was read, 2026-11-24): Azure may still support it' +
        ' | upgrade to asm-1-30 (docs/upgrade.md)',
    ]);
    expect(fixes(labOn('asm-1-20'))).toEqual([
      'its support ended by October 2024 | upgrade to asm-1-30 (docs/upgrade.md)',
    ]);
  });

  test('sends to Azure where the calendar has no target left', () => {
    expect(fixes(lab, '2027-01-01')).toEqual([
      'its support was expected to end on 2026-12-31 (not announced when the calendar was read, 2026-11-24): Azure may still support it' +
        ' | upgrade to what this offers: az aks mesh get-revisions --location westus3 (docs/upgrade.md);' +
        ' the calendar has no later revision; asm-1-31 is expected for October to December 2026',
    ]);
  });

  test('in an upgrade, is to finish it', () => {
    expect(fixes(labOn('asm-1-29', {}, { revisions: ['asm-1-29', 'asm-1-30'] }))[0]).toContain(
      '| finish the upgrade to asm-1-30',
    );
  });

  test('is a revision that is newer than the calendar, which can be older than Azure', () => {
    expect(versionFaults(labOn('asm-9-99'), '2026-11-22')).toEqual([]);
    expect(fixes(labOn('asm-9-99'))[0]).toMatch(
      /read on 2026-11-24, .* \| see that it is offered: az aks mesh get-revisions --location westus3/,
    );
  });
});
