import { store as storeApplication } from '../../../applications/store';
import type { Application } from '../../../model/schema/application';
import { judgeSettings } from '../../../rules';
import { TODAY, type Manifest } from '../../support';
import { environmentOf, objectsIn, one } from '../../rendered';

const secrets = { rabbitmq: 'queue', orderService: 'orders' };
const inPets = (applications: Record<string, Application>) => ({
  pets: { revision: 'asm-1-30' as const, applications },
});

let demo: Manifest[];
let secret: Manifest[];
beforeAll(async () => {
  demo = await objectsIn(inPets({ store: storeApplication({ hosts: ['*'], credentials: 'demo' }) }));
  secret = await objectsIn(
    inPets({ store: storeApplication({ hosts: ['store.example.com'], credentials: secrets }) }),
  );
});

test('it is seven Deployments, two StatefulSets and seven Services', () => {
  const count = (kind: string) => demo.filter((object) => object.kind === kind).length;
  expect([count('Deployment'), count('StatefulSet'), count('Service')]).toEqual([7, 2, 7]);
});

test('each workload has an identity of its own, and no token', () => {
  const accounts = demo.filter(({ kind }) => kind === 'ServiceAccount');
  expect(accounts).toHaveLength(9);
  for (const account of accounts) expect(account).toHaveProperty('automountServiceAccountToken', false);
  const used = demo.flatMap(({ spec }) => {
    const template = (spec as { template?: { spec: { serviceAccountName: string } } } | undefined)?.template;
    return template ? [template.spec.serviceAccountName] : [];
  });
  expect(used.toSorted()).toEqual(accounts.map(({ metadata }) => metadata.name).toSorted());
});

test('nothing of it is reachable past the gateway', () => {
  const types = demo.flatMap(({ kind, spec }) => (kind === 'Service' ? (spec as { type: string }).type : []));
  expect(new Set(types)).toEqual(new Set(['ClusterIP']));
});

test('it is reached on port 80, at every path, and what is reached is store-front', () => {
  expect(one(demo, 'Gateway', 'pets-gateway')).toHaveProperty('spec.servers', [
    { hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' } },
  ]);
  expect(one(demo, 'VirtualService', 'pets-route')).toHaveProperty('spec.http', [
    {
      match: [{ uri: { prefix: '/' } }],
      route: [{ destination: { host: 'store-front.pets.svc.cluster.local', port: { number: 80 } } }],
    },
  ]);
  expect(one(demo, 'Service', 'store-front')).toHaveProperty('spec.ports', [
    { name: 'http', port: 80, targetPort: 8080 },
  ]);
});

test('its gateway and its route answer to the hosts that it is given', () => {
  expect(one(secret, 'Gateway', 'pets-gateway')).toHaveProperty('spec.servers.0.hosts', [
    'store.example.com',
  ]);
  expect(one(secret, 'VirtualService', 'pets-route')).toHaveProperty('spec.hosts', ['store.example.com']);
});

test('no way leads from outside to store-admin', () => {
  for (const objects of [demo, secret]) {
    const routes = objects.filter(({ kind }) => kind === 'VirtualService');
    expect(routes).toHaveLength(1);
    expect(JSON.stringify(routes)).not.toContain('store-admin');
  }
});

test('verify asks the gateway for the title that the lab shows', () => {
  const { workloads } = storeApplication({ hosts: ['*'], credentials: 'demo' });
  expect(workloads['store-front']).toMatchObject({
    expose: { http: { answers: { text: 'Contoso Pet Store' } } },
  });
});

test('every workload is probed, with a liveness and a readiness of its own', () => {
  const containers = demo.flatMap(({ spec }) => {
    const template = (spec as { template?: { spec: { containers: Record<string, unknown>[] } } } | undefined)
      ?.template;
    return template?.spec.containers ?? [];
  });
  expect(containers).toHaveLength(9);
  for (const container of containers)
    expect(container).toMatchObject({ readinessProbe: expect.anything(), livenessProbe: expect.anything() });
});

describe("the demo's credentials", () => {
  test('are rejected in an environment that does not allow Secrets in plain text', () => {
    const environment = environmentOf(
      inPets({ store: storeApplication({ hosts: ['*'], credentials: 'demo' }) }),
    );
    const judged = (plainTextSecrets: boolean) =>
      judgeSettings([{ ...environment, plainTextSecrets }], TODAY).faults;
    expect(judged(true)).toEqual([]);
    expect(judged(false)).toEqual([
      expect.objectContaining({ where: expect.stringContaining('applications.store.secrets') }),
    ]);
  });

  test('are not rendered where Secrets are named, and the workloads take theirs from those', () => {
    expect(secret.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(JSON.stringify(secret)).not.toMatch(/"value":"(username|password)"/);
    const rendered = (kind: string, name: string) => JSON.stringify(one(secret, kind, name));
    expect(rendered('StatefulSet', 'rabbitmq')).toContain('"secretRef":{"name":"queue"}');
    expect(rendered('Deployment', 'order-service')).toContain('"secretRef":{"name":"orders"}');
    expect(one(secret, 'Deployment', 'makeline-service')).toHaveProperty(
      'spec.template.spec.containers.0.env',
      expect.arrayContaining(
        ['ORDER_QUEUE_USERNAME', 'ORDER_QUEUE_PASSWORD'].map((key) => ({
          name: key,
          valueFrom: { secretKeyRef: { name: 'orders', key } },
        })),
      ),
    );
  });
});
