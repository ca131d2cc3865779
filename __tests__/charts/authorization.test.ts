import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coast, HARBOR } from '../fixtures/calls';
import { judgeObjects } from '../../rules';
import { changed, objects as parsed, objectsOf, one, running, scratch, type Manifest } from '../support';
import { allowedCalls, callsOf, podsIn, type Row } from './attempts';
import { isAllowed } from './evaluator';

const ON = { 'namespaces.docks.authorization': 'on', 'namespaces.border.authorization': 'on' };
const held = objectsOf(changed(coast, ON));
const policies = (objects: readonly Manifest[]) =>
  objects.filter(({ kind }) => kind === 'AuthorizationPolicy');

const TRIED = {
  methods: ['GET', 'PUT', 'POST', 'DELETE'],
  paths: ['/', '/berths', '/berths/', '/berths/1', '/berths/1/ships', '/berthsX'],
};
const sorted = (calls: readonly string[]) => [...new Set(calls)].toSorted();

/** Who calls whom along the coast. */
const COAST: readonly Row[] = [
  ['external gateway', 'docks/desk:8080', {}],
  ['internal gateway', 'docks/berths:9090', {}],
  ['docks/desk', 'docks/berths:9090', { methods: ['GET'], path: /^\/berths\/[^/]+$/ }],
  ['docks/desk', 'docks/berths:9090', { methods: ['PUT', 'DELETE'], path: /^\/berths$/ }],
  ['docks/tally', 'docks/berths:9090', { methods: ['GET'] }],
  ['border/inspector', 'docks/berths:9090', { methods: ['GET'], path: /^\/berths(\/.*)?$/ }],
  ['docks/berths', 'docks/ledger:5432'],
  ['docks/tally', 'docks/ledger:5432'],
];

test('each workload that is called has one policy, with a rule for each thing that can be done', async () => {
  expect([one(await held, 'AuthorizationPolicy', 'berths-callers')]).toEqual(
    parsed(`
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  labels:
    app.kubernetes.io/managed-by: aks-istio-cdk
  name: berths-callers
  namespace: docks
spec:
  action: ALLOW
  rules:
    - from:
        - source:
            namespaces:
              - aks-istio-ingress
            notPrincipals:
              - "*/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external"
      to:
        - operation:
            ports:
              - "9090"
    - from:
        - source:
            serviceAccounts:
              - docks/desk
      to:
        - operation:
            methods:
              - GET
            paths:
              - /berths/{*}
            ports:
              - "9090"
    - from:
        - source:
            serviceAccounts:
              - docks/desk
      to:
        - operation:
            methods:
              - PUT
              - DELETE
            paths:
              - /berths
            ports:
              - "9090"
    - from:
        - source:
            serviceAccounts:
              - docks/tally
      to:
        - operation:
            methods:
              - GET
            ports:
              - "9090"
    - from:
        - source:
            serviceAccounts:
              - border/inspector
      to:
        - operation:
            methods:
              - GET
            paths:
              - /berths
              - /berths/*
            ports:
              - "9090"
  selector:
    matchLabels:
      app: berths
`),
  );
});

test('the declared calls pass, and no other of any workload, gateway, port, method or path', async () => {
  expect(sorted(allowedCalls(await held, TRIED))).toEqual(sorted(callsOf(COAST, TRIED)));
});

test('a namespace without authorization has no policy', async () => {
  expect(policies(await objectsOf(coast))).toEqual([]);
  const docks = policies(await objectsOf(changed(coast, { 'namespaces.docks.authorization': 'on' })));
  expect(new Set(docks.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['docks']));
});

test('the policy that allows nothing comes after all that let callers in, so that no declared call is rejected meanwhile', async () => {
  const names = policies(await held)
    .filter(({ metadata }) => metadata.namespace === 'docks')
    .map(({ metadata }) => metadata.name);
  expect(names).toEqual([
    'berths-callers',
    'desk-callers',
    'ledger-callers',
    'tally-callers',
    'allow-nothing',
  ]);
  expect(policies(await held).at(-1)).toMatchObject({ metadata: { name: 'allow-nothing' }, spec: {} });
});

describe('a trial', () => {
  const trial = objectsOf(
    changed(coast, { 'namespaces.docks.authorization': 'trial', 'namespaces.border.authorization': 'trial' }),
  );

  test('has the policies that would be on, each as a dry run', async () => {
    const on = policies(await held);
    expect(policies(await trial)).toEqual(
      on.map(({ metadata, ...rest }) => ({
        ...rest,
        metadata: { ...metadata, annotations: { 'istio.io/dry-run': 'true' } },
      })),
    );
    expect(on.map(({ metadata }) => metadata.annotations)).toEqual(on.map(() => undefined));
  });

  test('lets everything pass', async () => {
    const request = { method: 'POST', path: '/nowhere' };
    const rejected = podsIn(await trial).flatMap(({ to, ports }) =>
      ports.map(async ({ containerPort: port }) => isAllowed(await trial, { to, port, request })),
    );
    expect(new Set(await Promise.all(rejected))).toEqual(new Set([true]));
  });
});

describe('a revision that knows no serviceAccounts', () => {
  const old = changed(coast, {
    ...ON,
    'mesh.installedRevision': 'asm-1-24',
    'mesh.revisions': ['asm-1-24', 'asm-1-25'],
    'mesh.config': { trustDomain: 'coast.example' },
  });
  const rules = async (environment: typeof coast, name: string) =>
    (one(await objectsOf(environment), 'AuthorizationPolicy', name).spec as { rules: object[] }).rules;

  test('names callers by principals of the trust domain', async () => {
    expect(await rules(old, 'ledger-callers')).toEqual([
      {
        from: [
          {
            source: {
              principals: ['coast.example/ns/docks/sa/berths', 'coast.example/ns/docks/sa/tally'],
            },
          },
        ],
        to: [{ operation: { ports: ['5432'] } }],
      },
    ]);
    expect(await rules(changed(old, { 'mesh.config': undefined }), 'ledger-callers')).toMatchObject([
      { from: [{ source: { principals: ['cluster.local/ns/docks/sa/berths', expect.anything()] } }] },
    ]);
  });

  test('lets the gateway in, and nobody else where only the gateway calls', async () => {
    const principal = 'coast.example/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external';
    expect(await rules(old, 'desk-callers')).toEqual([
      { from: [{ source: { principals: [principal] } }], to: [{ operation: { ports: ['8080'] } }] },
    ]);
  });

  test('names them by ServiceAccount once no revision of the cluster is that old', async () => {
    const newer = changed(old, { 'mesh.revisions': ['asm-1-25'] });
    expect(await rules(newer, 'ledger-callers')).toMatchObject([
      { from: [{ source: { serviceAccounts: ['docks/berths', 'docks/tally'] } }] },
    ]);
  });
});

test('more callers than Istio takes in one source are split', async () => {
  const image = 'example.com/shop:1';
  const callers = Array.from({ length: 33 }, (_, index) => [
    `caller-${index}`,
    { image, calls: { web: 'http' } },
  ]);
  const environment = changed(
    running({ web: { image, ports: { http: 80 } }, ...Object.fromEntries(callers) }),
    { 'namespaces.reading.authorization': 'on' },
  );
  const objects = await objectsOf(environment);
  const { rules } = one(objects, 'AuthorizationPolicy', 'web-callers').spec as {
    rules: { from: { source: { serviceAccounts: string[] } }[] }[];
  };
  const sources = rules.flatMap(({ from }) => from.map(({ source }) => source.serviceAccounts));
  expect(sources.map(({ length }) => length)).toEqual([16, 16, 1]);
  expect(sources.flat()).toEqual(callers.map(([name]) => `reading/${String(name)}`));
});

test.each([
  ['of its pod', { pod: { spec: { serviceAccountName: 'clerk' } } }],
  ['that is named', { serviceAccount: { metadata: { name: 'clerk' } } }],
])('a caller is named by the ServiceAccount %s', async (_, fields) => {
  const environment = changed(coast, {
    ...ON,
    [`${HARBOR}.berths`]: {
      ...(coast.namespaces.docks!.applications!.harbor!.workloads.berths as object),
      ...fields,
    },
  });
  expect(one(await objectsOf(environment), 'AuthorizationPolicy', 'ledger-callers')).toHaveProperty(
    'spec.rules.0.from.0.source.serviceAccounts',
    ['docks/clerk', 'docks/tally'],
  );
});

describe('an application of manifests', () => {
  const file = join(scratch(), 'manifests.yaml');
  const pod = (name: string, account?: string) =>
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { run: ${name} } }
  template:
    metadata: { labels: { run: ${name}, tier: all } }
    spec: { ${account ? `serviceAccountName: ${account}, ` : ''}containers: [{ name: main, image: 'x:1', ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { run: ${name} }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`;
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: buyer }\n';
  const ports = { http: { port: 80, targetPort: 8080 } };
  const environment = changed(
    running(
      {
        web: { ports },
        basket: { ports, calls: { web: 'http' } },
        orders: { ports, calls: { web: 'http' } },
      },
      { source: { yaml: file } },
    ),
    { 'namespaces.reading.authorization': 'on' },
  );

  test('is found by the selectors of its Services, and its callers by the accounts of their pods', async () => {
    writeFileSync(file, [pod('web'), pod('basket', 'buyer'), pod('orders'), account].join('---\n'));
    const objects = await objectsOf(environment);
    expect(one(objects, 'AuthorizationPolicy', 'web-callers').spec).toEqual({
      selector: { matchLabels: { run: 'web' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { serviceAccounts: ['reading/buyer', 'reading/default'] } }],
          to: [{ operation: { ports: ['8080'] } }],
        },
      ],
    });
    expect(judgeObjects(objects, environment)).toEqual([]);
  });
});

test('the rendered objects keep every rule', async () => {
  const declared = { ...ON, 'namespaces.docks.applications.harbor.workloads.berths.mtls': {} };
  for (const values of [declared, { ...declared, 'mesh.revisions': ['asm-1-24'] }]) {
    const environment = changed(coast, values);
    expect(judgeObjects(await objectsOf(environment), environment)).toEqual([]);
  }
});
