import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { store as storeApplication } from '../../../applications/store';
import { ROOT, type Manifest } from '../../support';
import { objectsIn } from '../../rendered';
import { differences } from './manifest-diff';

const upstream = parseAllDocuments(
  readFileSync(join(__dirname, 'aks-store-all-in-one-2.1.0.yaml'), 'utf8'),
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
  M7: WORKLOADS.flatMap((object): [string, unknown, unknown][] => {
    const { name } = object.metadata;
    return [
      [`${of(object)} ${template}.spec.serviceAccountName`, undefined, name],
      [
        `ServiceAccount/${name}`,
        undefined,
        expect.objectContaining({ kind: 'ServiceAccount', automountServiceAccountToken: false }),
      ],
    ];
  }),
};

const KINDS = ['Deployment', 'StatefulSet', 'Service', 'ServiceAccount', 'ConfigMap', 'Secret'];
let store: Manifest[];
beforeAll(async () => {
  const applications = { store: storeApplication({ hosts: ['*'], credentials: 'demo' }) };
  const objects = await objectsIn({ pets: { revision: 'asm-1-30', applications } });
  store = objects.filter(({ kind, metadata }) => KINDS.includes(kind) && metadata.namespace === 'pets');
});

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
