import { namespacesExist } from '../../../../rules/objects/all-kinds/namespaces-exist';
import { object, objects } from '../../judging';

const inside = (namespace?: string) => ({
  ...object('v1', 'ConfigMap', 'shop'),
  metadata: { name: 'shop', namespace },
});

test.each([
  ['reading'],
  ['default'],
  ['aks-istio-system'],
  ['aks-istio-ingress'],
  ['kube-system'],
  [undefined],
])('an object in %s is taken', (namespace) => {
  expect(objects(namespacesExist, [inside(namespace)])).toEqual([]);
});

test('an object in a namespace that nothing makes is rejected', () => {
  expect(objects(namespacesExist, [inside('readin')])).toEqual([
    {
      field: 'metadata.namespace',
      value: 'readin',
      problem: 'the environment has no such namespace, so nothing creates it',
      fix: "add it to 'namespaces', or remove the object's namespace: it then gets that of its application",
    },
  ]);
});

const NETWORKING = 'networking.istio.io/v1';
const peer = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const NAMING: [kind: string, apiVersion: string, field: string, spec: (name: string) => object][] = [
  ['DestinationRule', NETWORKING, 'spec.exportTo', (name) => ({ exportTo: ['.', name] })],
  ['ServiceEntry', NETWORKING, 'spec.exportTo', (name) => ({ exportTo: [name] })],
  [
    'Gateway',
    NETWORKING,
    'spec.servers.0.hosts',
    (name) => ({ servers: [{ hosts: ['a.example.com', './b.example.com', `${name}/c.example.com`] }] }),
  ],
  [
    'VirtualService',
    NETWORKING,
    'spec.http.0.match.1.sourceNamespace',
    (name) => ({ http: [{ match: [{}, { sourceNamespace: name }] }] }),
  ],
  [
    'NetworkPolicy',
    'networking.k8s.io/v1',
    'spec.ingress.0.from.1.namespaceSelector',
    (name) => ({ ingress: [{ from: [{ podSelector: {} }, peer(name)] }] }),
  ],
  [
    'NetworkPolicy',
    'networking.k8s.io/v1',
    'spec.egress.1.to.0.namespaceSelector',
    (name) => ({ egress: [{}, { to: [peer(name)] }] }),
  ],
];

test.each(NAMING)('a namespace that a %s names exists: %s %s', (kind, apiVersion, field, spec) => {
  const judge = (name: string) =>
    objects(namespacesExist, [object(apiVersion, kind, 'web', { spec: spec(name) })]);
  for (const name of ['reading', 'default', 'kube-system', 'aks-istio-ingress'])
    expect(judge(name)).toEqual([]);
  for (const value of ['readin', 'istio-system'])
    expect(judge(value)).toEqual([
      {
        field,
        value,
        problem: 'there is no such namespace: this name is for nobody',
        fix: "name a namespace of this environment; the ingress gateways that AKS runs are in 'aks-istio-ingress', the control plane in 'aks-istio-system'",
      },
    ]);
});

test('what stands for namespaces without a name, and fields of other kinds, are taken', () => {
  const spec = { exportTo: ['.', '*', '~'], servers: [{ hosts: ['*/a.example.com'] }] };
  const rendered = [
    object(NETWORKING, 'Gateway', 'door', { spec }),
    object('example.com/v1', 'Gateway', 'door', { spec: { exportTo: ['istio-system'] } }),
  ];
  expect(objects(namespacesExist, rendered)).toEqual([]);
});
