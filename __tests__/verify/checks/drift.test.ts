import type { KubernetesObject } from '../../../objects/object';
import { drift } from '../../../verify/checks/drift';
import { but, is, seen as seenBy, set, without } from '../fake-cluster';
import { example } from '../fixtures';
import { stageOf, type Fields, type Stage } from '../healthy';

/** What the check sees of a cluster that holds these objects. */
async function seen(
  rendered: readonly KubernetesObject[],
  live: readonly KubernetesObject[],
): Promise<string> {
  const [actual] = Object.values(await seenBy(drift, { environment: example, rendered }, { objects: live }));
  return actual!;
}

const configMap = (name: string, fields: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  ...fields,
});
/** A Deployment whose only container has these fields. */
const app = (fields: object): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace: 'shop' },
  spec: { template: { spec: { containers: [{ name: 'app', ...fields }] } } },
});
const APP = 'Deployment shop/app spec.template.spec.containers[app]';

describe('an object that is missing is named', () => {
  const rendered = ['first', 'second', 'last'].map((name) => configMap(name));

  test.each(['first', 'second', 'last'])('if it is the %s', async (name) => {
    const live = rendered.filter(({ metadata }) => metadata.name !== name);
    expect(await seen(rendered, live)).toBe(`ConfigMap shop/${name} is missing`);
  });

  test('if another namespace has one of its name', async () => {
    const elsewhere = { ...configMap('first'), metadata: { name: 'first', namespace: 'pets' } };
    expect(await seen([configMap('first')], [elsewhere])).toBe('ConfigMap shop/first is missing');
  });
});

describe('amounts', () => {
  test.each([
    [{ cpu: '1' }, { cpu: '1000m' }],
    [{ cpu: 1 }, { cpu: '1' }],
    [{ memory: '1024Mi' }, { memory: '1Gi' }],
    [{ memory: '1G' }, { memory: '1000M' }],
    [{ 'ephemeral-storage': '0.5Gi' }, { 'ephemeral-storage': '512Mi' }],
  ])('of resources are the same however they are written: %j and %j', async (wanted, live) => {
    for (const part of ['requests', 'limits'])
      expect(
        await seen([app({ resources: { [part]: wanted } })], [app({ resources: { [part]: live } })]),
      ).toBe('ok');
  });

  test.each([
    [{ cpu: '1' }, { cpu: '1m' }],
    [{ memory: '1Gi' }, { memory: '1G' }],
    [{ memory: '1Gi' }, { memory: 'much' }],
  ])('of resources that differ are a difference: %j and %j', async (wanted, live) => {
    const [[key, value]] = Object.entries(wanted) as [[string, string]];
    const rendered = [app({ resources: { limits: wanted } })];
    expect(await seen(rendered, [app({ resources: { limits: live } })])).toBe(
      `${APP}.resources.limits.${key} is "${Object.values(live)[0]}" instead of "${value}"`,
    );
  });

  test.each<[field: string, make: (text: string) => KubernetesObject]>([
    [`${APP}.env[LIMIT].value`, (value) => app({ env: [{ name: 'LIMIT', value }] })],
    [`${APP}.args[0]`, (text) => app({ args: [text] })],
    [`${APP}.image`, (image) => app({ image })],
    ['ConfigMap shop/a data.cpu', (cpu) => configMap('a', { data: { cpu } })],
    ['ConfigMap shop/a data.limits', (limits) => configMap('a', { data: { limits } })],
  ])('are texts like any other in %s', async (field, make) => {
    expect(await seen([make('1000m')], [make('1')])).toBe(`${field} is "1" instead of "1000m"`);
    expect(await seen([make('1.0')], [make('1')])).toBe(`${field} is "1" instead of "1.0"`);
  });
});

describe('two mounts of one volume', () => {
  const mounts = (first: object, second: object) =>
    app({ volumeMounts: [first, second].map((fields) => ({ name: 'data', ...fields })) });
  const [a, b] = [
    { mountPath: '/a', subPath: 'a' },
    { mountPath: '/b', subPath: 'b' },
  ];

  test('are told apart by their paths, in any order', async () => {
    expect(await seen([mounts(a, b)], [mounts(b, a)])).toBe('ok');
  });

  test('are each compared', async () => {
    expect(await seen([mounts(a, b)], [mounts(a, { ...b, subPath: 'c' })])).toBe(
      `${APP}.volumeMounts[/b].subPath is "c" instead of "b"`,
    );
  });
});

describe('what Kubernetes leaves out', () => {
  test.each<[title: string, wanted: object, live: object]>([
    ['an empty text', { env: [{ name: 'COLOR', value: '' }] }, { env: [{ name: 'COLOR' }] }],
    ['false', { stdin: false }, {}],
    ['0', { readinessProbe: { initialDelaySeconds: 0 } }, { readinessProbe: {} }],
    ['null', { workingDir: null }, {}],
    ['an empty list', { args: [] }, {}],
    ['an empty group', { resources: {} }, {}],
  ])('is no difference: %s', async (_, wanted, live) => {
    expect(await seen([app(wanted)], [app(live)])).toBe('ok');
  });

  test('is a difference where something else took its place', async () => {
    expect(await seen([app({ stdin: false })], [app({ stdin: true })])).toBe(
      `${APP}.stdin is true instead of false`,
    );
    expect(await seen([app({ args: [] })], [app({ args: ['-v'] })])).toBe(
      `${APP}.args is ["-v"] instead of []`,
    );
  });

  test('is a difference where the missing field means something else', async () => {
    const wanted = app({ securityContext: { allowPrivilegeEscalation: false, runAsUser: 0 } });
    expect(await seen([wanted], [app({ securityContext: {} })])).toBe(
      `${APP}.securityContext.allowPrivilegeEscalation is missing instead of false; ` +
        `Deployment shop/app spec.template.spec.containers[app].securityContext.runAsUser is missing instead of 0`,
    );
  });

  test.each([
    ['networking.istio.io/v1', 'VirtualService'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ])(
    'is a difference in an object of a CRD, which is kept as it was written: %s',
    async (apiVersion, kind) => {
      const route = (spec: object) => ({
        apiVersion,
        kind,
        metadata: { name: 'route', namespace: 'shop' },
        spec,
      });
      expect(await seen([route({ weight: 0 })], [route({})])).toBe(
        `${kind} shop/route spec.weight is missing instead of 0`,
      );
    },
  );
});

test.each([
  ['sizeLimit of a volume', (sizeLimit: string) => app({ emptyDir: { sizeLimit } })],
  ['the target of an autoscaler', (averageValue: string) => app({ target: { averageValue } })],
  ['an extended resource', (amount: string) => app({ resources: { limits: { 'example.com/gpu': amount } } })],
])('the amount in %s is the same however it is written', async (_, make) => {
  expect(await seen([make('1024Mi')], [make('1Gi')])).toBe('ok');
  expect(await seen([make('1024Mi')], [make('1G')])).toMatch(/ is "1G" instead of "1024Mi"$/);
});

test('ports of a Service without names are told apart by their numbers, and servers of a Gateway by their places', async () => {
  const named = (kind: string, spec: object) => ({ ...configMap('a'), kind, spec });
  const service = (...ports: object[]) => named('Service', { ports });
  const [a, b] = [{ port: 80 }, { port: 81, protocol: 'UDP' }];
  expect(await seen([service(a, b)], [service(b, a)])).toBe('ok');
  expect(await seen([service(b)], [service({ port: 81, protocol: 'TCP' })])).toBe(
    'Service shop/a spec.ports[81].protocol is "TCP" instead of "UDP"',
  );
  const gateway = (...servers: object[]) => named('Gateway', { servers });
  const server = (host: string) => ({ port: { number: 80 }, hosts: [host] });
  expect(await seen([gateway(server('a'), server('b'))], [gateway(server('a'), server('b'))])).toBe('ok');
});

test('two ports of one number are each compared', async () => {
  const ports = (...protocols: string[]) =>
    app({ ports: protocols.map((protocol) => ({ containerPort: 53, protocol })) });
  expect(await seen([ports('TCP', 'UDP')], [ports('TCP', 'UDP')])).toBe('ok');
  expect(await seen([ports('TCP', 'UDP')], [ports('TCP', 'SCTP')])).toBe(
    `${APP}.ports[1].protocol is "SCTP" instead of "UDP"`,
  );
});

test('a Job that goes by itself may be gone, and any other may not', async () => {
  const job = (spec: object) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace: 'shop' },
    spec,
  });
  expect(await seen([job({ ttlSecondsAfterFinished: 60 })], [])).toBe('ok');
  expect(await seen([job({})], [])).toBe('Job shop/once is missing');
});

describe('of the example', () => {
  let shop: Stage;
  beforeAll(async () => {
    shop = await stageOf(example);
  });
  const see = async (objects: readonly KubernetesObject[]) => seen(shop.rendered, objects);

  test.each<[name: string, path: string, value: unknown, actual: string]>([
    ['Deployment web', 'spec.replicas', 3, 'Deployment shop/web spec.replicas is 3 instead of 1'],
    [
      'Gateway web-gateway',
      'spec.selector',
      undefined,
      'Gateway shop/web-gateway spec.selector.istio is missing instead of "aks-istio-ingressgateway-external"',
    ],
    [
      'PeerAuthentication shop-mtls',
      'spec.mtls.mode',
      'PERMISSIVE',
      'PeerAuthentication shop/shop-mtls spec.mtls.mode is "PERMISSIVE" instead of "STRICT"',
    ],
    [
      'VirtualService web-route',
      'spec.hosts',
      ['shop.example.com', 'a'],
      'VirtualService shop/web-route spec.hosts is ["shop.example.com","a"] instead of ["shop.example.com"]',
    ],
    [
      'Service web',
      'spec.ports',
      [],
      'Service shop/web spec.ports[http].name is missing instead of "http"; Service shop/web spec.ports[http].port is missing instead of 80; Service shop/web spec.ports[http].targetPort is missing instead of 8080',
    ],
  ])('names each field of %s that was changed: %s', async (name, path, value, actual) => {
    expect(await see(set(shop, name, path, value))).toBe(actual);
  });

  test('names an object that is gone', async () => {
    expect(await see(without(shop, 'StatefulSet database'))).toBe('StatefulSet shop/database is missing');
  });

  test('takes defaults, injected containers and another spelling of an amount for no difference', async () => {
    const objects = but(shop, (object) => {
      if (!is(object, 'Deployment web')) return object;
      const { spec } = object as unknown as {
        spec: { template: { spec: { containers: Fields[] } }; strategy?: unknown };
      };
      spec.strategy = { type: 'RollingUpdate' };
      const [first] = spec.template.spec.containers as [Fields];
      first.resources = {
        limits: { cpu: '1', memory: '0.5Gi' },
        requests: { cpu: '0.001', memory: '200Mi' },
      };
      spec.template.spec.containers = [
        { name: 'istio-proxy' },
        { ...first, terminationMessagePath: '/dev/termination-log' },
      ];
      return object;
    });
    expect(await see(objects)).toBe('ok');
  });

  test('does not take another amount for the same', async () => {
    const resources = {
      limits: { cpu: '1001m', memory: '512M' },
      requests: { cpu: '1m', memory: '200Mi' },
    };
    const objects = set(shop, 'Deployment web', 'spec.template.spec.containers.0.resources', resources);
    const place = 'Deployment shop/web spec.template.spec.containers[web].resources.limits';
    expect(await see(objects)).toBe(
      `${place}.cpu is "1001m" instead of "1000m"; ${place}.memory is "512M" instead of "512Mi"`,
    );
  });

  test('reads no Secret', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key', namespace: 'shop' } };
    expect(await seen([...shop.rendered, secret], shop.healthy)).toBe('ok');
  });
});
