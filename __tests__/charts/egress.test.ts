import { coast, HARBOR } from '../fixtures/calls';
import { judgeObjects } from '../../rules';
import { changed, objects as parsed, objectsOf, one, type Manifest } from '../support';

const scoped = changed(coast, { 'namespaces.docks.egress': 'scoped' });
const declared = changed(coast, { 'namespaces.docks.egress': 'declared' });
const of = (objects: readonly Manifest[], kind: string) => objects.filter((object) => object.kind === kind);
const spec = async (name: string, kind = 'Sidecar', environment = declared) =>
  one(await objectsOf(environment), kind, name).spec;

test('a sidecar knows the callees of its workload and the outside hosts that it calls', async () => {
  expect([one(await objectsOf(declared), 'Sidecar', 'tally')]).toEqual(
    parsed(`
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  labels:
    app.kubernetes.io/managed-by: aks-istio-cdk
  name: tally
  namespace: docks
spec:
  egress:
    - hosts:
        - docks/berths.docks.svc.cluster.local
        - docks/ledger.docks.svc.cluster.local
        - ./*.blob.example.com
        - ./archive.example.com
  outboundTrafficPolicy:
    mode: REGISTRY_ONLY
  workloadSelector:
    labels:
      app: tally
`),
  );
});

test('there is one for each workload of the namespace, with nothing but its own callees', async () => {
  const hosts = of(await objectsOf(declared), 'Sidecar').map(({ metadata, spec: stated }) => [
    `${metadata.namespace}/${metadata.name}`,
    (stated as { egress: { hosts: string[] }[] }).egress.flatMap((each) => each.hosts),
  ]);
  expect(Object.fromEntries(hosts)).toEqual({
    'docks/desk': ['docks/berths.docks.svc.cluster.local', './weather.example.com', './tides.example.com'],
    'docks/berths': ['docks/ledger.docks.svc.cluster.local', './weather.example.com'],
    // Of a workload that calls nothing: the list cannot be empty, and no namespace is named ~.
    'docks/ledger': ['~/*'],
    'docks/tally': [
      'docks/berths.docks.svc.cluster.local',
      'docks/ledger.docks.svc.cluster.local',
      './*.blob.example.com',
      './archive.example.com',
    ],
  });
});

test('a callee of another namespace is known by it', async () => {
  const border = changed(coast, { 'namespaces.border.egress': 'scoped' });
  expect(await spec('inspector', 'Sidecar', border)).toEqual({
    workloadSelector: { labels: { app: 'inspector' } },
    egress: [{ hosts: ['docks/berths.docks.svc.cluster.local'] }],
  });
});

test('only declared keeps the rest back; a scope lets it pass as plaintext', async () => {
  const modes = async (environment: typeof coast) =>
    of(await objectsOf(environment), 'Sidecar').map(
      ({ spec: stated }) => (stated as { outboundTrafficPolicy?: object }).outboundTrafficPolicy,
    );
  expect(await modes(declared)).toEqual(Array.from({ length: 4 }, () => ({ mode: 'REGISTRY_ONLY' })));
  expect(await modes(scoped)).toEqual([undefined, undefined, undefined, undefined]);
});

test('hosts of tracers and authorizers that the mesh names are known to all', async () => {
  const extensionProviders = [
    { name: 'tracer', opentelemetry: { service: 'collector.observability.svc.cluster.local', port: 4317 } },
    { name: 'authorizer', envoyExtAuthzHttp: { service: 'gate/login.example.com', port: 443 } },
    { name: 'log', envoyFileAccessLog: { path: '/dev/stdout' } },
  ];
  const environment = changed(declared, { 'mesh.config': { extensionProviders } });
  const providers = ['*/collector.observability.svc.cluster.local', 'gate/login.example.com'];
  expect(await spec('ledger', 'Sidecar', environment)).toHaveProperty('egress', [{ hosts: providers }]);
  expect(await spec('berths', 'Sidecar', environment)).toHaveProperty('egress', [
    { hosts: ['docks/ledger.docks.svc.cluster.local', './weather.example.com', ...providers] },
  ]);
});

describe('an outside host', () => {
  test('of HTTPS is TLS, which is told apart by the server name and looked up', async () => {
    expect(await spec('weather.example.com', 'ServiceEntry')).toEqual({
      hosts: ['weather.example.com'],
      ports: [{ number: 443, name: 'tls-443', protocol: 'TLS' }],
      resolution: 'DNS',
      location: 'MESH_EXTERNAL',
      exportTo: ['.'],
    });
  });

  test('of HTTP is looked up too', async () => {
    expect(await spec('tides.example.com', 'ServiceEntry')).toMatchObject({
      ports: [{ number: 8080, name: 'http-8080', protocol: 'HTTP' }],
      resolution: 'DNS',
    });
  });

  test('with a wildcard cannot be looked up', async () => {
    expect(await spec('any.blob.example.com', 'ServiceEntry')).toEqual({
      hosts: ['*.blob.example.com'],
      ports: [{ number: 443, name: 'tls-443', protocol: 'TLS' }],
      resolution: 'NONE',
      location: 'MESH_EXTERNAL',
      exportTo: ['.'],
    });
  });

  test('of TCP is told apart by its addresses', async () => {
    expect(await spec('archive.example.com', 'ServiceEntry')).toEqual({
      hosts: ['archive.example.com'],
      addresses: ['203.0.113.7', '198.51.100.0/24'],
      ports: [{ number: 5432, name: 'tcp-5432', protocol: 'TCP' }],
      resolution: 'NONE',
      location: 'MESH_EXTERNAL',
      exportTo: ['.'],
    });
  });

  test('has one entry for all of its callers, with the ports of all', async () => {
    const calls = { 'weather.example.com': { port: 8443, protocol: 'HTTPS' } };
    const environment = changed(declared, { [`${HARBOR}.ledger.callsOutside`]: calls });
    const entries = of(await objectsOf(environment), 'ServiceEntry').map(({ metadata }) => metadata.name);
    expect(entries.filter((name) => name === 'weather.example.com')).toHaveLength(1);
    expect(await spec('weather.example.com', 'ServiceEntry', environment)).toHaveProperty('ports', [
      { number: 443, name: 'tls-443', protocol: 'TLS' },
      { number: 8443, name: 'tls-8443', protocol: 'TLS' },
    ]);
  });

  test('of another namespace has its entry there', async () => {
    const calls = { 'weather.example.com': { port: 443, protocol: 'HTTPS' } };
    const environment = changed(declared, {
      'namespaces.border.egress': 'declared',
      'namespaces.border.applications.customs.workloads.inspector.callsOutside': calls,
    });
    const entries = of(await objectsOf(environment), 'ServiceEntry')
      .filter(({ metadata }) => metadata.name === 'weather.example.com')
      .map(({ metadata }) => metadata.namespace);
    expect(entries.toSorted()).toEqual(['border', 'docks']);
  });
});

test('the hosts of other namespaces have no entry in one that asks', async () => {
  const environment = changed(coast, { 'namespaces.border.egress': 'declared' });
  expect(of(await objectsOf(environment), 'ServiceEntry')).toEqual([]);
});

test('a namespace that does not ask has neither scopes nor entries', async () => {
  const kinds = new Set((await objectsOf(coast)).map(({ kind }) => kind));
  expect(['Sidecar', 'ServiceEntry'].filter((kind) => kinds.has(kind))).toEqual([]);
});

test('the rendered objects keep every rule', async () => {
  for (const environment of [scoped, declared])
    expect(judgeObjects(await objectsOf(environment), environment)).toEqual([]);
});
