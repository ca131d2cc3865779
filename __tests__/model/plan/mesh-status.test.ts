import { meshStatus } from '../../../model/plan/mesh-status';
import { changed, full, plain } from '../../support';

const on = (revision: 'asm-1-27' | 'asm-1-29' | 'asm-9-99', cluster: object = {}) =>
  changed(plain, {
    'mesh.revisions': [revision],
    'namespaces.reading.revision': revision,
    cluster: { ...plain.cluster, ...cluster },
  });

test('counts the days that are left', () => {
  expect(meshStatus(plain, '2026-11-22')).toEqual({
    environment: 'plain',
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
  expect(meshStatus(on('asm-1-27'), '2026-07-20')).toMatchObject({
    endOfLife: '2026-05-31',
    endOfLifeExpected: false,
    daysLeft: -50,
    nextTargets: ['asm-1-28', 'asm-1-29'],
  });
});

test('knows nothing of a revision that the calendar does not have', () => {
  expect(meshStatus(on('asm-9-99'), '2026-11-22')).toMatchObject({
    endOfLife: null,
    endOfLifeExpected: false,
    daysLeft: null,
    kubernetes: [],
    nextTargets: [],
  });
});

test('in an upgrade, speaks of the revision that is left', () => {
  expect(meshStatus(full, '2026-11-22')).toMatchObject({ revision: 'asm-1-29', phase: 'moving' });
  const moved = changed(full, { 'namespaces.storage.revision': 'asm-1-30' });
  expect(meshStatus(moved, '2026-11-22')).toMatchObject({ revision: 'asm-1-29', phase: 'moved' });
});

test('names no target that the Kubernetes version does not take', () => {
  expect(meshStatus(on('asm-1-29'), '2026-11-22').nextTargets).toEqual(['asm-1-30']);
  expect(meshStatus(on('asm-1-29', { kubernetesVersion: '1.31' }), '2026-11-22').nextTargets).toEqual([]);
});

test('counts the versions of the support plan', () => {
  const longTerm = changed(on('asm-1-27'), {
    'cluster.supportPlan': 'AKSLongTermSupport',
    'mesh.revisions': ['asm-1-25'],
  });
  expect(meshStatus(longTerm, '2026-11-22').kubernetes[0]).toBe('1.28');
});
