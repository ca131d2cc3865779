import { callersExist } from '../../../../rules/objects/policies/callers-exist';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';

const accounts = [
  object('v1', 'ServiceAccount', 'shop'),
  object('v1', 'ServiceAccount', 'till', {}, 'archive'),
  object('v1', 'ServiceAccount', 'job', {}, 'default'),
];
const environment = changed(plain, {
  'namespaces.archive': { revision: 'asm-1-30' },
  'mesh.config': { trustDomain: 'books.example', trustDomainAliases: ['old.example'] },
});
const policyOf = (rule: object, apiVersion = 'security.istio.io/v1') =>
  object(apiVersion, 'AuthorizationPolicy', 'callers', { spec: { rules: [{}, rule] } });
const policy = (source: object, apiVersion?: string) => policyOf({ from: [{ source }] }, apiVersion);
const judge = (source: object, apiVersion?: string) =>
  objects(callersExist, [...accounts, policy(source, apiVersion)], environment);

test.each([
  { serviceAccounts: ['shop', 'reading/shop', 'archive/till'] },
  { serviceAccounts: ['default', 'archive/default'] },
  { serviceAccounts: ['aks-istio-ingress/aks-istio-ingressgateway-external'] },
  { principals: ['cluster.local/ns/archive/sa/till', 'books.example/ns/reading/sa/default'] },
  { principals: ['old.example/ns/reading/sa/shop', '*/ns/reading/sa/shop', '*/sa/till', '*'] },
  { principals: ['cluster.local/ns/reading/*', 'cluster.local/ns/rea*', 'books.example/ns/reading/sa/sh*'] },
  { notPrincipals: ['*/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external'] },
  { namespaces: ['reading', 'aks-istio-ingress'], notNamespaces: ['archive'] },
  { namespaces: ['read*', '*ive', 'aks-*-ingress', '*'] },
  { notRequestPrincipals: ['*'], ipBlocks: ['192.0.2.0/24'] },
])('callers that have an identity, or patterns of them, are taken: %j', (source) => {
  expect(judge(source)).toEqual([]);
});

const NOBODY = 'so this is the name of no caller';

test.each<[string, string, string]>([
  ['serviceAccounts', 'spoh', 'no such ServiceAccount is rendered'],
  ['serviceAccounts', 'till', 'no such ServiceAccount is rendered'],
  ['notServiceAccounts', 'archive/shop', 'no such ServiceAccount is rendered'],
  ['serviceAccounts', 'elsewhere/default', 'no such ServiceAccount is rendered'],
  ['serviceAccounts', 'default/job', "'default' is outside of the mesh: its pods have no identity"],
  ['principals', 'cluster.local/ns/reading/sa/till', 'no such ServiceAccount is rendered'],
  ['notPrincipals', 'cluster.local/ns/istio-system/sa/istiod', 'no such ServiceAccount is rendered'],
  ['principals', 'other.example/ns/reading/sa/shop', "'other.example' is no trust domain of the mesh"],
  ['principals', 'spiffe://cluster.local/ns/reading/sa/shop', "Istio adds 'spiffe://' itself"],
  ['principals', '*/ns/reading/sa/*', 'no identity of this environment matches'],
  ['principals', 'cluster.local/ns/other/*', 'no identity of this environment matches'],
  ['principals', '*/sa/tilt', 'no identity of this environment matches'],
  ['namespaces', 'istio-system', 'there is no such namespace in the mesh'],
  ['notNamespaces', 'istio-system', 'there is no such namespace in the mesh'],
  ['namespaces', 'istio-*', 'there is no such namespace in the mesh'],
  ['namespaces', '*.system', 'there is no such namespace in the mesh'],
  ['notNamespaces', 'default', "'default' is outside of the mesh: its pods have no identity"],
])('a caller without an identity is rejected: %s %s', (field, value, problem) => {
  expect(judge({ [field]: [value] })).toEqual([
    {
      field: `spec.rules.1.from.0.source.${field}`,
      value,
      problem: `${problem}, ${NOBODY}`,
      fix: expect.stringMatching(/^name a (namespace|ServiceAccount)/),
    },
  ]);
});

test.each(['values', 'notValues'])('callers of conditions are looked up too, in their %s', (field) => {
  const judgeWhen = (key: string, value: string) =>
    objects(callersExist, [...accounts, policyOf({ when: [{ key, [field]: [value] }] })], environment);
  expect(judgeWhen('source.namespace', 'reading')).toEqual([]);
  expect(judgeWhen('source.principal', '*/sa/shop')).toEqual([]);
  expect(judgeWhen('request.headers[x]', 'istio-system')).toEqual([]);
  for (const [key, value] of [
    ['source.namespace', 'istio-system'],
    ['source.principal', 'cluster.local/ns/reading/sa/spoh'],
  ] as const)
    expect(judgeWhen(key, value)).toMatchObject([{ field: `spec.rules.1.when.0.${field}`, value }]);
});

test('policies of another API are not judged', () => {
  expect(judge({ serviceAccounts: ['spoh'] }, 'example.com/v1')).toEqual([]);
});

test('what runs a rendered Gateway of the Gateway API is a caller too', () => {
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'external');
  const callers = (name: string) => policy({ serviceAccounts: [name] });
  expect(objects(callersExist, [gateway, callers('reading/external-istio')])).toEqual([]);
  for (const name of ['reading/internal-istio', 'archive/external-istio', 'reading/external'])
    expect(objects(callersExist, [gateway, callers(name)])).toMatchObject([
      {
        value: name,
        fix: expect.stringContaining(" or 'reading/external-istio'"),
      },
    ]);
});
