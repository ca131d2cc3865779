import { principalsExist } from '../../../../rules/objects/policies/principals-exist';
import { object, objects } from '../../judging';

const accounts = [
  object('v1', 'ServiceAccount', 'shop'),
  object('v1', 'ServiceAccount', 'till', {}, 'archive'),
];
const policy = (source: object, apiVersion = 'security.istio.io/v1') =>
  object(apiVersion, 'AuthorizationPolicy', 'callers', { spec: { rules: [{ from: [{ source }] }] } });
const judge = (source: object, apiVersion?: string) =>
  objects(principalsExist, [...accounts, policy(source, apiVersion)]);

test.each([
  { serviceAccounts: ['shop', 'reading/shop', 'archive/till'] },
  { serviceAccounts: ['default', 'archive/default'] },
  { serviceAccounts: ['aks-istio-ingress/aks-istio-ingressgateway-external'] },
  { principals: ['cluster.local/ns/archive/sa/till', 'example.org/ns/reading/sa/default'] },
  { principals: ['*/ns/reading/sa/*', '*', 'cluster.local/ns/other/*'] },
  { namespaces: ['elsewhere'], notRequestPrincipals: ['*'] },
])('callers that are rendered, or patterns of them, are taken: %j', (source) => {
  expect(judge(source)).toEqual([]);
});

test.each([
  [{ serviceAccounts: ['shop', 'spoh'] }, 'spoh'],
  [{ serviceAccounts: ['till'] }, 'till'],
  [{ serviceAccounts: ['archive/shop'] }, 'archive/shop'],
  [{ serviceAccounts: ['elsewhere/default'] }, 'elsewhere/default'],
  [{ principals: ['cluster.local/ns/reading/sa/till'] }, 'cluster.local/ns/reading/sa/till'],
])('a caller that is not rendered is rejected: %j', (source, value) => {
  expect(judge(source)).toEqual([
    {
      field: 'spec.rules',
      value,
      problem: 'no such ServiceAccount is rendered, so this name allows no caller',
      fix: "name a ServiceAccount of this environment as 'namespace/name'",
    },
  ]);
});

test('policies of another API are not judged', () => {
  expect(judge({ serviceAccounts: ['spoh'] }, 'example.com/v1')).toEqual([]);
});

test('what runs a rendered Gateway of the Gateway API is a caller too', () => {
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'external');
  const callers = (name: string) => policy({ serviceAccounts: [name] });
  expect(objects(principalsExist, [gateway, callers('reading/external-istio')])).toEqual([]);
  for (const name of ['reading/internal-istio', 'archive/external-istio', 'reading/external'])
    expect(objects(principalsExist, [gateway, callers(name)])).toMatchObject([{ value: name }]);
});
