import { createReplicasFinder } from '../../objects/replicas';
import { object } from '../rules/judging';

const deployment = object('apps/v1', 'Deployment', 'web', { spec: { replicas: 3 } });
const autoscaler = (spec: object, namespace?: string) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'any', { spec }, namespace);
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

test.each<[string, ReturnType<typeof object>, object | undefined]>([
  ['a Deployment states', deployment, { min: 3, max: 3 }],
  ['a Deployment does not state', object('apps/v1', 'Deployment', 'web', { spec: {} }), { min: 1, max: 1 }],
  [
    'a Job runs at a time',
    object('batch/v1', 'Job', 'web', { spec: { parallelism: 4 } }),
    { min: 4, max: 4 },
  ],
  [
    'a CronJob runs at a time',
    object('batch/v1', 'CronJob', 'web', { spec: { jobTemplate: { spec: { parallelism: 2 } } } }),
    { min: 2, max: 2 },
  ],
  ['a DaemonSet has on each node', object('apps/v1', 'DaemonSet', 'web', { spec: {} }), undefined],
])('as many pods as %s', (_, made, expected) => {
  expect(createReplicasFinder([made])(made)).toEqual(expected);
});

test.each<[string, ReturnType<typeof object>, object]>([
  ['its autoscaler', autoscaler({ scaleTargetRef, minReplicas: 2, maxReplicas: 9 }), { min: 2, max: 9 }],
  ['its autoscaler, from one on', autoscaler({ scaleTargetRef, maxReplicas: 9 }), { min: 1, max: 9 }],
  [
    'itself, and not the autoscaler of another namespace',
    autoscaler({ scaleTargetRef, maxReplicas: 9 }, 'default'),
    { min: 3, max: 3 },
  ],
  [
    'itself, and not the autoscaler of another kind',
    autoscaler({ scaleTargetRef: { ...scaleTargetRef, kind: 'StatefulSet' }, maxReplicas: 9 }),
    { min: 3, max: 3 },
  ],
])('the bounds of a Deployment are those of %s', (_, scaler, expected) => {
  expect(createReplicasFinder([deployment, scaler])(deployment)).toEqual(expected);
});
