import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { STORE_WORKLOADS } from '../../settings/contradictions';
import { lab, objectOf, objectsOf, production, ROOT, type Manifest } from '../support';
import { differences } from './manifest-diff';

const upstream = parseAllDocuments(
  readFileSync(join(ROOT, '__tests__/fixtures/aks-store-all-in-one-2.1.0.yaml'), 'utf8'),
).map((document) => document.toJS() as Manifest);

const WORKLOADS = upstream.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
const of = ({ kind, metadata }: Manifest) => `${kind}/${metadata.name}`;
const template = 'spec.template';
const container = (name: string) => `${template}.spec.containers[${name}]`;

/** Every deliberate difference of the manifest, by its number in docs/lab.md: [path, upstream, here]. */
const DELIBERATE: Record<string, [path: string, upstream: unknown, here: unknown][]> = {
  M1: upstream.flatMap((object): [string, unknown, unknown][] => [
    [`${of(object)} metadata.namespace`, undefined, 'pets'],
    [`${of(object)} metadata.labels`, undefined, { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' }],
  ]),
  M2: WORKLOADS.map((object) => [
    `${of(object)} ${template}.metadata.annotations`,
    undefined,
    { 'aks-istio-cdk/mesh-revision': 'asm-1-30' },
  ]),
  M3: [
    ['Service/store-front spec.type', 'LoadBalancer', 'ClusterIP'],
    ['Service/store-admin spec.type', 'LoadBalancer', 'ClusterIP'],
  ],
  M4: [
    ['Service/mongodb spec.ports[27017].name', undefined, 'tcp-mongodb'],
    ['Service/rabbitmq spec.ports[5672].name', 'rabbitmq-amqp', 'tcp-amqp'],
    ['Service/rabbitmq spec.ports[15672].name', 'rabbitmq-http', 'http-mgmt'],
    ['Service/store-front spec.ports[80].name', undefined, 'http'],
    ['Service/store-admin spec.ports[80].name', undefined, 'http'],
    [`StatefulSet/mongodb ${container('mongodb')}.ports[27017].name`, 'mongodb', 'tcp-mongodb'],
    [`StatefulSet/rabbitmq ${container('rabbitmq')}.ports[5672].name`, 'rabbitmq-amqp', 'tcp-amqp'],
    [`StatefulSet/rabbitmq ${container('rabbitmq')}.ports[15672].name`, 'rabbitmq-http', 'http-mgmt'],
    [`Deployment/order-service ${container('order-service')}.ports[3000].name`, undefined, 'http'],
    [`Deployment/makeline-service ${container('makeline-service')}.ports[3001].name`, undefined, 'http'],
    [`Deployment/product-service ${container('product-service')}.ports[3002].name`, undefined, 'http'],
    [`Deployment/store-front ${container('store-front')}.ports[8080].name`, 'store-front', 'http'],
    [`Deployment/store-admin ${container('store-admin')}.ports[8081].name`, 'store-admin', 'http'],
  ],
  M5: [
    [
      `Deployment/order-service ${template}.spec.initContainers`,
      expect.arrayContaining([expect.objectContaining({ name: 'wait-for-rabbitmq' })]),
      undefined,
    ],
  ],
  M6: (
    [
      ['ORDER_QUEUE_USERNAME', 'username'],
      ['ORDER_QUEUE_PASSWORD', 'password'],
    ] as const
  ).flatMap(([name, value]): [string, unknown, unknown][] => [
    [`Deployment/makeline-service ${container('makeline-service')}.env[${name}].value`, value, undefined],
    [
      `Deployment/makeline-service ${container('makeline-service')}.env[${name}].valueFrom`,
      undefined,
      { secretKeyRef: { name: 'order-service-secrets', key: name } },
    ],
  ]),
};

const KINDS = ['Deployment', 'StatefulSet', 'Service', 'ConfigMap', 'Secret'];
const store = objectsOf(lab).filter(
  ({ kind, metadata: { name, namespace } }) =>
    KINDS.includes(kind) && namespace === lab.store.namespace && !name.startsWith('curl-'),
);

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);

test('the store differs from its upstream manifest in the listed fields and in no other', () => {
  expect(differences(upstream, store).toSorted(byPath)).toEqual(
    Object.values(DELIBERATE)
      .flat()
      .map(([path, theirs, ours]) => ({ path, upstream: theirs, here: ours }))
      .toSorted(byPath),
  );
});

test('docs/lab.md gives a reason for each of these differences and lists no other', () => {
  const documented = readFileSync(join(ROOT, 'docs/lab.md'), 'utf8').matchAll(
    /^\| (M\d+) +\| .+ \| \S.{20,} \|$/gm,
  );
  expect([...documented].map(([, id]) => id)).toEqual(Object.keys(DELIBERATE));
});

test('the lab has seven Deployments, two StatefulSets and seven Services of the store', () => {
  const count = (kind: string) => store.filter((object) => object.kind === kind).length;
  expect([count('Deployment'), count('StatefulSet'), count('Service')]).toEqual([7, 2, 7]);
});

test('nothing of the store is reachable past the gateway', () => {
  const types = objectsOf(lab).flatMap(({ kind, spec }) =>
    kind === 'Service' ? (spec as { type: string }).type : [],
  );
  expect(new Set(types)).toEqual(new Set(['ClusterIP']));
});

describe('outside the lab', () => {
  const objects = objectsOf(production);

  test('no Secret and no credential is rendered', () => {
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const values = JSON.stringify(objects).match(/"value":"(username|password)"/);
    expect(values).toBeNull();
  });

  test('the workloads take their credentials from the Secrets that the settings name', () => {
    const settings = {
      ...production,
      store: { ...production.store, credentials: { rabbitmq: 'queue', orderService: 'orders' } },
    };
    expect(JSON.stringify(objectOf(settings, 'StatefulSet', 'rabbitmq'))).toContain(
      '"secretRef":{"name":"queue"}',
    );
    expect(JSON.stringify(objectOf(settings, 'Deployment', 'order-service'))).toContain(
      '"secretRef":{"name":"orders"}',
    );
    expect(JSON.stringify(objectOf(settings, 'Deployment', 'makeline-service'))).toContain(
      '"secretKeyRef":{"key":"ORDER_QUEUE_PASSWORD","name":"orders"}',
    );
  });
});

test('the size of a cluster is judged with as many sidecars as the store has workloads', () => {
  expect(WORKLOADS).toHaveLength(STORE_WORKLOADS);
});
