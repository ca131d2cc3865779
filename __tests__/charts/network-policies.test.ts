import { coast } from '../fixtures/calls';
import { judgeObjects } from '../../rules';
import { changed, objects as parsed, objectsOf, one } from '../support';
import { podsIn } from './attempts';
import { isOpen, type Pod, type Spec } from './network-evaluator';

const ON = { 'namespaces.docks.networkPolicies': true };
const held = objectsOf(changed(coast, ON));

const gateway = (kind: string): Pod => ({
  namespace: 'aks-istio-ingress',
  labels: { istio: `aks-istio-ingressgateway-${kind}` },
});
const SCRAPER = { namespace: 'kube-system', labels: { rsName: 'ama-metrics' } };
const ISTIOD = { namespace: 'aks-istio-system', labels: { app: 'istiod' } };
const DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

test('a workload has one policy: out to DNS, istiod and its callees, in from the gateway, its callers and the scraper', async () => {
  expect([one(await held, 'NetworkPolicy', 'berths')]).toEqual(
    parsed(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  labels:
    app.kubernetes.io/managed-by: aks-istio-cdk
  name: berths
  namespace: docks
spec:
  egress:
    - ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
    - ports:
        - port: 15012
          protocol: TCP
      to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: aks-istio-system
    - ports:
        - port: 5432
          protocol: TCP
      to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: docks
          podSelector:
            matchLabels:
              app: ledger
    - ports:
        - port: 443
          protocol: TCP
      to:
        - ipBlock:
            cidr: 0.0.0.0/0
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: aks-istio-ingress
          podSelector:
            matchLabels:
              istio: aks-istio-ingressgateway-internal
      ports:
        - port: 9090
          protocol: TCP
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: docks
          podSelector:
            matchLabels:
              app: desk
      ports:
        - port: 9090
          protocol: TCP
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: docks
          podSelector:
            matchLabels:
              app: tally
      ports:
        - port: 9090
          protocol: TCP
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: border
          podSelector:
            matchLabels:
              app: inspector
      ports:
        - port: 9090
          protocol: TCP
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
      ports:
        - port: 15020
          protocol: TCP
        - port: 15090
          protocol: TCP
  podSelector:
    matchLabels:
      app: berths
  policyTypes:
    - Ingress
    - Egress
`),
  );
});

test('one policy denies to every pod what no other lets pass', async () => {
  expect(one(await held, 'NetworkPolicy', 'deny-all').spec).toEqual({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
  });
});

test('pods reach the container ports of their declared callees, and no other', async () => {
  const objects = await held;
  const pods = podsIn(objects).map(({ name, to }) => ({ name, ...to }));
  const everyone = [
    ...pods,
    { name: 'external gateway', ...gateway('external') },
    { name: 'internal gateway', ...gateway('internal') },
    { name: 'scraper', ...SCRAPER },
  ];
  const PORTS = [53, 80, 443, 5432, 8080, 9000, 9090, 9100, 15010, 15012, 15014, 15020, 15090];
  const open = everyone.flatMap((from) =>
    pods
      .filter((to) => to.namespace === 'docks' && to.name !== from.name)
      .flatMap((to) =>
        PORTS.filter((port) => isOpen(objects, from, to, port)).map(
          (port) => `${from.name} -> ${to.name}:${port}`,
        ),
      ),
  );
  expect(open.toSorted()).toEqual([
    'border/inspector -> docks/berths:9090',
    'docks/berths -> docks/ledger:5432',
    'docks/desk -> docks/berths:9090',
    'docks/tally -> docks/berths:9090',
    'docks/tally -> docks/ledger:5432',
    'external gateway -> docks/desk:8080',
    'internal gateway -> docks/berths:9090',
    ...['berths', 'desk', 'ledger', 'tally'].flatMap((name) => [
      `scraper -> docks/${name}:15020`,
      `scraper -> docks/${name}:15090`,
    ]),
  ]);
});

test('pods reach istiod and whatever answers for DNS, be it on the node', async () => {
  const objects = await held;
  for (const { to } of podsIn(objects).filter((pod) => pod.to.namespace === 'docks')) {
    const ports = [443, 15010, 15012, 15014, 15017];
    expect(ports.filter((port) => isOpen(objects, to, ISTIOD, port))).toEqual([15012]);
    expect([isOpen(objects, to, DNS, 53, 'UDP'), isOpen(objects, to, DNS, 53)]).toEqual([true, true]);
    const { spec } = one(objects, 'NetworkPolicy', to.labels.app!);
    // AKS LocalDNS answers on the node, which no peer names.
    expect((spec as Spec).egress![0]).toEqual({
      ports: [
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ],
    });
  }
});

test('hosts outside are let out by port, and by address where one is stated', async () => {
  const { egress } = one(await held, 'NetworkPolicy', 'tally').spec as Spec;
  expect(egress!.slice(-2)).toEqual([
    { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ protocol: 'TCP', port: 443 }] },
    {
      to: [{ ipBlock: { cidr: '203.0.113.7/32' } }, { ipBlock: { cidr: '198.51.100.0/24' } }],
      ports: [{ protocol: 'TCP', port: 5432 }],
    },
  ]);
});

test('calls that differ in methods and paths alone are one rule', async () => {
  const { egress } = one(await held, 'NetworkPolicy', 'desk').spec as Spec;
  expect(egress!.filter(({ ports }) => ports?.[0]?.port === 9090)).toHaveLength(1);
  const { ingress } = one(await held, 'NetworkPolicy', 'berths').spec as Spec;
  // The gateway, three callers and the scraper.
  expect(ingress).toHaveLength(5);
});

test('a namespace that does not ask has none', async () => {
  expect((await objectsOf(coast)).filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  const inBorder = (await held).filter(
    ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace !== 'docks',
  );
  expect(inBorder).toEqual([]);
});

test('outside the mesh, nobody needs istiod or the metrics of sidecars', async () => {
  const environment = changed(coast, { ...ON, 'namespaces.docks.revision': undefined });
  const { ingress, egress } = one(await objectsOf(environment), 'NetworkPolicy', 'ledger').spec as Spec;
  expect(ingress).toHaveLength(2);
  expect(egress).toHaveLength(1);
});

test('the rendered objects keep every rule', async () => {
  expect(judgeObjects(await held, changed(coast, ON))).toEqual([]);
});
