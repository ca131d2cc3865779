import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Gateway, VirtualService } from '../../imports/networking.istio.io';
import { AuthorizationPolicy } from '../../imports/security.istio.io';
import { application, manifests } from '../../model/schema/application';
import { scratch } from '../support';
import { IN, ingress, letIn, mayLeave, OUT, podOf } from './proxies';
import { lines, synthesize } from './synthesize';

// Routes that somebody wrote by hand, as in istio/istio issues 33593 and 45332: every request got a 403 from the pods' policies.

const folder = scratch();
const LIMITED = { revision: 'asm-1-30', authorization: 'on', networkPolicies: true };
const cluster = { networkPolicy: 'cilium' };
const team = (name: string) =>
  application({
    [name]: { image: `example.com/${name}:1`, ports: { http: { port: 80, targetPort: 8080 } } },
  });

/** A browser: nobody that the mesh knows, at no address of a pod. */
const OUTSIDE = { namespace: 'nowhere', labels: {}, serviceAccount: 'nobody' };

let files = 0;
function file(text: string): string {
  const path = join(folder, `${files++}.yaml`);
  writeFileSync(path, text);
  return path;
}

const gateway = (kind = 'external') => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: site }
spec:
  selector: { istio: aks-istio-ingressgateway-${kind} }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [www.example.com] }]
`;
const SITE = `${gateway()}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: site }
spec:
  gateways: [site]
  hosts: [www.example.com]
  http:
    - match: [{ uri: { prefix: /books } }]
      route: [{ destination: { host: books.books.svc.cluster.local, port: { number: 80 } } }]
      mirror: { host: copies.books.svc.cluster.local, port: { number: 80 } }
    - route: [{ destination: { host: home, port: { number: 80 } } }]
`;

test('the gateway of a route reaches its destinations in all namespaces, mirrors included, and nothing else', async () => {
  const { faults, objects } = await synthesize(
    {
      home: { ...LIMITED, applications: { home: team('home'), site: manifests(file(SITE), {}) } },
      books: {
        ...LIMITED,
        applications: { books: team('books'), copies: team('copies'), stock: team('stock') },
      },
    },
    { cluster, mesh: { ingressGateways: ['external', 'internal'] } },
  );
  expect(lines(faults)).toEqual([]);
  for (const [namespace, name] of [
    ['home', 'home'],
    ['books', 'books'],
    ['books', 'copies'],
  ] as const) {
    expect(letIn(objects, ingress('external'), podOf(namespace, name), 8080)).toEqual(IN);
    expect(letIn(objects, ingress('internal'), podOf(namespace, name), 8080)).toEqual(OUT);
    expect(letIn(objects, ingress('external'), podOf(namespace, name), 80)).toEqual(OUT);
  }
  expect(letIn(objects, ingress('external'), podOf('books', 'stock'), 8080)).toEqual(OUT);
});

test('what a route delegates to a VirtualService of another team is reached too', async () => {
  const site = `${gateway()}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: site }
spec:
  gateways: [site]
  hosts: [www.example.com]
  http: [{ match: [{ uri: { prefix: /books } }], delegate: { name: books, namespace: books } }]
`;
  const delegate = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: books }
spec: { http: [{ route: [{ destination: { host: books, port: { number: 80 } } }] }] }
`;
  const { faults, objects } = await synthesize(
    {
      home: { ...LIMITED, applications: { site: manifests(file(site), {}) } },
      books: {
        ...LIMITED,
        applications: { books: team('books'), stock: team('stock'), delegate: manifests(file(delegate), {}) },
      },
    },
    { cluster },
  );
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, ingress('external'), podOf('books', 'books'), 8080)).toEqual(IN);
  expect(letIn(objects, ingress('external'), podOf('books', 'stock'), 8080)).toEqual(OUT);
});

test('a hook that answers challenges on port 80 beside an exposed port reaches what answers them', async () => {
  const shop = application(
    {
      shop: {
        image: 'example.com/shop:1',
        ports: { http: 8080 },
        expose: { http: { hosts: ['shop.example.com'], tls: { credentialName: 'shop', plaintext: 'off' } } },
      },
      answers: { image: 'example.com/answers:1', ports: { http: 8089 } },
    },
    {
      customize: ({ chart }) => {
        new Gateway(chart, 'plain', {
          metadata: { name: 'plain' },
          spec: {
            selector: { istio: 'aks-istio-ingressgateway-external' },
            servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
          },
        });
        new VirtualService(chart, 'challenges', {
          metadata: { name: 'challenges' },
          spec: {
            gateways: ['plain'],
            hosts: ['shop.example.com'],
            http: [{ route: [{ destination: { host: 'answers' } }] }],
          },
        });
      },
    },
  );
  const { faults, objects } = await synthesize({ shop: { ...LIMITED, applications: { shop } } }, { cluster });
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, ingress('external'), podOf('shop', 'answers'), 8089)).toEqual(IN);
  expect(letIn(objects, ingress('external'), podOf('shop', 'shop'), 8080)).toEqual(IN);
});

test("a route of the environment's hook comes after the policies: it is rejected until the hook brings these too", async () => {
  const namespaces = { home: { ...LIMITED, applications: { home: team('home') } } };
  const bring = ({ chart }: { chart: Construct }) => {
    const metadata = { name: 'site', namespace: 'home' };
    new Gateway(chart, 'site', {
      metadata,
      spec: {
        selector: { istio: 'aks-istio-ingressgateway-external' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['www.example.com'] }],
      },
    });
    new VirtualService(chart, 'route', {
      metadata,
      spec: {
        gateways: ['site'],
        hosts: ['www.example.com'],
        http: [{ route: [{ destination: { host: 'home', port: { number: 80 } } }] }],
      },
    });
  };
  const alone = await synthesize(namespaces, { cluster, kubernetes: bring });
  expect(lines(alone.faults)).toEqual([
    expect.stringMatching(
      /VirtualService home\/site.*no policy there allows that.*; allow pods istio=aks-istio-ingressgateway-external of 'aks-istio-ingress' on port 8080/,
    ),
  ]);
  const withPolicies = ({ chart }: { chart: Construct }) => {
    bring({ chart });
    const metadata = { name: 'site', namespace: 'home' };
    const matchLabels = { app: 'home' };
    const account = 'aks-istio-ingress/aks-istio-ingressgateway-external';
    new AuthorizationPolicy(chart, 'allow', {
      metadata,
      spec: {
        selector: { matchLabels },
        rules: [
          {
            from: [{ source: { serviceAccounts: [account] } }],
            to: [{ operation: { ports: ['8080'] } }],
          },
        ],
      },
    });
    new ApiObject(chart, 'enter', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels },
        ingress: [
          {
            from: [
              { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'aks-istio-ingress' } } },
            ],
            ports: [{ port: 8080, protocol: 'TCP' }],
          },
        ],
      },
    });
  };
  const { faults, objects } = await synthesize(namespaces, { cluster, kubernetes: withPolicies });
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, ingress('external'), podOf('home', 'home'), 8080)).toEqual(IN);
});

test('a route inside of the mesh lets no gateway in', async () => {
  const inside = SITE.replace(gateway(), '')
    .replace('  gateways: [site]\n', '')
    .replace('[www.example.com]', '[home]');
  const { objects } = await synthesize(
    {
      home: { ...LIMITED, applications: { home: team('home'), site: manifests(file(inside), {}) } },
      books: { ...LIMITED, applications: { books: team('books'), copies: team('copies') } },
    },
    { cluster },
  );
  expect(letIn(objects, ingress('external'), podOf('books', 'books'), 8080)).toEqual(OUT);
});

test('an HTTPRoute by hand lets the proxies of its Gateway in, and no gateway of another namespace', async () => {
  const routes = file(`
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: own }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: own.example.com }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: own }
spec:
  parentRefs: [{ name: own }]
  hostnames: [own.example.com]
  rules: [{ backendRefs: [{ name: home, port: 80 }] }]
`);
  const { faults, objects } = await synthesize(
    {
      home: {
        ...LIMITED,
        applications: { home: team('home'), till: team('till'), routes: manifests(routes, {}) },
      },
    },
    { cluster, mesh: { gatewayApi: true, ingressGateways: [] } },
  );
  expect(lines(faults)).toEqual([]);
  const proxies = (namespace: string) => ({
    namespace,
    labels: { 'gateway.networking.k8s.io/gateway-name': 'own' },
    serviceAccount: 'own-istio',
  });
  expect(letIn(objects, proxies('home'), podOf('home', 'home'), 8080)).toEqual(IN);
  expect(letIn(objects, OUTSIDE, proxies('home'), 80)).toEqual(IN);
  expect(mayLeave(objects, podOf('home', 'till'), podOf('home', 'home'), 8080)).toBe(false);
  expect(letIn(objects, proxies('other'), podOf('home', 'home'), 8080)).toEqual(OUT);
  expect(letIn(objects, ingress('external'), podOf('home', 'home'), 8080)).toEqual(OUT);
});

describe('a destination whose pods no workload stands for', () => {
  const PODS = `
apiVersion: v1
kind: Service
metadata: { name: wiki }
spec: { selector: { app: wiki }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: wiki }
spec:
  selector: { matchLabels: { app: wiki } }
  template:
    metadata: { labels: { app: wiki } }
    spec:
      automountServiceAccountToken: false
      containers: [{ name: wiki, image: 'example.com/wiki:1', ports: [{ containerPort: 8080, name: http }] }]
---${gateway()}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: wiki }
spec:
  gateways: [site]
  hosts: [www.example.com]
  http: [{ route: [{ destination: { host: wiki, port: { number: 80 } } }] }]
`;
  const POLICIES = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: wiki }
spec:
  selector: { matchLabels: { app: wiki } }
  rules: [{ from: [{ source: { principals: ['cluster.local/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external'] } }], to: [{ operation: { ports: ['8080'] } }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: wiki }
spec:
  podSelector: { matchLabels: { app: wiki } }
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: aks-istio-ingress } } }], ports: [{ port: 8080 }] }]
`;
  const wiki = (yaml: string, services: object = {}, namespace: object = LIMITED) =>
    synthesize(
      { wiki: { ...namespace, applications: { wiki: manifests(file(yaml), services) } } },
      { cluster },
    );

  test.each([
    [{ authorization: 'on' }, /AuthorizationPolicy wiki\/allow-nothing/],
    [{ networkPolicies: true }, /NetworkPolicy wiki\/deny-all/],
  ])('is rejected under %j', async (limit, policy) => {
    const [fault, ...others] = lines((await wiki(PODS, {}, { revision: 'asm-1-30', ...limit })).faults);
    expect(others).toEqual([]);
    expect(fault).toMatch(
      /VirtualService wiki\/wiki spec\.http\.0\.route\.0\.destination: .* is called by the external ingress gateway/,
    );
    expect(fault).toMatch(policy);
    expect(fault).toMatch(/every request is rejected; declare the Service 'wiki' with its ports/);
  });

  test('is let in once its Service is declared', async () => {
    const { faults, objects } = await wiki(PODS, {
      wiki: { ports: { http: { port: 80, targetPort: 8080 } } },
    });
    expect(lines(faults)).toEqual([]);
    expect(letIn(objects, ingress('external'), podOf('wiki', 'wiki'), 8080)).toEqual(IN);
  });

  test('is let in by policies of its own', async () => {
    const { faults, objects } = await wiki(`${PODS}${POLICIES}`);
    expect(lines(faults)).toEqual([]);
    expect(letIn(objects, ingress('external'), podOf('wiki', 'wiki'), 8080)).toEqual(IN);
  });

  test('is rejected where these are for another port or another gateway', async () => {
    for (const [from, to] of [
      ["ports: ['8080']", "ports: ['80']"],
      ['sa/aks-istio-ingressgateway-external', 'sa/default'],
      ['[{ port: 8080 }]', '[{ port: 80 }]'],
      ['metadata.name: aks-istio-ingress', 'metadata.name: default'],
    ] as const)
      expect(lines((await wiki(`${PODS}${POLICIES.replace(from, to)}`)).faults)).toContainEqual(
        expect.stringMatching(/no policy there allows that/),
      );
  });
});

test('a field of a wrong type is a fault of its object, and no bug of what follows from routes', async () => {
  for (const [from, to] of [
    ['host: home', 'host: 5'],
    ['gateways: [site]', 'gateways: 5'],
    ['hosts: [www.example.com]\n  http:', 'hosts: 5\n  http:'],
    ['selector: { istio: aks-istio-ingressgateway-external }', 'selector: none'],
  ] as const) {
    const { faults } = await synthesize(
      {
        home: {
          ...LIMITED,
          applications: { home: team('home'), site: manifests(file(SITE.replace(from, to)), {}) },
        },
      },
      { cluster },
    );
    expect(faults.length).toBeGreaterThan(0);
  }
});
