import { selectorsMatchPods } from '../../../../rules/objects/all-kinds/selectors-match-pods';
import { changed, objectsOf } from '../../../support';
import { coast } from '../../../fixtures/calls';
import { object, objects } from '../../judging';

const pods = object('apps/v1', 'Deployment', 'shop', {
  spec: { template: { metadata: { labels: { app: 'shop', version: 'v1' } } } },
});
const ISTIO = 'security.istio.io/v1';
const selecting = (labels: object) => ({ spec: { selector: { matchLabels: labels } } });
const policy = (labels: object, namespace?: string) =>
  object(ISTIO, 'AuthorizationPolicy', 'policy', selecting(labels), namespace);

const NETWORKING = 'networking.istio.io/v1';
const KINDS: [kind: string, apiVersion: string, spec: (labels: object) => object][] = [
  ['AuthorizationPolicy', ISTIO, (labels) => ({ selector: { matchLabels: labels } })],
  ['PeerAuthentication', ISTIO, (labels) => ({ selector: { matchLabels: labels } })],
  ['RequestAuthentication', ISTIO, (labels) => ({ selector: { matchLabels: labels } })],
  ['Telemetry', 'telemetry.istio.io/v1', (labels) => ({ selector: { matchLabels: labels } })],
  ['Sidecar', NETWORKING, (labels) => ({ workloadSelector: { labels } })],
  ['EnvoyFilter', 'networking.istio.io/v1alpha3', (labels) => ({ workloadSelector: { labels } })],
  ['ServiceEntry', NETWORKING, (labels) => ({ workloadSelector: { labels } })],
  ['DestinationRule', NETWORKING, (labels) => ({ workloadSelector: { matchLabels: labels } })],
  ['NetworkPolicy', 'networking.k8s.io/v1', (labels) => ({ podSelector: { matchLabels: labels } })],
  ['PodDisruptionBudget', 'policy/v1', (labels) => ({ selector: { matchLabels: labels } })],
  ['Service', 'v1', (labels) => ({ selector: labels })],
];

test.each(KINDS)('a %s that picks pods is taken, and one that picks none is rejected', (kind, api, spec) => {
  const picking = (labels: object) => object(api, kind, 'policy', { spec: spec(labels) });
  expect(objects(selectorsMatchPods, [pods, picking({ app: 'shop' })])).toEqual([]);
  expect(objects(selectorsMatchPods, [pods, picking({ app: 'shpo' })])).toEqual([
    {
      field: `spec.${Object.keys(spec({})).join()}`,
      value: Object.values(spec({ app: 'shpo' }))[0],
      problem: "selects no pod that is rendered in 'reading'",
      fix: 'did you mean app=shop?',
    },
  ]);
});

test('where no label is near, the way out says what to select', () => {
  expect(objects(selectorsMatchPods, [pods, policy({ tier: 'frontend' })])).toMatchObject([
    { fix: 'select labels that the pods of a workload have' },
  ]);
});

test('a Service, a ServiceEntry and a budget without a selector pick nothing, and are taken', () => {
  const bare = ['Service v1', 'ServiceEntry networking.istio.io/v1', 'PodDisruptionBudget policy/v1'].map(
    (each) => object(each.split(' ')[1]!, each.split(' ')[0]!, 'bare', { spec: {} }),
  );
  expect(objects(selectorsMatchPods, [pods, ...bare])).toEqual([]);
});

const envoyFilter = (workloadSelector: object, namespace?: string) =>
  object('networking.istio.io/v1alpha3', 'EnvoyFilter', 'limit', { spec: { workloadSelector } }, namespace);
const EXTERNAL = { istio: 'aks-istio-ingressgateway-external' };

test('the pods of an enabled ingress gateway are picked by their label, where they run', () => {
  const judge = (labels: object, namespace?: string) =>
    objects(selectorsMatchPods, [pods, envoyFilter({ labels }, namespace)]);
  expect(judge(EXTERNAL, 'aks-istio-ingress')).toEqual([]);
  expect(judge(EXTERNAL)).toMatchObject([
    {
      problem: "selects no pod that is rendered in 'reading'",
      fix: "'aks-istio-ingress' has pods with these labels: put the object there, or select pods of 'reading'",
    },
  ]);
  const label =
    "the pods of ingress gateways are in 'aks-istio-ingress', with the label istio=aks-istio-ingressgateway-external";
  for (const wrong of [
    { istio: 'ingressgateway' },
    { istio: 'aks-istio-ingressgateway-internal' },
    { app: 'istio-ingressgateway' },
  ])
    expect(judge(wrong, 'aks-istio-ingress')).toMatchObject([{ fix: label }]);
  expect(judge({ istio: 'ingressgateway' })).toMatchObject([{ fix: label }]);
});

test("what selects in every namespace, in Istio's root namespace, is taken where any namespace has such pods", () => {
  const root = (kind: string, labels: object, namespace = 'aks-istio-system') => {
    const [, api = '', spec] = KINDS.find(([each]) => each === kind)!;
    return objects(selectorsMatchPods, [pods, object(api, kind, 'all', { spec: spec(labels) }, namespace)]);
  };
  for (const kind of ['AuthorizationPolicy', 'RequestAuthentication', 'EnvoyFilter']) {
    expect(root(kind, { app: 'shop' })).toEqual([]);
    expect(root(kind, EXTERNAL)).toEqual([]);
    expect(root(kind, { app: 'shpo' })).toMatchObject([
      { problem: 'selects no pod that is rendered', fix: 'did you mean app=shop?' },
    ]);
  }
  for (const kind of ['PeerAuthentication', 'Telemetry', 'Sidecar', 'DestinationRule']) {
    expect(root(kind, {})).toEqual([]);
    expect(root(kind, { app: 'shop' })).toMatchObject([
      {
        fix: "'reading' has pods with these labels: put the object there, or select pods of 'aks-istio-system'",
      },
    ]);
  }
});

test('an EnvoyFilter with the selector of another kind would be for all pods, and is rejected', () => {
  expect(objects(selectorsMatchPods, [pods, envoyFilter({ matchLabels: { app: 'shop' } })])).toEqual([
    {
      field: 'spec.workloadSelector.matchLabels',
      value: { matchLabels: { app: 'shop' } },
      problem:
        'the workloadSelector of EnvoyFilter has no such field: the API server drops it, and what is left selects all pods',
      fix: "state the labels in 'workloadSelector.labels'",
    },
  ]);
});

const byName = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });

test.each<[string, object, number]>([
  ['pods of its own namespace', { podSelector: { matchLabels: { app: 'shop' } } }, 0],
  ['no pods of its own namespace', { podSelector: { matchLabels: { app: 'shpo' } } }, 1],
  ['all pods', { podSelector: {} }, 0],
  [
    'the ingress gateway',
    { namespaceSelector: byName('aks-istio-ingress'), podSelector: { matchLabels: EXTERNAL } },
    0,
  ],
  [
    'a gateway of another installation',
    {
      namespaceSelector: byName('aks-istio-ingress'),
      podSelector: { matchLabels: { istio: 'ingressgateway' } },
    },
    1,
  ],
  [
    'what AKS runs',
    { namespaceSelector: byName('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
    0,
  ],
  ['any namespace', { namespaceSelector: {}, podSelector: { matchLabels: { app: 'unknown' } } }, 0],
])('a peer of a NetworkPolicy that is %s', (_, peer, faults) => {
  const network = (spec: object) => object('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec });
  expect(
    objects(selectorsMatchPods, [pods, network({ podSelector: {}, ingress: [{ from: [peer] }] })]),
  ).toHaveLength(faults);
  expect(
    objects(selectorsMatchPods, [pods, network({ podSelector: {}, egress: [{ to: [{}, peer] }] })]),
  ).toHaveLength(faults);
});

test('a route for callers that are rendered is taken, and one for others is rejected', () => {
  const route = (match: object) =>
    object(NETWORKING, 'VirtualService', 'web', { spec: { http: [{}, { match: [match] }] } });
  const judge = (match: object) => objects(selectorsMatchPods, [pods, route(match)]);
  expect(judge({ sourceLabels: { app: 'shop' } })).toEqual([]);
  expect(judge({ sourceLabels: { version: 'v1' }, sourceNamespace: 'reading' })).toEqual([]);
  expect(judge({ sourceLabels: { app: 'shpo' } })).toMatchObject([
    { field: 'spec.http.1.match.0.sourceLabels', fix: 'did you mean app=shop?' },
  ]);
  expect(judge({ sourceLabels: { app: 'shop' }, sourceNamespace: 'default' })).toMatchObject([
    { fix: "'reading' has pods with these labels: look for them there, or name labels of pods of 'default'" },
  ]);
});

test('a NetworkPolicy that picks pods by what they do not have is taken, and one that then picks none is rejected', () => {
  const without = (key: string) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', 'policy', {
      spec: { podSelector: { matchExpressions: [{ key, operator: 'DoesNotExist' }] } },
    });
  expect(objects(selectorsMatchPods, [pods, without('role')])).toEqual([]);
  expect(objects(selectorsMatchPods, [pods, without('app')])).toHaveLength(1);
});

test('all that the engine renders picks pods', async () => {
  const docks = 'namespaces.docks';
  const environment = changed(coast, {
    [`${docks}.authorization`]: 'on',
    [`${docks}.networkPolicies`]: true,
    [`${docks}.egress`]: 'declared',
  });
  expect(objects(selectorsMatchPods, await objectsOf(environment), environment)).toEqual([]);
});

test('one that picks all pods is taken, and so is one of Kubernetes where AKS runs what is not rendered', () => {
  const taken = [
    object(ISTIO, 'AuthorizationPolicy', 'all', { spec: {} }),
    policy({}),
    policy({ istio: 'aks-istio-ingressgateway-external' }, 'aks-istio-ingress'),
    object('v1', 'Service', 'istiod', { spec: { selector: { app: 'istiod' } } }, 'aks-istio-system'),
  ];
  expect(objects(selectorsMatchPods, taken)).toEqual([]);
});

test("Istio's policies for what AKS runs without a sidecar change nothing, and are rejected", () => {
  expect(objects(selectorsMatchPods, [pods, policy({ app: 'istiod' }, 'aks-istio-system')])).toHaveLength(1);
  expect(objects(selectorsMatchPods, [pods, policy({ 'k8s-app': 'kube-dns' }, 'kube-system')])).toHaveLength(
    1,
  );
});

test('labels are wanted all of them, from the pods of one workload of the same namespace', () => {
  const other = object('batch/v1', 'CronJob', 'night', {
    spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: 'night' } } } } } },
  });
  const judge = (labels: object, namespace?: string) =>
    objects(selectorsMatchPods, [pods, other, policy(labels, namespace)]).length;
  expect(judge({ app: 'shop', version: 'v1' })).toBe(0);
  expect(judge({ app: 'night' })).toBe(0);
  expect(judge({ app: 'night', version: 'v1' })).toBe(1);
  expect(judge({ app: 'shop' }, 'archive')).toBe(1);
});

const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'external');
const targeting = (name: string) =>
  object(ISTIO, 'AuthorizationPolicy', 'policy', {
    spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }] },
  });

test('a policy for a Gateway that is rendered is taken, and one for another is rejected', () => {
  expect(objects(selectorsMatchPods, [gateway, targeting('external')])).toEqual([]);
  expect(objects(selectorsMatchPods, [gateway, targeting('internal')])).toEqual([
    {
      field: 'spec.targetRefs',
      value: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'internal' },
      problem: "no such Gateway is rendered in 'reading'",
      fix: 'name a Gateway of the same namespace',
    },
  ]);
  const istio = object('networking.istio.io/v1', 'Gateway', 'external');
  expect(objects(selectorsMatchPods, [istio, targeting('external')])).toHaveLength(1);
});

test('pods that Istio makes for a Gateway are picked by its name, where it is rendered', () => {
  const label = (name: string) => ({ 'gateway.networking.k8s.io/gateway-name': name });
  expect(objects(selectorsMatchPods, [gateway, policy(label('external'))])).toEqual([]);
  expect(objects(selectorsMatchPods, [gateway, policy(label('internal'))])).toHaveLength(1);
  expect(objects(selectorsMatchPods, [gateway, policy(label('external'), 'archive')])).toHaveLength(1);
});
