import { meshStatus } from '../../settings/status';
import { lab } from '../support';

const labOn = (revision: 'asm-1-27' | 'asm-1-28' | 'asm-9-99') => ({
  ...lab,
  mesh: { ...lab.mesh, revisions: [revision], namespaces: { pets: revision } },
});

test('counts the days that are left', () => {
  expect(meshStatus(lab, '2026-11-22')).toEqual({
    environment: 'lab',
    revision: 'asm-1-30',
    endOfLife: '2026-12-31',
    endOfLifeExpected: true,
    daysLeft: 39,
    kubernetes: ['1.32', '1.33', '1.34', '1.35', '1.36'],
    nextTargets: [],
    phase: 'steady',
  });
});

test('counts below zero once support has ended, and names where to go', () => {
  expect(meshStatus(labOn('asm-1-27'), '2026-07-20')).toMatchObject({
    endOfLife: '2026-05-31',
    endOfLifeExpected: false,
    daysLeft: -50,
    nextTargets: ['asm-1-28', 'asm-1-29'],
  });
});

test('knows nothing of a revision that the calendar does not have', () => {
  expect(meshStatus(labOn('asm-9-99'), '2026-11-22')).toMatchObject({
    endOfLife: null,
    daysLeft: null,
    kubernetes: [],
    nextTargets: [],
  });
});

test('in an upgrade, speaks of the revision that is left', () => {
  const mesh = { ...lab.mesh, installedRevision: 'asm-1-29', revisions: ['asm-1-29', 'asm-1-30'] } as const;
  expect(meshStatus({ ...lab, mesh }, '2026-11-22')).toMatchObject({ revision: 'asm-1-29', phase: 'moved' });
});

test('names no target that the Kubernetes version does not take', () => {
  const cluster = { ...lab.cluster, kubernetesVersion: '1.31' };
  const mesh = { ...lab.mesh, revisions: ['asm-1-29'] } as const;
  expect(meshStatus({ ...lab, cluster, mesh }, '2026-11-22').nextTargets).toEqual([]);
});

test('counts the versions of the support plan', () => {
  const settings = labOn('asm-1-27');
  const cluster = { ...lab.cluster, supportPlan: 'AKSLongTermSupport' } as const;
  expect(
    meshStatus({ ...settings, cluster, mesh: { ...settings.mesh, revisions: ['asm-1-25'] } }, '2026-11-22')
      .kubernetes[0],
  ).toBe('1.28');
});
