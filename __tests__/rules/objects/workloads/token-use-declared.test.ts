import { tokenUseDeclared } from '../../../../rules/objects/workloads/token-use-declared';
import type { KubernetesObject } from '../../../../objects/object';
import { changed, running } from '../../../support';
import { object, objects } from '../../judging';

const limited = (callsKubernetesApi?: boolean) =>
  changed(running({ keeper: { image: 'example.com/keeper:1', ports: { http: 80 }, callsKubernetesApi } }), {
    'namespaces.reading.egress': 'declared',
  });
const pods = (spec: object) =>
  object('apps/v1', 'Deployment', 'keeper', {
    spec: { template: { metadata: { labels: { app: 'keeper' } }, spec: { containers: [], ...spec } } },
  });
const account = (mounts?: boolean) =>
  object(
    'v1',
    'ServiceAccount',
    'keeper',
    mounts === undefined ? {} : { automountServiceAccountToken: mounts },
  );
const rights = (kind: string, subject: object) =>
  object('rbac.authorization.k8s.io/v1', kind, 'keeper', { subjects: [subject] });
const OWN = { kind: 'ServiceAccount', name: 'keeper' };
const judge = (rendered: readonly KubernetesObject[], environment = limited()) =>
  objects(tokenUseDeclared, rendered, environment);

test.each([
  [[pods({ automountServiceAccountToken: true })]],
  [[pods({ serviceAccountName: 'keeper' }), account(true)]],
  [[pods({ serviceAccountName: 'keeper' }), account(), rights('RoleBinding', OWN)]],
  [[pods({ serviceAccountName: 'keeper' }), rights('ClusterRoleBinding', { ...OWN, namespace: 'reading' })]],
])('a token that is meant to be used is rejected until the workload says what for: %j', (rendered) => {
  expect(judge(rendered)).toMatchObject([
    {
      field: 'spec.template.spec.automountServiceAccountToken',
      problem: expect.stringContaining("egress: 'declared' of 'reading' keep them from the Kubernetes API"),
    },
  ]);
  for (const said of [true, false]) expect(judge(rendered, limited(said))).toEqual([]);
});

test.each([
  ['Deployment', 'apps/v1', 'template', {}],
  ['StatefulSet', 'apps/v1', 'template', { statefulSet: {} }],
  ['Job', 'batch/v1', 'template', { job: {} }],
  ['CronJob', 'batch/v1', 'jobTemplate.spec.template', { cronJob: { spec: { schedule: '0 6 * * *' } } }],
])('a %s stands for its workload, which says what the token is for', (kind, apiVersion, at, settings) => {
  const template = { spec: { containers: [], automountServiceAccountToken: true } };
  const spec = kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template };
  const ofKind = (callsKubernetesApi?: boolean) =>
    changed(running({ keeper: { image: 'example.com/keeper:1', ...settings, callsKubernetesApi } }), {
      'namespaces.reading.egress': 'declared',
    });
  const rendered = [object(apiVersion, kind, 'keeper', { spec })];
  expect(judge(rendered, ofKind())).toMatchObject([
    {
      field: `spec.${at}.spec.automountServiceAccountToken`,
      fix: expect.stringContaining("of 'keeper'") as string,
    },
  ]);
  expect(judge(rendered, ofKind(true))).toEqual([]);
});

test.each([
  [[pods({})]],
  [[pods({ automountServiceAccountToken: false, serviceAccountName: 'keeper' }), account(true)]],
  [[pods({ serviceAccountName: 'keeper' }), account(false), rights('RoleBinding', OWN)]],
  [[pods({ serviceAccountName: 'keeper' }), rights('RoleBinding', { ...OWN, name: 'other' })]],
  [[pods({ serviceAccountName: 'keeper' }), rights('RoleBinding', { kind: 'User', name: 'keeper' })]],
  [[pods({ serviceAccountName: 'keeper' }), rights('RoleBinding', { ...OWN, namespace: 'archive' })]],
])('no token, or one without rights that nobody asked for, is accepted: %j', (rendered) => {
  expect(judge(rendered)).toEqual([]);
});
