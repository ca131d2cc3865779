import { coast, HARBOR } from '../fixtures/calls';
import { judgeObjects } from '../../rules';
import { changed, objects as parsed, objectsOf, one, running, type Manifest } from '../support';
import { isAllowed, type Attempt } from './evaluator';

const ISSUER = 'https://login.example.com/';
const JWT = {
  issuers: [{ issuer: ISSUER, jwksUri: 'https://login.example.com/keys', audiences: ['desk'] }],
};
const asking = (jwt: object, values: object = {}) =>
  changed(coast, { [`${HARBOR}.desk.expose.http.jwt`]: { ...JWT, ...jwt }, ...values });
const names = (objects: readonly Manifest[]) =>
  objects
    .filter(({ kind }) => kind === 'RequestAuthentication' || kind === 'AuthorizationPolicy')
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);

type Token = NonNullable<Attempt['request']>['token'];
const USER = { iss: ISSUER, sub: 'jo' };
const external = { namespace: 'aks-istio-ingress', serviceAccount: 'aks-istio-ingressgateway-external' };

/** Whether a request through the gateway passes at the workload, or at the gateway itself. */
function passes(
  objects: readonly Manifest[],
  at: 'workload' | 'gateway',
  token: Token,
  { path = '/', host = 'desk.example.com', from = external as Attempt['from'] } = {},
): boolean {
  const pod = { namespace: 'docks', labels: { app: 'desk' } };
  const gateway = { namespace: 'aks-istio-ingress', labels: { istio: external.serviceAccount } };
  const request = { method: 'GET', path, host, token };
  return at === 'workload'
    ? isAllowed(objects, { to: pod, from, port: 8080, request })
    : isAllowed(objects, { to: gateway, port: 80, request });
}

describe('at the workload', () => {
  test('a RequestAuthentication takes the issuer, and a policy denies what comes through the gateway without it', async () => {
    const objects = await objectsOf(asking({ open: ['/health'], claims: { role: ['admin', 'editor'] } }));
    expect([
      one(objects, 'RequestAuthentication', 'desk-token'),
      one(objects, 'AuthorizationPolicy', 'desk-token'),
    ]).toEqual(
      parsed(`
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata:
  labels:
    app.kubernetes.io/managed-by: aks-istio-cdk
  name: desk-token
  namespace: docks
spec:
  jwtRules:
    - audiences:
        - desk
      forwardOriginalToken: true
      issuer: https://login.example.com/
      jwks_uri: https://login.example.com/keys
  selector:
    matchLabels:
      app: desk
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  labels:
    app.kubernetes.io/managed-by: aks-istio-cdk
  name: desk-token
  namespace: docks
spec:
  action: DENY
  rules:
    - from:
        - source:
            notRequestPrincipals:
              - https://login.example.com//*
            serviceAccounts:
              - aks-istio-ingress/aks-istio-ingressgateway-external
      to:
        - operation:
            notPaths:
              - /health
            ports:
              - "8080"
    - from:
        - source:
            serviceAccounts:
              - aks-istio-ingress/aks-istio-ingressgateway-external
      to:
        - operation:
            notPaths:
              - /health
            ports:
              - "8080"
      when:
        - key: request.auth.claims[role]
          notValues:
            - admin
            - editor
  selector:
    matchLabels:
      app: desk
`),
    );
  });

  test.each([
    ['of the issuer', USER, true],
    ['of another issuer', { ...USER, iss: 'https://other.example.com/' }, false],
    [
      'of an issuer whose name starts alike',
      { ...USER, iss: 'https://login.example.com.evil.example' },
      false,
    ],
    ['that is missing', undefined, false],
  ])('a request with a token %s passes: %j, %s', async (_, token, is) => {
    expect(passes(await objectsOf(asking({})), 'workload', token)).toBe(is);
  });

  test('calls inside the mesh need no token: they have an identity', async () => {
    const objects = await objectsOf(asking({}));
    const from = { namespace: 'docks', serviceAccount: 'tally' };
    expect(passes(objects, 'workload', undefined, { from })).toBe(true);
  });

  test('open paths need no token, and no other is open', async () => {
    const objects = await objectsOf(asking({ open: ['/health', '/public/*'] }));
    const open = ['/health', '/public/', '/public/a', '/healthy', '/public', '/'];
    expect(open.filter((path) => passes(objects, 'workload', undefined, { path }))).toEqual(open.slice(0, 3));
  });

  test.each<[Token, boolean]>([
    [{ ...USER, role: 'admin', team: ['red', 'blue'] }, true],
    [{ ...USER, role: ['guest', 'editor'], team: 'red' }, true],
    [{ ...USER, role: 'guest', team: 'red' }, false],
    [{ ...USER, role: 'admin', team: 'green' }, false],
    [{ ...USER, role: 'admin' }, false],
    [USER, false],
    [undefined, false],
  ])('of each claim, the token has one of the values: %j passes: %s', async (token, is) => {
    const objects = await objectsOf(asking({ claims: { role: ['admin', 'editor'], team: ['red', 'blue'] } }));
    expect(passes(objects, 'workload', token)).toBe(is);
  });

  test('two issuers have a rule each with their audiences, and tokens of either pass', async () => {
    const v1 = { issuer: 'https://sts.example.net/tenant/', jwksUri: 'https://keys.example.com/v1' };
    const v2 = {
      issuer: 'https://login.example.com/tenant/v2.0',
      jwks: '{"keys":[]}',
      audiences: ['a', 'b'],
    };
    const objects = await objectsOf(asking({ issuers: [v1, v2] }));
    expect(one(objects, 'RequestAuthentication', 'desk-token').spec).toEqual({
      selector: { matchLabels: { app: 'desk' } },
      jwtRules: [
        // The CRD's other name for jwksUri, which the classes made from it write.
        { issuer: v1.issuer, jwks_uri: v1.jwksUri, forwardOriginalToken: true },
        { ...v2, forwardOriginalToken: true },
      ],
    });
    const of = (iss: string) => passes(objects, 'workload', { ...USER, iss });
    expect([v1.issuer, v2.issuer, ISSUER].map(of)).toEqual([true, true, false]);
  });

  test('on an old revision the gateway is known by its principal', async () => {
    const objects = await objectsOf(asking({}, { 'mesh.revisions': ['asm-1-24'] }));
    expect(one(objects, 'AuthorizationPolicy', 'desk-token')).toHaveProperty('spec.rules.0.from.0.source', {
      principals: ['cluster.local/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external'],
      notRequestPrincipals: [`${ISSUER}/*`],
    });
    expect([passes(objects, 'workload', USER), passes(objects, 'workload', undefined)]).toEqual([
      true,
      false,
    ]);
  });

  test('through the internal gateway it is known by its namespace', async () => {
    const objects = await objectsOf(asking({}, { [`${HARBOR}.desk.expose.http.gateway`]: 'internal' }));
    const from = { ...external, serviceAccount: 'aks-istio-ingressgateway-internal' };
    expect([USER, undefined].map((token) => passes(objects, 'workload', token, { from }))).toEqual([
      true,
      false,
    ]);
  });

  test('a token opens no more than authorization does', async () => {
    const objects = await objectsOf(asking({}, { 'namespaces.docks.authorization': 'on' }));
    const from = { namespace: 'docks', serviceAccount: 'tally' };
    expect(passes(objects, 'workload', USER)).toBe(true);
    expect(passes(objects, 'workload', undefined)).toBe(false);
    expect(passes(objects, 'workload', USER, { from })).toBe(false);
  });
});

describe('at the gateway', () => {
  const objects = objectsOf(asking({ at: 'gateway', open: ['/health'], claims: { role: ['admin'] } }));

  test('the pods of the gateway are selected, in their namespace, and the requests by their host', async () => {
    expect(names(await objects)).toEqual([
      'RequestAuthentication aks-istio-ingress/docks-desk-token',
      'AuthorizationPolicy aks-istio-ingress/docks-desk-token',
    ]);
    const matchLabels = { istio: 'aks-istio-ingressgateway-external' };
    expect(one(await objects, 'RequestAuthentication', 'docks-desk-token')).toHaveProperty(
      'spec.selector.matchLabels',
      matchLabels,
    );
    const hosts = ['desk.example.com', 'desk.example.com:*'];
    const to = [{ operation: { hosts, ports: ['80'], notPaths: ['/health'] } }];
    expect(one(await objects, 'AuthorizationPolicy', 'docks-desk-token').spec).toEqual({
      selector: { matchLabels },
      action: 'DENY',
      rules: [
        { from: [{ source: { notRequestPrincipals: [`${ISSUER}/*`] } }], to },
        { to, when: [{ key: 'request.auth.claims[role]', notValues: ['admin'] }] },
      ],
    });
  });

  test.each<[Token, object, boolean]>([
    [{ ...USER, role: 'admin' }, {}, true],
    [USER, {}, false],
    [undefined, {}, false],
    [undefined, { path: '/health' }, true],
    // The gateway takes a host with a port behind it for the host.
    [undefined, { host: 'DESK.example.com:8443' }, false],
    [undefined, { host: 'berths.example.com' }, true],
  ])('%j with %j passes: %s', async (token, request, is) => {
    expect(passes(await objects, 'gateway', token, request)).toBe(is);
  });

  test('any host is every host of the gateway', async () => {
    const any = await objectsOf(asking({ at: 'gateway' }, { [`${HARBOR}.desk.expose.http.hosts`]: ['*'] }));
    const hosts = ['desk.example.com', 'other.example.com', '203.0.113.7:80'];
    expect(hosts.filter((host) => passes(any, 'gateway', undefined, { host }))).toEqual([]);
    expect(hosts.filter((host) => passes(any, 'gateway', USER, { host }))).toEqual(hosts);
  });
});

test('a port that asks for no token has neither', async () => {
  expect(names(await objectsOf(coast))).toEqual([]);
});

test('the rendered objects keep every rule', async () => {
  for (const at of ['workload', 'gateway']) {
    const environment = asking({ at, open: ['/health'], claims: { role: ['admin'] } });
    expect(judgeObjects(await objectsOf(environment), environment)).toEqual([]);
  }
});

describe('routes to other workloads', () => {
  const image = 'example.com/shop:1';
  const routes = [
    { uri: { prefix: '/api' }, to: { workload: 'api' } },
    { uri: { prefix: '/old' }, redirect: { uri: '/new' } },
    {},
  ];
  const jwt = { ...JWT, open: ['/health'] };
  /** A shop whose routes lead to two workloads, one of which is mirrored, all behind one token. */
  const shop = (at: 'workload' | 'gateway') =>
    changed(
      running({
        web: { image, ports: { http: 80 }, expose: { http: { hosts: ['*'], routes, jwt: { ...jwt, at } } } },
        api: {
          image,
          ports: { http: { port: 80, targetPort: 8080 } },
          traffic: { mirror: { workload: 'shadow' } },
        },
        shadow: { image, ports: { http: { port: 80, targetPort: 9090 } } },
        other: { image, ports: { http: 80 } },
      }),
      { 'namespaces.reading.authorization': 'on' },
    );
  const lets = (objects: readonly Manifest[], app: string, port: number, token: Token, path = '/api/x') =>
    isAllowed(objects, {
      to: { namespace: 'reading', labels: { app } },
      from: external,
      port,
      request: { method: 'GET', path, token },
    });

  test('are all behind the token: at each workload that requests or their copies get to', async () => {
    const objects = await objectsOf(shop('workload'));
    expect(names(objects).filter((name) => name.endsWith('-token'))).toEqual([
      'RequestAuthentication reading/web-api-token',
      'AuthorizationPolicy reading/web-api-token',
      'RequestAuthentication reading/web-shadow-token',
      'AuthorizationPolicy reading/web-shadow-token',
      'RequestAuthentication reading/web-token',
      'AuthorizationPolicy reading/web-token',
    ]);
    for (const [app, port] of [
      ['web', 80],
      ['api', 8080],
      ['shadow', 9090],
    ] as const) {
      expect(lets(objects, app, port, USER)).toBe(true);
      expect(lets(objects, app, port, undefined)).toBe(false);
      expect(lets(objects, app, port, undefined, '/health')).toBe(true);
    }
    expect(lets(objects, 'other', 80, USER)).toBe(false);
  });

  test('are behind one token at the gateway, which sees all of them', async () => {
    const objects = await objectsOf(shop('gateway'));
    expect(names(objects).filter((name) => name.endsWith('-token'))).toEqual([
      'RequestAuthentication aks-istio-ingress/reading-web-token',
      'AuthorizationPolicy aks-istio-ingress/reading-web-token',
    ]);
    for (const path of ['/', '/api', '/old'])
      expect(passes(objects, 'gateway', undefined, { path, host: 'a.example.com' })).toBe(false);
    expect(passes(objects, 'gateway', USER, { path: '/api', host: 'a.example.com' })).toBe(true);
  });

  test('keep every rule', async () => {
    for (const at of ['workload', 'gateway'] as const)
      expect(judgeObjects(await objectsOf(shop(at)), shop(at))).toEqual([]);
  });
});
