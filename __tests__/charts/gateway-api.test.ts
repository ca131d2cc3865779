import { changed, objectOf, objects, objectsOf, plain, running } from '../support';

const on = { 'mesh.gatewayApi': true, 'mesh.ingressGateways': [] };
const web = (expose: object, more: object = {}) => ({
  image: 'example.com/web:1',
  ports: { http: { port: 80, targetPort: 8080 } },
  expose: { http: expose },
  ...more,
});

/** The objects of the Gateway API of an environment. */
const rendered = async (environment: typeof plain) =>
  (await objectsOf(environment)).filter(({ apiVersion }) => apiVersion.startsWith('gateway.networking'));

test('an exposed port is a listener of the gateway of its namespace, and a route to its Service', async () => {
  const environment = changed(running({ web: web({ hosts: ['shop.example.com'] }) }), on);
  expect(await rendered(environment)).toEqual(
    objects(`
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: external
  namespace: reading
  labels: { app.kubernetes.io/managed-by: aks-istio-cdk, istio.io/rev: asm-1-30 }
spec:
  gatewayClassName: istio
  listeners:
    - name: http-shop.example.com
      hostname: shop.example.com
      port: 80
      protocol: HTTP
      allowedRoutes: { namespaces: { from: Same } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web-route, namespace: reading, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  parentRefs: [{ name: external, sectionName: http-shop.example.com }]
  hostnames: [shop.example.com]
  rules:
    - matches: [{ path: { type: PathPrefix, value: / } }]
      backendRefs: [{ name: web, port: 80 }]
`),
  );
});

test("with the Gateway API nothing of Istio's own pair is rendered, and without it nothing of the Gateway API", async () => {
  const workloads = { web: web({ hosts: ['*'] }) };
  const kinds = async (environment: typeof plain) =>
    (await objectsOf(environment))
      .filter(({ kind }) => ['Gateway', 'VirtualService', 'HTTPRoute'].includes(kind))
      .map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  const [istio, gatewayApi] = ['networking.istio.io/v1', 'gateway.networking.k8s.io/v1'];
  expect(await kinds(running(workloads))).toEqual([`${istio} Gateway`, `${istio} VirtualService`]);
  expect(await kinds(changed(running(workloads), on))).toEqual([
    `${gatewayApi} Gateway`,
    `${gatewayApi} HTTPRoute`,
  ]);
});

test('a namespace has one gateway of each kind for all of its applications, the internal one without a public address', async () => {
  const two = changed(plain, {
    ...on,
    'namespaces.reading.applications': {
      shop: { workloads: { web: web({ hosts: ['*'] }) } },
      back: {
        workloads: {
          admin: web({ hosts: ['admin.example.com'], gateway: 'internal' }),
          api: web({ hosts: ['api.example.com'] }),
        },
      },
    },
  });
  const gateways = (await rendered(two)).filter(({ kind }) => kind === 'Gateway');
  expect(gateways.map(({ metadata, spec }) => [metadata.name, spec])).toMatchObject([
    ['external', { listeners: [{ name: 'http' }, { name: 'http-api.example.com' }] }],
    [
      'internal',
      {
        infrastructure: {
          annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
        },
        listeners: [{ name: 'http-admin.example.com' }],
      },
    ],
  ]);
  expect(gateways[0]).not.toHaveProperty('spec.infrastructure');
  expect(gateways[0]).not.toHaveProperty('spec.listeners.0.hostname');
});

test('HTTPS is a listener for each host with the certificate of that host, and plain HTTP is redirected', async () => {
  const tls = { credentialName: { 'shop-tls': ['shop.example.com'], 'any-tls': ['*.example.org'] } };
  const exposed = running({ web: web({ hosts: ['shop.example.com', '*.example.org'], tls }) });
  const [gateway, route, redirect] = await rendered(changed(exposed, on));
  const allowedRoutes = { namespaces: { from: 'Same' } };
  const terminate = (name: string) => ({ mode: 'Terminate', certificateRefs: [{ name }] });
  const [shop, any] = [{ hostname: 'shop.example.com' }, { hostname: '*.example.org' }];
  const [https, http] = [
    { port: 443, protocol: 'HTTPS', allowedRoutes },
    { port: 80, protocol: 'HTTP', allowedRoutes },
  ];
  expect(gateway).toHaveProperty('spec.listeners', [
    { name: 'https-shop.example.com', ...shop, ...https, tls: terminate('shop-tls') },
    { name: 'https-any.example.org', ...any, ...https, tls: terminate('any-tls') },
    { name: 'http-shop.example.com', ...shop, ...http },
    { name: 'http-any.example.org', ...any, ...http },
  ]);
  const hostnames = ['shop.example.com', '*.example.org'];
  const parents = (...names: string[]) => names.map((sectionName) => ({ name: 'external', sectionName }));
  expect(route).toMatchObject({
    metadata: { name: 'web-route' },
    spec: { parentRefs: parents('https-shop.example.com', 'https-any.example.org'), hostnames },
  });
  expect(redirect).toMatchObject({
    kind: 'HTTPRoute',
    metadata: { name: 'web-redirect' },
    spec: {
      parentRefs: parents('http-shop.example.com', 'http-any.example.org'),
      hostnames,
      rules: [
        { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] },
      ],
    },
  });
});

test.each([
  ['allow', ['https', 'http'], ['https', 'http']],
  ['off', ['https'], ['https']],
])(
  'with plaintext %s, the listeners are %j and the route serves %j',
  async (plaintext, listeners, served) => {
    const exposed = running({ web: web({ hosts: ['*'], tls: { credentialName: 'shop-tls', plaintext } }) });
    const all = await rendered(changed(exposed, on));
    expect(all.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Gateway external',
      'HTTPRoute web-route',
    ]);
    expect(all[0]).toMatchObject({ spec: { listeners: listeners.map((name) => ({ name })) } });
    expect(all[1]).toMatchObject({
      spec: { parentRefs: served.map((sectionName) => ({ name: 'external', sectionName })) },
    });
    expect(all[1]).not.toHaveProperty('spec.hostnames');
  },
);

test('the gateway of a namespace belongs to the revision of the namespace, and has none outside the mesh', async () => {
  const workloads = { web: web({ hosts: ['*'] }) };
  const labelsOf = async (environment: typeof plain) =>
    (await objectOf(environment, 'Gateway', 'external')).metadata.labels;
  const moved = changed(running(workloads), {
    ...on,
    'mesh.revisions': ['asm-1-30', 'asm-1-31'],
    'namespaces.reading.revision': 'asm-1-31',
  });
  expect(await labelsOf(moved)).toHaveProperty(['istio.io/rev'], 'asm-1-31');
  const outside = changed(running(workloads), { ...on, 'namespaces.reading.revision': undefined });
  expect(await labelsOf(outside)).not.toHaveProperty(['istio.io/rev']);
});

test('annotations of the gateways of a namespace are handed on to the Service that Istio makes, beside what makes one internal', async () => {
  const AZURE = 'service.beta.kubernetes.io';
  const probe = { [`${AZURE}/port_80_health-probe_protocol`]: 'Tcp' };
  const subnet = { [`${AZURE}/azure-load-balancer-internal-subnet`]: 'snet-gateways' };
  const environment = changed(
    running({
      web: web({ hosts: ['shop.example.com'] }),
      admin: web({ hosts: ['admin.example.com'], gateway: 'internal' }),
    }),
    {
      ...on,
      'namespaces.reading.gateways': { external: { annotations: probe }, internal: { annotations: subnet } },
    },
  );
  const infrastructureOf = async (name: string) =>
    (await objectOf(environment, 'Gateway', name)).spec as { infrastructure?: object };
  expect((await infrastructureOf('external')).infrastructure).toEqual({ annotations: probe });
  expect((await infrastructureOf('internal')).infrastructure).toEqual({
    annotations: { [`${AZURE}/azure-load-balancer-internal`]: 'true', ...subnet },
  });
});
