import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, KubernetesObject } from '../../verify/check';
import { CHECKS } from '../../verify';
import { tableReport } from '../../verify/report';
import { run, type Result } from '../../verify/run';
import { ROOT, lab, objectsOf, production } from '../support';
import { fakeCluster, promisesOf, seen } from './fake-cluster';
import { healthy, pod, type Fields } from './healthy';
import { VirtualClock } from './virtual-clock';

const {
  api,
  'control-plane': controlPlane,
  'mesh-config': meshConfig,
  namespace,
  sidecars,
  mtls,
  ingress,
  drift,
  leftovers,
} = CHECKS;

/** The healthy lab with other objects in the place of some. */
function labBut(change: (object: KubernetesObject) => KubernetesObject | undefined): KubernetesObject[] {
  return healthy(lab).flatMap((object) => change(structuredClone(object)) ?? []);
}
const is = ({ kind, metadata }: KubernetesObject, name: string) => `${kind} ${metadata.name}` === name;

/** One object with fields changed; a path as `spec.replicas`. */
function set(name: string, path: string, value: unknown): KubernetesObject[] {
  return labBut((object) => {
    if (!is(object, name)) return object;
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce((node, key) => (node[key] ??= {}) as Fields, object as unknown as Fields);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
    return object;
  });
}

test('everything passes on the healthy lab, but for what it does not promise', async () => {
  const results = await Promise.all(Object.values(CHECKS).map((checks) => seen(checks)));
  expect(Object.assign({}, ...results)).toEqual({
    'the cluster runs the Kubernetes version of the settings': 'ok',
    'istiod of asm-1-30 runs': 'ok',
    'the external ingress gateway of asm-1-30 runs': 'ok',
    'no other revision runs': 'ok',
    'asm-1-30 has its shared MeshConfig': 'ok',
    'namespace pets is injected by asm-1-30': 'ok',
    'pods of pets are in the mesh': 'ok',
    'pets has one mutual TLS policy': 'ok',
    'a client outside the mesh is refused': 'ok',
    'a client inside the mesh is served': 'ok',
    'the external gateway serves the store': 'ok',
    'the gateway serves no other host': 'skipped: the gateway accepts any host (settings: store.hosts)',
    'every rendered field is in the cluster': 'ok',
    'no stale objects': 'ok',
  });
});

test('docs/verify.md shows what is printed then', async () => {
  const options = { timeout: 0, interval: 0, onWait: () => {}, clock: new VirtualClock() };
  const checks = Object.entries(CHECKS).flatMap(([noun, each]) =>
    promisesOf(each).map((check) => [noun, check] as const),
  );
  const results: Result[] = [];
  for await (const result of run(checks, fakeCluster(), options)) results.push(result);
  expect(readFileSync(join(ROOT, 'docs/verify.md'), 'utf8')).toContain(tableReport(results));
});

test('no check counts the Leases that an upgrade leaves behind', async () => {
  const leases = ['istio-gateway-deployment-asm-1-29', 'istio-gateway-status-leader-asm-1-29'].flatMap(
    (name) =>
      ['aks-istio-system', 'aks-istio-ingress'].map((home) => ({
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name, namespace: home },
        spec: { holderIdentity: 'istiod-asm-1-29-a' },
      })),
  );
  for (const checks of Object.values(CHECKS))
    expect(await seen(checks, { objects: [...healthy(lab), ...leases] })).toEqual(await seen(checks));
});

describe('api', () => {
  test('sees another Kubernetes version', async () => {
    expect(await seen(api, { version: '1.34' })).toEqual({
      'the cluster runs the Kubernetes version of the settings': '1.34',
    });
  });
});

describe('control-plane', () => {
  test.each([
    ['istiod-asm-1-30-a', 'istiod of asm-1-30 runs'],
    ['aks-istio-ingressgateway-external-asm-1-30-a', 'the external ingress gateway of asm-1-30 runs'],
  ])('sees that %s is not ready', async (name, check) => {
    const objects = set(`Pod ${name}`, 'status.conditions', [{ type: 'Ready', status: 'False' }]);
    expect((await seen(controlPlane, { objects }))[check]).toMatch(
      /^1 of 2 pods aks-istio-(system|ingress)\/.*-asm-1-30-\* are ready$/,
    );
  });

  test('does not take another revision, or a pod that is done, for the one it asks for', async () => {
    const objects = labBut((object) =>
      object.metadata.name.startsWith('istiod-')
        ? pod('aks-istio-system', object.metadata.name.replace('1-30', '1-3'), 'istiod')
        : object,
    );
    expect((await seen(controlPlane, { objects }))['istiod of asm-1-30 runs']).toBe(
      '0 of 0 pods aks-istio-system/istiod-asm-1-30-* are ready',
    );
  });

  test('sees an old revision that an upgrade should have taken away', async () => {
    const objects = [...healthy(lab), pod('aks-istio-system', 'istiod-asm-1-29-a', 'istiod')];
    expect((await seen(controlPlane, { objects }))['no other revision runs']).toBe('asm-1-30, asm-1-29');
  });

  test('asks for both revisions in an upgrade', () => {
    const mesh = { ...lab.mesh, revisions: ['asm-1-30', 'asm-1-31'] } as const;
    expect(promisesOf(controlPlane, { ...lab, mesh }).map(({ name }) => name)).toEqual([
      'istiod of asm-1-30 runs',
      'the external ingress gateway of asm-1-30 runs',
      'istiod of asm-1-31 runs',
      'the external ingress gateway of asm-1-31 runs',
      'no other revision runs',
    ]);
  });
});

describe('mesh-config', () => {
  const check = 'asm-1-30 has its shared MeshConfig';
  const name = 'istio-shared-configmap-asm-1-30';

  test('sees that it is missing', async () => {
    const objects = labBut((object) => (is(object, `ConfigMap ${name}`) ? undefined : object));
    expect((await seen(meshConfig, { objects }))[check]).toBe(`no ConfigMap aks-istio-system/${name}`);
  });

  test('looks for that of each revision in an upgrade', async () => {
    const mesh = { ...lab.mesh, revisions: ['asm-1-30', 'asm-1-31'] } as const;
    expect(await seen(meshConfig, {}, { ...lab, mesh })).toEqual({
      [check]: 'ok',
      'asm-1-31 has its shared MeshConfig': 'no ConfigMap aks-istio-system/istio-shared-configmap-asm-1-31',
    });
  });

  test('sees that it has another key', async () => {
    const objects = set(`ConfigMap ${name}`, 'data', { meshConfig: '' });
    expect((await seen(meshConfig, { objects }))[check]).toBe(
      `aks-istio-system/${name} with the key meshConfig`,
    );
  });
});

describe('namespace', () => {
  const check = 'namespace pets is injected by asm-1-30';
  test.each<[title: string, labels: Record<string, string> | undefined, actual: string]>([
    ['another revision', { 'istio.io/rev': 'asm-1-29' }, 'istio.io/rev=asm-1-29'],
    ['a revision that begins alike', { 'istio.io/rev': 'asm-1-300' }, 'istio.io/rev=asm-1-300'],
    ['no label', {}, 'no Istio label'],
    [
      'the label that makes the add-on skip it',
      { 'istio.io/rev': 'asm-1-30', 'istio-injection': 'enabled' },
      'istio.io/rev=asm-1-30 istio-injection=enabled',
    ],
  ])('sees %s', async (_, labels, actual) => {
    expect(
      (await seen(namespace, { objects: set('Namespace pets', 'metadata.labels', labels) }))[check],
    ).toBe(actual);
  });

  test('sees that it is being deleted', async () => {
    const objects = set('Namespace pets', 'metadata.deletionTimestamp', '2026-11-22T00:00:00Z');
    expect((await seen(namespace, { objects }))[check]).toBe('it is being deleted');
    expect(Object.values(await seen(drift, { objects }))).toEqual(['Namespace pets is being deleted']);
  });

  test('sees that it is missing', async () => {
    const objects = labBut((object) => (is(object, 'Namespace pets') ? undefined : object));
    expect((await seen(namespace, { objects }))[check]).toBe('no such namespace');
  });
});

describe('sidecars', () => {
  const check = 'pods of pets are in the mesh';
  const pods = (...all: KubernetesObject[]) => [...healthy(lab), ...all];

  test('takes native and classic sidecars', async () => {
    const objects = pods(pod('pets', 'a', 'a'), pod('pets', 'b', 'b', { sidecar: 'classic' }));
    expect((await seen(sidecars, { objects }))[check]).toBe('ok');
  });

  test('names every pod without a sidecar, with an old one, or not ready', async () => {
    const notReady = { ...pod('pets', 'c', 'c'), status: { phase: 'Pending' } };
    const objects = pods(
      pod('pets', 'a', 'a', { sidecar: 'none' }),
      pod('pets', 'b', 'b', { proxy: 'mcr.microsoft.com/oss/istio/proxyv2:1.24.6-distroless' }),
      notReady,
      pod('pets', 'd', 'd'),
    );
    expect((await seen(sidecars, { objects }))[check]).toBe(
      'a has no sidecar; b has sidecar 1.24; c is not ready',
    );
  });

  test('leaves out pods that are done or going', async () => {
    const done = { ...pod('pets', 'a', 'a', { sidecar: 'none' }), status: { phase: 'Succeeded' } };
    const going = pod('pets', 'b', 'b', { sidecar: 'none' });
    const objects = pods(
      done,
      { ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-11-22T00:00:00Z' } },
      pod('pets', 'c', 'c'),
    );
    expect((await seen(sidecars, { objects }))[check]).toBe('ok');
  });

  test('takes an empty namespace for healthy where nothing is rendered into it', async () => {
    const hello = {
      ...lab,
      mesh: { ...lab.mesh, namespaces: { pets: 'asm-1-30', hello: 'asm-1-30' } },
    } as const;
    expect(await seen(sidecars, {}, hello)).toEqual({ [check]: 'ok', 'pods of hello are in the mesh': 'ok' });
  });

  test('names every workload whose pods are not there, however many others are', async () => {
    const objects = labBut((object) =>
      is(object, 'Pod store-front-0') || is(object, 'Pod mongodb-0') ? undefined : object,
    );
    expect((await seen(sidecars, { objects: [...objects, pod('pets', 'stray', 'stray')] }))[check]).toBe(
      'StatefulSet pets/mongodb has 0 of 1 pods; Deployment pets/store-front has 0 of 1 pods',
    );
  });
});

describe('mtls', () => {
  test('is what the lab prints: exit code 56 outside, 200 by envoy inside', () => {
    expect(promisesOf(mtls)).toMatchObject([
      { expected: 'pets-mtls: STRICT' },
      { expected: '000 56' },
      { expected: '200 0 envoy' },
    ]);
  });

  test('sees plaintext taken under STRICT, and a client inside refused', async () => {
    const prints = { 'curl-outside': '200 0 istio-envoy', 'curl-inside': '503 0 envoy' };
    expect(await seen(mtls, { prints })).toMatchObject({
      'a client outside the mesh is refused': '200 0 istio-envoy',
      'a client inside the mesh is served': '503 0 envoy',
    });
  });

  test('expects plaintext to be taken under PERMISSIVE', async () => {
    const permissive = { ...lab, mesh: { ...lab.mesh, mtls: 'PERMISSIVE' } } as const;
    const prints = { 'curl-outside': '200 0 istio-envoy', 'curl-inside': '200 0 envoy' };
    expect(await seen(mtls, { prints }, permissive)).toMatchObject({
      'a client outside the mesh is served': 'ok',
    });
    expect(await seen(mtls, {}, permissive)).toMatchObject({
      'a client outside the mesh is served': '000 56',
    });
  });

  test.each<[title: string, spec: object, actual: string]>([
    [
      'for some pods only',
      { selector: { matchLabels: { app: 'none' } }, mtls: { mode: 'STRICT' } },
      'pets-mtls: STRICT for some pods only',
    ],
    [
      'with a hole',
      { mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'DISABLE' } } },
      'pets-mtls: STRICT, DISABLE on port 8080',
    ],
    ['without a mode', {}, 'pets-mtls: UNSET'],
  ])('sees a policy %s', async (_, spec, actual) => {
    const objects = set('PeerAuthentication pets-mtls', 'spec', spec);
    expect((await seen(mtls, { objects }))['pets has one mutual TLS policy']).toBe(actual);
  });

  test('sees a policy beside the rendered one, and none at all', async () => {
    const [rendered] = healthy(lab).filter((object) => is(object, 'PeerAuthentication pets-mtls')) as [
      KubernetesObject,
    ];
    const hole = {
      ...rendered,
      metadata: { name: 'hole', namespace: 'pets' },
      spec: { mtls: { mode: 'PERMISSIVE' } },
    };
    const check = 'pets has one mutual TLS policy';
    expect((await seen(mtls, { objects: [...healthy(lab), hole] }))[check]).toBe(
      'hole: PERMISSIVE; pets-mtls: STRICT',
    );
    expect((await seen(mtls, { objects: [] }))[check]).toBe('no PeerAuthentication');
  });

  test('is skipped where there are no clients, and says why', async () => {
    expect(await seen(mtls, { objects: healthy(production) }, production)).toEqual({
      'shop has one mutual TLS policy': 'ok',
      'a client outside the mesh is served':
        'skipped: production has no test clients (settings: testClients)',
      'a client inside the mesh is served': 'skipped: production has no test clients (settings: testClients)',
    });
  });
});

describe('ingress', () => {
  const check = 'the external gateway serves the store';
  const service = 'Service aks-istio-ingressgateway-external';

  test.each<[title: string, fake: Parameters<typeof seen>[1], actual: string]>([
    [
      'no gateway',
      { objects: labBut((object) => (is(object, service) ? undefined : object)) },
      'no Service aks-istio-ingress/aks-istio-ingressgateway-external',
    ],
    ['no address', { objects: set(service, 'status', {}) }, 'the gateway has no address yet'],
    [
      'no answer',
      { answers: () => 'connect ECONNREFUSED' },
      '20.0.0.1:80 does not answer: connect ECONNREFUSED',
    ],
    ['no route', { answers: () => ({ status: 404, body: '' }) }, '404'],
    ['another site', { answers: () => ({ status: 200, body: '<title>Welcome</title>' }) }, '200, Welcome'],
  ])('sees %s', async (_, fake, actual) => {
    expect((await seen(ingress, fake))[check]).toBe(actual);
  });

  test('asks at the port of the Service', async () => {
    const ports = [
      { name: 'status-port', port: 15021 },
      { name: 'http2', port: 8080 },
      { name: 'https', port: 8443 },
    ];
    const fake = {
      objects: set(service, 'spec.ports', ports),
      answers: (_host?: string, port?: number) => `asked at ${port}`,
    };
    expect((await seen(ingress, fake))[check]).toBe('20.0.0.1:8080 does not answer: asked at 8080');
  });

  test('asks as each host, and as another one, where hosts are stated', async () => {
    const objects = healthy(production);
    const answers = (host?: string) =>
      host === 'store.example.com'
        ? { status: 200, body: '<title>Contoso Pet Store</title>' }
        : { status: 404, body: '' };
    expect(await seen(ingress, { objects, answers }, production)).toEqual({
      'the external gateway serves the store as store.example.com': 'ok',
      'the gateway serves no other host': 'ok',
    });
    expect(await seen(ingress, { objects }, production)).toMatchObject({
      'the gateway serves no other host': '200, Contoso Pet Store',
    });
  });

  test('is skipped for an internal gateway, which answers inside its network only', async () => {
    const internal = { ...lab, mesh: { ...lab.mesh, ingressGateways: ['internal'] } } as const;
    expect(await seen(ingress, {}, internal)).toMatchObject({
      'the internal gateway serves the store':
        'skipped: an internal gateway is reachable only from inside its network',
    });
  });
});

describe('drift', () => {
  const see = async (objects: KubernetesObject[]) => Object.values(await seen(drift, { objects }))[0];

  test.each<[name: string, path: string, value: unknown, actual: string]>([
    [
      'Deployment store-front',
      'spec.replicas',
      3,
      'Deployment pets/store-front spec.replicas is 3 instead of 1',
    ],
    [
      'Gateway pets-gateway',
      'spec.selector',
      undefined,
      'Gateway pets/pets-gateway spec.selector.istio is missing instead of "aks-istio-ingressgateway-external"',
    ],
    [
      'PeerAuthentication pets-mtls',
      'spec.mtls.mode',
      'PERMISSIVE',
      'PeerAuthentication pets/pets-mtls spec.mtls.mode is "PERMISSIVE" instead of "STRICT"',
    ],
    [
      'VirtualService pets-route',
      'spec.hosts',
      ['*', 'a'],
      'VirtualService pets/pets-route spec.hosts is ["*","a"] instead of ["*"]',
    ],
    [
      'Service store-front',
      'spec.ports',
      [],
      'Service pets/store-front spec.ports[http].name is missing instead of "http"; Service pets/store-front spec.ports[http].port is missing instead of 80; Service pets/store-front spec.ports[http].targetPort is missing instead of 8080',
    ],
  ])('names each field of %s that was changed: %s', async (name, path, value, actual) => {
    expect(await see(set(name, path, value))).toBe(actual);
  });

  test('names an object that is gone', async () => {
    expect(await see(labBut((object) => (is(object, 'StatefulSet mongodb') ? undefined : object)))).toBe(
      'StatefulSet pets/mongodb is missing',
    );
  });

  test('takes defaults, injected containers and another spelling of an amount for no difference', async () => {
    const objects = labBut((object) => {
      if (!is(object, 'Deployment store-front')) return object;
      const { spec } = object as unknown as {
        spec: { template: { spec: { containers: Fields[] } }; strategy?: unknown };
      };
      spec.strategy = { type: 'RollingUpdate' };
      const [app] = spec.template.spec.containers as [Fields];
      app.resources = { limits: { cpu: '1', memory: '0.5Gi' }, requests: { cpu: '0.001', memory: '200Mi' } };
      spec.template.spec.containers = [
        { name: 'istio-proxy' },
        { ...app, terminationMessagePath: '/dev/termination-log' },
      ];
      return object;
    });
    expect(await see(objects)).toBe('ok');
  });

  test('does not take another amount for the same', async () => {
    const [app] = (
      healthy(lab).find((object) => is(object, 'Deployment store-front')) as unknown as {
        spec: { template: { spec: { containers: Fields[] } } };
      }
    ).spec.template.spec.containers as [Fields];
    const containers = [
      {
        ...app,
        resources: { limits: { cpu: '1001m', memory: '512M' }, requests: { cpu: '1m', memory: '200Mi' } },
      },
    ];
    expect(await see(set('Deployment store-front', 'spec.template.spec.containers', containers))).toBe(
      'Deployment pets/store-front spec.template.spec.containers[store-front].resources.limits.cpu is "1001m" instead of "1000m"; ' +
        'Deployment pets/store-front spec.template.spec.containers[store-front].resources.limits.memory is "512M" instead of "512Mi"',
    );
  });

  test('reads no Secret', async () => {
    const objects = labBut((object) => (object.kind === 'Secret' ? undefined : object));
    expect(await see(objects)).toBe('ok');
  });
});

describe('leftovers', () => {
  const see = async (extra: KubernetesObject) =>
    Object.values(await seen(leftovers, { objects: [...healthy(lab), extra] }))[0];
  const labels = { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' };

  test('names what is managed here and no longer rendered', async () => {
    const extra = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'old', namespace: 'pets', labels },
    };
    expect(await see(extra)).toBe('Deployment pets/old');
    const route = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'old', namespace: 'shop', labels },
    };
    expect(await see(route)).toBe('VirtualService shop/old');
  });

  test('looks for other kinds too, once they are rendered', async () => {
    const job = (name: string) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace: 'pets', labels },
    });
    const [check] = leftovers({
      settings: lab,
      rendered: [...(objectsOf(lab) as KubernetesObject[]), job('new')],
    });
    const cluster = fakeCluster({ objects: [...healthy(lab), job('new'), job('old')] });
    expect(await (check as Check).actual(cluster)).toBe('Job pets/old');
  });

  test('leaves alone what others manage', async () => {
    const extra = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'theirs', namespace: 'pets', labels: {} },
    };
    expect(await see(extra)).toBe('ok');
  });
});

test('every promise of every environment is a sentence of its own', () => {
  for (const settings of [lab, production]) {
    const names = Object.values(CHECKS).flatMap((checks) =>
      promisesOf(checks, settings).map(({ name }) => name),
    );
    expect(new Set(names).size).toBe(names.length);
  }
});

test('the fake answers as the lab prints', async () => {
  expect(await fakeCluster().exec('curl-outside', 'default', [])).toBe('000 56');
});
