import { application, type Application } from 'aks-istio-cdk';
import type { Environment } from '../../../model/schema/environment';
import type { Expectation } from '../../../verify/check';
import { mtls } from '../../../verify/checks/mtls';
import { seen, set } from '../fake-cluster';
import { example, full } from '../fixtures';
import { stageOf, type Stage } from '../healthy';
import type { KubernetesObject } from '../../../objects/object';
import { planWith } from '../../support';

const policies = 'shop has the rendered mTLS policies and no others';
const rejected = 'shop rejects default/outside, a client outside the mesh';
const taken = 'shop serves default/outside, a client outside the mesh';
const served = 'shop serves shop/inside, a client inside the mesh';

let shop: Stage;
beforeAll(async () => {
  shop = await stageOf(example);
});

/** The example with other fields of its namespace, and other applications beside its own. */
async function stageWith(fields: object, applications: Record<string, Application> = {}): Promise<Stage> {
  const { shop: home, ...others } = example.namespaces;
  const changed = { ...home, ...fields, applications: { ...home!.applications, ...applications } };
  return stageOf(planWith(example, { namespaces: { shop: changed, ...others } } as Partial<Environment>));
}

/** What each client runs, by its Deployment, and where. */
async function callsOf(stage: Stage): Promise<Record<string, string[]>> {
  const calls: Record<string, string[]> = {};
  const cluster = {
    version: async () => '',
    list: async () => [],
    exec: async (deployment: string, namespace: string, command: readonly string[]) => {
      (calls[`${namespace}/${deployment}`] ??= []).push(command.at(-1)!);
      return '';
    },
    httpGet: async () => '',
    certificate: async () => '',
  };
  for (const each of mtls.expectations(stage)) if ('actual' in each) await each.actual(cluster);
  return calls;
}

test('expects what the lab prints: exit code 56 outside, an answer by envoy inside', () => {
  expect(mtls.expectations(shop)).toMatchObject([
    { expected: 'shop-mtls: STRICT' },
    { expected: '000 56' },
    { expected: 'answered by envoy' },
  ]);
});

test('sees plaintext taken under STRICT, and a client inside not served', async () => {
  const prints = { outside: '200 0 istio-envoy', inside: '503 0 envoy' };
  expect(await seen(mtls, shop, { prints })).toMatchObject({
    [rejected]: '200 0 istio-envoy',
    [served]: '503 0 envoy',
  });
});

test.each(['200 0 envoy', '404 0 envoy', '301 0 envoy', '500 0 envoy'])(
  'takes any status of the service for an answer: %s',
  async (inside) => {
    expect((await seen(mtls, shop, { prints: { inside } }))[served]).toBe('ok');
  },
);

test.each([
  '000 56',
  '000 28',
  '502 0 envoy',
  '503 0 envoy',
  '504 0 envoy',
  '200 0',
  '200 0 istio-envoy',
  '200 0 nginx',
  '200 18 envoy',
  'no Deployment shop/inside',
])('takes nothing else for one: %s', async (inside) => {
  expect((await seen(mtls, shop, { prints: { inside } }))[served]).toBe(inside);
});

test('expects plaintext to be taken under PERMISSIVE', async () => {
  const permissive = await stageWith({ mtls: 'PERMISSIVE' });
  const outside = (text: string) => seen(mtls, permissive, { prints: { outside: text } });
  expect(await outside('404 0 istio-envoy')).toMatchObject({ [policies]: 'ok', [taken]: 'ok' });
  expect(await outside('000 56')).toMatchObject({ [taken]: '000 56' });
});

test('does not ask for the name of the server where the mesh hides it', async () => {
  const config = { defaultConfig: { proxyHeaders: { server: { disabled: true } } } };
  const hidden = await stageOf({ ...example, mesh: { ...example.mesh, config } });
  expect((await seen(mtls, hidden, { prints: { inside: '200 0' } }))[served]).toBe('ok');
  expect((await seen(mtls, hidden, { prints: { inside: '503 0' } }))[served]).toBe('503 0');
});

describe('the policies', () => {
  test.each<[title: string, spec: object, actual: string]>([
    [
      'for some pods only',
      { selector: { matchLabels: { app: 'none' } }, mtls: { mode: 'STRICT' } },
      'shop-mtls: STRICT for app=none only',
    ],
    [
      'with a hole',
      { mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'DISABLE' } } },
      'shop-mtls: STRICT, DISABLE on port 8080',
    ],
    ['without a mode', {}, 'shop-mtls: UNSET'],
  ])('are not met by one %s', async (_, spec, actual) => {
    const objects = set(shop, 'PeerAuthentication shop-mtls', 'spec', spec);
    expect((await seen(mtls, shop, { objects }))[policies]).toBe(actual);
  });

  test('are not met by one beside the rendered one, or by none', async () => {
    const hole = policy('hole', { mtls: { mode: 'PERMISSIVE' } });
    const objects = [...shop.healthy, hole];
    expect((await seen(mtls, shop, { objects }))[policies]).toBe('hole: PERMISSIVE; shop-mtls: STRICT');
    expect((await seen(mtls, shop, { objects: [] }))[policies]).toBe('no PeerAuthentication');
  });

  test('are those that hooks render too', async () => {
    const hole = policy('hole', { selector: { matchLabels: { app: 'web' } }, mtls: { mode: 'PERMISSIVE' } });
    const rendered = [...shop.rendered, hole];
    const objects = [...shop.healthy, hole];
    expect((await seen(mtls, { ...shop, rendered }, { objects }))[policies]).toBe('ok');
    expect((await seen(mtls, { ...shop, rendered }))[policies]).toBe('shop-mtls: STRICT');
  });
});

describe('a call from outside', () => {
  const expects = (...hooked: KubernetesObject[]) => {
    const desired = { ...shop, rendered: [...hooked, ...shop.rendered] };
    return (mtls.expectations(desired)[1] as Expectation).expected;
  };
  const web = { matchLabels: { app: 'web' } };

  test.each<[title: string, spec: object, expected: string]>([
    ['the mode of the pods', { selector: web, mtls: { mode: 'PERMISSIVE' } }, 'answered by istio-envoy'],
    [
      'the mode of the port',
      { selector: web, mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'DISABLE' } } },
      'answered by istio-envoy',
    ],
    [
      'the mode of the namespace where the pods have none',
      { selector: web, mtls: { mode: 'UNSET' }, portLevelMtls: { 9090: { mode: 'DISABLE' } } },
      '000 56',
    ],
    [
      'the mode of the namespace where other pods have one',
      { selector: { matchLabels: { app: 'orders' } }, mtls: { mode: 'PERMISSIVE' } },
      '000 56',
    ],
  ])('is expected to end by %s', (_, spec, expected) => {
    expect(expects(policy('of-pods', spec))).toBe(expected);
  });

  test.each(['labels', 'annotations'])(
    'is outside the mesh for a client whose pods opt out by their %s, in a namespace of the mesh',
    async (field) => {
      const apart = application({
        apart: {
          image: 'example.com/curl:1',
          testClient: true,
          pod: { metadata: { [field]: { 'sidecar.istio.io/inject': 'false' } } },
        },
      });
      const outcomes = await seen(mtls, await stageWith({}, { apart }), { prints: { apart: '000 56' } });
      expect(outcomes['shop rejects shop/apart, a client outside the mesh']).toBe('ok');
      expect(Object.keys(outcomes).filter((name) => name.includes('shop/apart'))).toHaveLength(1);
    },
  );
});

describe('the port that is called', () => {
  const image = 'ghcr.io/example/app:1.0.0';

  test('is an HTTP port of the namespace', async () => {
    expect(await callsOf(shop)).toEqual({
      'default/outside': ['web.shop.svc.cluster.local:80'],
      'shop/inside': ['web.shop.svc.cluster.local:80'],
    });
  });

  test('is one that the client calls', async () => {
    const caller = application({
      caller: { image, calls: { 'shop/orders': 'http' }, testClient: true },
    });
    expect(await callsOf(await stageWith({}, { caller }))).toMatchObject({
      'shop/caller': ['orders.shop.svc.cluster.local:3000'],
      'shop/inside': ['web.shop.svc.cluster.local:80'],
    });
  });

  test('is one that the application of the client calls', async () => {
    const tested = application({
      client: { image, testClient: true },
      front: { image, ports: { http: 8000 }, calls: { back: 'http' } },
      back: { image, ports: { http: 9000 } },
    });
    expect(await callsOf(await stageWith({}, { tested }))).toMatchObject({
      'shop/client': ['back.shop.svc.cluster.local:9000'],
    });
  });

  test('is HTTP before gRPC, of what runs, and of nothing that opts out of the mesh, with a pod or with a port', async () => {
    const { default: home } = example.namespaces;
    const api = application({
      done: { image, ports: { http: 1 }, job: {} },
      idle: { image, ports: { http: 2 }, replicas: 0 },
      bare: {
        image,
        ports: { http: 3 },
        pod: { metadata: { annotations: { 'sidecar.istio.io/inject': 'false' } } },
      },
      open: {
        image,
        ports: { http: 7 },
        pod: { metadata: { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '7' } } },
      },
      store: { image, ports: { 'tcp-store': 4 } },
      api: { image, ports: { grpc: 5 } },
      site: { image, ports: { 'http-site': 6 } },
    });
    const shopOf = async (applications: Record<string, Application>) =>
      stageOf(
        planWith(example, {
          namespaces: { shop: { revision: 'asm-1-30', applications }, default: home! },
        }),
      );
    expect(await callsOf(await shopOf({ api }))).toEqual({
      'default/outside': ['site.shop.svc.cluster.local:6'],
    });
  });

  test('is one in every namespace of the mesh', async () => {
    const more = application({ more: { image, ports: { http: 7000 } } });
    const namespaces = {
      ...example.namespaces,
      second: { revision: 'asm-1-30', applications: { more } },
    } as const;
    expect(await callsOf(await stageOf(planWith(example, { namespaces })))).toEqual({
      'default/outside': ['web.shop.svc.cluster.local:80', 'more.second.svc.cluster.local:7000'],
      'shop/inside': ['web.shop.svc.cluster.local:80', 'more.second.svc.cluster.local:7000'],
    });
  });

  test('is none where a namespace has none, and says so', async () => {
    const applications = { queue: application({ queue: { image, ports: { 'tcp-queue': 5672 } } }) };
    const namespaces = { ...example.namespaces, empty: { revision: 'asm-1-30', applications } } as const;
    expect(await seen(mtls, await stageOf(planWith(example, { namespaces })))).toMatchObject({
      'empty is called by test clients': 'skipped: no workload of empty has an HTTP port to call',
    });
  });
});

describe('calls are skipped, with the reason,', () => {
  test('where there are no test clients', async () => {
    const nobody = (where: string) =>
      `skipped: no test client runs ${where} the mesh (testClient: true of a workload makes it one)`;
    expect(await seen(mtls, await stageOf(full))).toEqual({
      'harbor has the rendered mTLS policies and no others': 'ok',
      'harbor is called from outside the mesh': nobody('outside'),
      'harbor is called from inside the mesh': nobody('inside'),
      'quay has the rendered mTLS policies and no others': 'ok',
      'quay is called from outside the mesh': nobody('outside'),
      'quay is called from inside the mesh': nobody('inside'),
    });
  });

  test('where a test client has no Deployment', async () => {
    const job = application({ job: { image: 'example.com/curl:1', testClient: true, job: {} } });
    expect(await seen(mtls, await stageWith({}, { job }))).toMatchObject({
      'shop serves shop/job, a client inside the mesh': 'skipped: shop/job has no Deployment to run curl in',
    });
  });
});

function policy(name: string, spec: object): KubernetesObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name, namespace: 'shop' },
    spec,
  };
}
