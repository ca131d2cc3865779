import { proxyCallsAllowed } from '../../../../rules/objects/policies/proxy-calls-allowed';
import type { KubernetesObject } from '../../../../objects/object';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';

const environment = changed(plain, {
  'mesh.ingressGateways': ['external', 'internal'],
  'namespaces.reading.authorization': 'on',
});
const labels = { app: 'wiki' };
const service = object('v1', 'Service', 'wiki', {
  spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
});
const pods = object('apps/v1', 'Deployment', 'wiki', {
  spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'wiki' }] } } },
});
const gateway = (kind = 'external') =>
  object('networking.istio.io/v1', 'Gateway', 'site', {
    spec: { selector: { istio: `aks-istio-ingressgateway-${kind}` }, servers: [] },
  });
const route = object('networking.istio.io/v1', 'VirtualService', 'wiki', {
  spec: {
    gateways: ['site'],
    hosts: ['wiki.example.com'],
    http: [{ route: [{ destination: { host: 'wiki', port: { number: 80 } } }] }],
  },
});
const allow = (spec: object, namespace?: string) =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'allow', { spec }, namespace);
const from = (...sources: object[]) => allow({ rules: [{ from: sources.map((source) => ({ source })) }] });
const enter = (...ingress: object[]) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'enter', { spec: { podSelector: {}, ingress } });
const peers = (namespace: string, podLabels?: object) => ({
  from: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      ...(podLabels && { podSelector: { matchLabels: podLabels } }),
    },
  ],
});
const judge = (policies: readonly KubernetesObject[], kind?: string) =>
  objects(proxyCallsAllowed, [service, pods, gateway(kind), route, ...policies], environment);
const EXTERNAL = 'aks-istio-ingress/aks-istio-ingressgateway-external';
const PRINCIPAL = 'cluster.local/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external';

test.each([
  [],
  [allow({ action: 'DENY' })],
  [allow({}, 'archive')],
  [allow({ selector: { matchLabels: { app: 'other' } } })],
  [allow({}), from({ serviceAccounts: [EXTERNAL] })],
  [allow({}), from({ namespaces: ['aks-istio-ingress'] })],
  [allow({}), from({ namespaces: ['aks-*'] })],
  [allow({}), from({ principals: ['*'] })],
  [allow({}), from({ principals: [PRINCIPAL] })],
  [allow({}), from({ principals: [PRINCIPAL.replace('cluster.local', 'mesh.example')] })],
  [allow({}), from({ principals: ['cluster.local/ns/aks-istio-ingress/*'] })],
  [allow({}), from({ ipBlocks: ['203.0.113.0/24'] })],
  [allow({ rules: [{}] })],
  [allow({ rules: [{ to: [{ operation: { ports: ['8080'], paths: ['/wiki'] } }] }] })],
  [{ ...allow({}), metadata: { ...allow({}).metadata, annotations: { 'istio.io/dry-run': 'true' } } }],
  [enter({})],
  [enter(peers('aks-istio-ingress'))],
  [enter(peers('aks-istio-ingress', { istio: 'aks-istio-ingressgateway-external' }))],
  [enter({ ...peers('aks-istio-ingress'), ports: [{ port: 8080 }] })],
  [enter({ from: [{ namespaceSelector: {} }] })],
])('a gateway that may come in is accepted: %j', (...policies) => {
  expect(judge(policies as readonly KubernetesObject[])).toEqual([]);
});

test.each([
  [allow({})],
  [allow({}, 'aks-istio-system')],
  [allow({ selector: { matchLabels: labels } })],
  [from({ serviceAccounts: ['aks-istio-ingress/default', 'reading/wiki'] })],
  [from({ namespaces: ['istio-system'] })],
  [from({ principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway'] })],
  [allow({ rules: [{ to: [{ operation: { ports: ['80'] } }] }] })],
  [allow({ rules: [{ to: [{ operation: { notPorts: ['8080'] } }] }] })],
  [enter()],
  [enter(peers('istio-system'))],
  [enter({ from: [{ podSelector: {} }] })],
  [enter(peers('aks-istio-ingress', { istio: 'aks-istio-ingressgateway-internal' }))],
  [enter({ ...peers('aks-istio-ingress'), ports: [{ port: 80 }] })],
  [enter({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })],
])('a gateway that is kept out is rejected: %j', (policy) => {
  expect(judge([policy])).toEqual([
    {
      field: 'spec.http.0.route.0.destination',
      value: 'reading/wiki',
      problem: expect.stringMatching(
        /^port 8080 behind Service reading\/wiki is called by the external ingress gateway, and no policy there allows that \(\w+ [\w-]+\/\w+\): every request is rejected$/,
      ),
      fix: expect.stringContaining("declare the Service 'wiki' with its ports"),
    },
  ]);
});

test('the internal gateway is told apart from the external one', () => {
  expect(judge([from({ serviceAccounts: [EXTERNAL] })], 'internal')).toHaveLength(1);
  const internal = { namespaces: ['aks-istio-ingress'], notPrincipals: [`*/${PRINCIPAL.slice(14)}`] };
  expect(judge([from(internal)], 'internal')).toEqual([]);
});

test('a port that accepts only plaintext gives its callers no identity', () => {
  const plaintext = object('security.istio.io/v1', 'PeerAuthentication', 'plain', {
    spec: { selector: { matchLabels: labels }, portLevelMtls: { 8080: { mode: 'DISABLE' } } },
  });
  expect(judge([from({ serviceAccounts: [EXTERNAL] }), plaintext])).toMatchObject([
    { problem: expect.stringContaining('accepts only plaintext') },
  ]);
});

test('a range of addresses lets no pod in, not even one of the same namespace', () => {
  const rendered = [
    service,
    pods,
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'wiki', {
      spec: { parentRefs: [{ name: 'own' }], rules: [{ backendRefs: [{ name: 'wiki', port: 80 }] }] },
    }),
  ];
  const range = enter({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] });
  const near = enter({ from: [{ podSelector: {} }] });
  expect(objects(proxyCallsAllowed, [...rendered, range], environment)).toMatchObject([
    { field: 'spec.rules.0', value: 'reading/wiki' },
  ]);
  expect(objects(proxyCallsAllowed, [...rendered, near], environment)).toEqual([]);
});
