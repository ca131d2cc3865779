import type { Revision } from '../../../../mesh/revisions';
import { revisionsSupportKubernetes } from '../../../../rules/settings/mesh/revisions-support-kubernetes';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const on = (revisions: readonly Revision[], cluster: object = {}) =>
  changed(plain, { 'mesh.revisions': revisions, cluster: { ...plain.cluster, ...cluster } });
const fix = "change 'mesh.revisions' or 'cluster.kubernetesVersion' to one of these pairs";

test('revisions that run on the Kubernetes version are taken', () => {
  expect([plain, full].flatMap((environment) => settings(revisionsSupportKubernetes, environment))).toEqual(
    [],
  );
});

test('one that does not is rejected, with the pairs that work', () => {
  expect(settings(revisionsSupportKubernetes, on(['asm-1-24']))).toEqual([
    {
      path: 'mesh.revisions',
      value: 'asm-1-24',
      problem:
        'asm-1-24 runs on Kubernetes 1.28 to 1.33; ' +
        'on Kubernetes 1.35 run asm-1-27, asm-1-28, asm-1-29, asm-1-30 (supported today: asm-1-30)',
      fix,
    },
  ]);
});

test('a Kubernetes version that no revision runs on is rejected for each revision of an upgrade', () => {
  expect(
    settings(revisionsSupportKubernetes, on(['asm-1-29', 'asm-1-30'], { kubernetesVersion: '1.37' })),
  ).toEqual(
    ['asm-1-29 runs on Kubernetes 1.31', 'asm-1-30 runs on Kubernetes 1.32'].map((text) => ({
      path: 'mesh.revisions',
      value: text.slice(0, 8),
      problem: `${text} to 1.36; no revision of the calendar runs on Kubernetes 1.37`,
      fix,
    })),
  );
});

test('in an upgrade, only the revision that does not run is rejected', () => {
  const environment = on(['asm-1-28', 'asm-1-29'], { kubernetesVersion: '1.36' });
  expect(settings(revisionsSupportKubernetes, environment)).toEqual([
    expect.objectContaining({ value: 'asm-1-28' }),
  ]);
});

test('what runs depends on the support plan', () => {
  const old = { kubernetesVersion: '1.28' };
  const longTerm = { ...old, supportPlan: 'AKSLongTermSupport' };
  const today = '2025-06-01';
  expect(settings(revisionsSupportKubernetes, on(['asm-1-25'], longTerm), { today })).toEqual([]);
  expect(settings(revisionsSupportKubernetes, on(['asm-1-25'], old), { today })).toHaveLength(1);
  expect(settings(revisionsSupportKubernetes, on(['asm-1-24'], longTerm), { today })).toEqual([
    expect.objectContaining({
      problem: expect.stringContaining('asm-1-24 runs on no Kubernetes version of AKSLongTermSupport'),
    }),
  ]);
});

test('a revision that is newer than the calendar is taken, which can be older than Azure', () => {
  expect(settings(revisionsSupportKubernetes, on(['asm-1-31']))).toEqual([]);
});
