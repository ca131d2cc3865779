import {
  getPodTemplate,
  listContainers,
  podPath,
  podTemplatePointer,
  resolveTargetPort,
} from '../../objects/pod-template';
import { object } from '../rules/judging';

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', ports: [{ name: 'page', containerPort: 8080 }] }] },
};

test.each<[apiVersion: string, kind: string, spec: object, path: string]>([
  ['v1', 'Pod', template.spec, ''],
  ['apps/v1', 'Deployment', { template }, 'spec.template'],
  ['apps/v1', 'StatefulSet', { template }, 'spec.template'],
  ['apps/v1', 'DaemonSet', { template }, 'spec.template'],
  ['apps/v1', 'ReplicaSet', { template }, 'spec.template'],
  ['batch/v1', 'Job', { template }, 'spec.template'],
  ['batch/v1', 'CronJob', { jobTemplate: { spec: { template } } }, 'spec.jobTemplate.spec.template'],
  ['argoproj.io/v1alpha1', 'Rollout', { template }, 'spec.template'],
])('the pods of %s %s are found, and their path', (apiVersion, kind, spec, path) => {
  const made = object(apiVersion, kind, 'web', { spec });
  expect(getPodTemplate(made)?.spec).toEqual(template.spec);
  expect(listContainers(made)).toEqual(template.spec.containers);
  expect(podPath(made, 'spec', 'containers')).toBe(`${path}${path && '.'}spec.containers`);
  expect(podTemplatePointer(made)).toBe(path && `/${path.replaceAll('.', '/')}`);
});

test.each<[apiVersion: string, kind: string, fields: object]>([
  ['v1', 'ConfigMap', { data: { spec: 'template' } }],
  ['v1', 'Service', { spec: null }],
  ['apps/v1', 'Deployment', { spec: { template: null } }],
  ['batch/v1', 'CronJob', { spec: { jobTemplate: 'none' } }],
  ['bitnami.com/v1alpha1', 'SealedSecret', { spec: { template: { metadata: template.metadata } } }],
])('%s %s makes none: %j', (apiVersion, kind, fields) => {
  const other = object(apiVersion, kind, 'web', fields as Record<string, unknown>);
  expect(getPodTemplate(other)).toBeUndefined();
  expect(listContainers(other)).toEqual([]);
});

test('a port of a Service leads to its own number, to a stated one, or to the one of a name', () => {
  const pods = [object('apps/v1', 'Deployment', 'web', { spec: { template } })];
  expect(resolveTargetPort({ port: 80 }, pods)).toBe(80);
  expect(resolveTargetPort({ port: 80, targetPort: 8000 }, pods)).toBe(8000);
  expect(resolveTargetPort({ port: 80, targetPort: 'page' }, pods)).toBe(8080);
  expect(resolveTargetPort({ port: 80, targetPort: 'other' }, pods)).toBeUndefined();
});
