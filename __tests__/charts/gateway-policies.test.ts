import { judgeObjects, judgeSettings } from '../../rules';
import { gatewayApi } from '../fixtures/gateway-api';
import { changed, objectOf, objectsOf, plain, running, TODAY } from '../support';

const image = 'example.com/web:1';
const issuer = { issuer: 'https://login.example.com/', jwks: '{ "keys": [] }' };
const expose = (port: string, host: string, more: object = {}) => ({
  expose: { [port]: { hosts: [host], ...more } },
});

/** A namespace with every policy, whose workloads are exposed on both gateways. */
const guarded = (web: object = {}): typeof plain =>
  changed(
    running({
      web: {
        image,
        ports: { http: { port: 80, targetPort: 8080 } },
        ...expose('http', 'a.example.com', web),
      },
      admin: { image, ports: { http: 9090 }, ...expose('http', 'b.example.com', { gateway: 'internal' }) },
      store: { image, ports: { 'tcp-store': 5432 } },
    }),
    {
      'mesh.gatewayApi': true,
      'mesh.ingressGateways': [],
      'cluster.networkPolicy': 'cilium',
      'namespaces.reading.authorization': 'on',
      'namespaces.reading.networkPolicies': true,
      'namespaces.reading.egress': 'declared',
    },
  );

const target = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' };
const specOf = async (environment: typeof plain, kind: string, name: string) =>
  (await objectOf(environment, kind, name)).spec;

test('the gateways of a namespace let all in, though its policy allows nothing, and in a trial that is tried too', async () => {
  expect(await specOf(guarded(), 'AuthorizationPolicy', 'external-gateway')).toEqual({
    targetRefs: [target],
    action: 'ALLOW',
    rules: [{}],
  });
  expect(await specOf(guarded(), 'AuthorizationPolicy', 'internal-gateway')).toMatchObject({
    targetRefs: [{ name: 'internal' }],
  });
  const trial = changed(guarded(), { 'namespaces.reading.authorization': 'trial' });
  expect((await objectOf(trial, 'AuthorizationPolicy', 'external-gateway')).metadata.annotations).toEqual({
    'istio.io/dry-run': 'true',
  });
});

test("without the Gateway API there is no policy for gateways among the namespace's", async () => {
  const istio = changed(guarded(), {
    'mesh.gatewayApi': false,
    'mesh.ingressGateways': ['external', 'internal'],
  });
  const names = (await objectsOf(istio)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names).toContain('AuthorizationPolicy web-callers');
  expect(names.filter((name) => /Policy (external|internal)/.test(name))).toEqual([]);
});

test('the callee lets the gateway of its own namespace in, and no other gateway', async () => {
  expect(await specOf(guarded(), 'AuthorizationPolicy', 'web-callers')).toMatchObject({
    rules: [
      {
        from: [{ source: { serviceAccounts: ['reading/external-istio'] } }],
        to: [{ operation: { ports: ['8080'] } }],
      },
    ],
  });
  expect(await specOf(guarded(), 'AuthorizationPolicy', 'admin-callers')).toMatchObject({
    rules: [{ from: [{ source: { serviceAccounts: ['reading/internal-istio'] } }] }],
  });
});

const here = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'reading' } } };
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

test('on layers 3 and 4 a gateway is reached from anywhere, and reaches what it leads to, istiod and DNS', async () => {
  const namespace = (name: string) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  });
  expect(await specOf(guarded(), 'NetworkPolicy', 'external-istio')).toEqual({
    podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'external' } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ ports: tcp(80, 443, 15021) }, { from: [namespace('kube-system')], ports: tcp(15020, 15090) }],
    egress: [
      { ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] },
      { to: [namespace('aks-istio-system')], ports: tcp(15012) },
      { to: [{ ...here, podSelector: { matchLabels: { app: 'web' } } }], ports: tcp(8080) },
    ],
  });
});

test("on layers 3 and 4 the callee is reached from the gateway's pods at its pod port", async () => {
  const from = (gateway: string) => ({
    ...here,
    podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': gateway } },
  });
  expect(await specOf(guarded(), 'NetworkPolicy', 'web')).toMatchObject({
    ingress: [{ from: [from('external')], ports: tcp(8080) }, {}],
  });
  expect(await specOf(guarded(), 'NetworkPolicy', 'admin')).toMatchObject({
    ingress: [{ from: [from('internal')], ports: tcp(9090) }, {}],
  });
});

test('a token at the gateway is checked by the gateway of the namespace, for the hosts of the exposed port', async () => {
  const withToken = guarded({ jwt: { at: 'gateway', issuers: [issuer] } });
  const objects = await objectsOf(withToken);
  expect(objects.filter(({ metadata }) => metadata.namespace === 'aks-istio-ingress')).toEqual([]);
  expect(await specOf(withToken, 'RequestAuthentication', 'web-token')).toMatchObject({
    targetRefs: [target],
    jwtRules: [{ issuer: issuer.issuer }],
  });
  const policy = await specOf(withToken, 'AuthorizationPolicy', 'web-token');
  expect(policy).toMatchObject({
    targetRefs: [target],
    action: 'DENY',
    rules: [{ to: [{ operation: { hosts: ['a.example.com', 'a.example.com:*'] } }] }],
  });
  expect(policy).not.toHaveProperty('selector');
});

test('a token at the workload is asked of what comes through the gateway of the namespace', async () => {
  const withToken = guarded({ jwt: { issuers: [issuer] } });
  expect(await specOf(withToken, 'AuthorizationPolicy', 'web-token')).toMatchObject({
    selector: { matchLabels: { app: 'web' } },
    rules: [{ from: [{ source: { serviceAccounts: ['reading/external-istio'] } }] }],
  });
});

test('a namespace with all of it keeps every rule', async () => {
  for (const environment of [guarded(), guarded({ jwt: { at: 'gateway', issuers: [issuer] } }), gatewayApi]) {
    expect(judgeSettings([environment], TODAY)).toEqual({ faults: [], warnings: [] });
    expect(judgeObjects(await objectsOf(environment), environment)).toEqual([]);
  }
});
