import { serviceAccountsExist } from '../../../../rules/objects/workloads/service-accounts-exist';
import { object, objects } from '../../judging';

const account = object('v1', 'ServiceAccount', 'shop');
const pods = (serviceAccountName?: string, namespace?: string) =>
  object(
    'apps/v1',
    'Deployment',
    'shop',
    { spec: { template: { spec: { serviceAccountName, containers: [] } } } },
    namespace,
  );
const judge = (...args: Parameters<typeof pods>) => objects(serviceAccountsExist, [account, pods(...args)]);

test.each([undefined, '', 'default', 'shop'])('pods of %s are taken', (name) => {
  expect(judge(name)).toEqual([]);
});

test('pods of what AKS runs are not judged', () => {
  expect(judge('metrics', 'kube-system')).toEqual([]);
});

test.each<[string, string, string | undefined, string]>([
  ['a misspelled one', 'shpo', undefined, "did you mean 'shop'?"],
  [
    'one of another namespace',
    'shop',
    'default',
    "add the ServiceAccount to the manifests or the hook, or remove the field: the pods are then those of 'default'",
  ],
])('%s is rejected', (_, name, namespace, fix) => {
  expect(judge(name, namespace)).toEqual([
    {
      field: 'spec.template.spec.serviceAccountName',
      value: name,
      problem: `no such ServiceAccount is rendered in '${namespace ?? 'reading'}': the API server rejects the pods`,
      fix,
    },
  ]);
});

test('the pods of a CronJob are judged too', () => {
  const jobTemplate = { spec: { template: { spec: { serviceAccountName: 'nobody', containers: [] } } } };
  expect(
    objects(serviceAccountsExist, [
      account,
      object('batch/v1', 'CronJob', 'night', { spec: { jobTemplate } }),
    ]),
  ).toMatchObject([{ field: 'spec.jobTemplate.spec.template.spec.serviceAccountName' }]);
});
