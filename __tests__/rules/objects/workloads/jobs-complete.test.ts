import { jobsComplete } from '../../../../rules/objects/workloads/jobs-complete';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';

const classic = changed(plain, { 'cluster.kubernetesVersion': '1.32' });
const template = (inject?: string) => ({
  metadata: { labels: inject === undefined ? {} : { 'sidecar.istio.io/inject': inject } },
});
const job = (inject?: string, namespace = 'reading') =>
  object('batch/v1', 'Job', 'once', { spec: { template: template(inject) } }, namespace);
const cronJob = (inject?: string) =>
  object('batch/v1', 'CronJob', 'night', { spec: { jobTemplate: { spec: { template: template(inject) } } } });

test('a Job and a CronJob are rejected where their sidecar would run on', () => {
  const broken = {
    problem:
      'would never complete: sidecars of asm-1-30 on Kubernetes 1.32 may not be native, and keep running after the container has ended',
    fix: "run a revision and a Kubernetes version with native sidecars; or keep its pods out of the mesh with the pod label 'sidecar.istio.io/inject: \"false\"', and let what they call also accept plaintext: mtls: { PORT: 'PERMISSIVE' }",
  };
  expect(objects(jobsComplete, [job(), cronJob(), job('true')], classic)).toEqual([broken, broken, broken]);
});

test('they are taken with native sidecars, without a sidecar, and outside the mesh', () => {
  expect(objects(jobsComplete, [job(), cronJob()], plain)).toEqual([]);
  expect(objects(jobsComplete, [job('false'), cronJob('false'), job(undefined, 'default')], classic)).toEqual(
    [],
  );
});

test.each<[string, object]>([
  [
    'decline their sidecar by an annotation',
    { metadata: { annotations: { 'sidecar.istio.io/inject': 'false' } } },
  ],
  ['are on the network of the node', { spec: { hostNetwork: true } }],
])('they are taken where their pods %s', (_, pods) => {
  expect(
    objects(jobsComplete, [object('batch/v1', 'Job', 'once', { spec: { template: pods } })], classic),
  ).toEqual([]);
});

test('a Job of another API is another thing, and taken', () => {
  const volcano = object('batch.volcano.sh/v1alpha1', 'Job', 'once', { spec: { tasks: [] } });
  expect(objects(jobsComplete, [volcano], classic)).toEqual([]);
});

test('what does not end anyway is taken', () => {
  const deployment = object('apps/v1', 'Deployment', 'shop', { spec: { template: template() } });
  expect(objects(jobsComplete, [deployment], classic)).toEqual([]);
});
