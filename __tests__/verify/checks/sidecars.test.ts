import { application } from 'aks-istio-cdk';
import type { KubernetesObject } from '../../../objects/object';
import { sidecars } from '../../../verify/checks/sidecars';
import { but, is, seen, without } from '../fake-cluster';
import { example, full } from '../fixtures';
import { pod, stageOf, type Stage } from '../healthy';
import { planWith } from '../../support';

const expectation = 'pods of shop are in the mesh';

let shop: Stage;
let harbor: Stage;
beforeAll(async () => {
  [shop, harbor] = await Promise.all([stageOf(example), stageOf(full)]);
});

const see = async (...extra: KubernetesObject[]) =>
  (await seen(sidecars, shop, { objects: [...shop.healthy, ...extra] }))[expectation];

test('takes native and classic sidecars', async () => {
  expect(await see(pod('shop', 'a', 'a'), pod('shop', 'b', 'b', { sidecar: 'classic' }))).toBe('ok');
});

test('names every pod without a sidecar, with an old one, or not ready', async () => {
  const notReady = { ...pod('shop', 'c', 'c'), status: { phase: 'Pending' } };
  expect(
    await see(
      pod('shop', 'a', 'a', { sidecar: 'none' }),
      pod('shop', 'b', 'b', { proxy: 'mcr.microsoft.com/oss/istio/proxyv2:1.24.6-distroless' }),
      notReady,
      pod('shop', 'd', 'd'),
    ),
  ).toBe('a has no sidecar; b has sidecar 1.24; c is not ready');
});

test('leaves out pods that are done or going', async () => {
  const done = ['Succeeded', 'Failed'].map((phase) => ({
    ...pod('shop', phase.toLowerCase(), 'a', { sidecar: 'none' }),
    status: { phase },
  }));
  const going = pod('shop', 'b', 'b', { sidecar: 'none' });
  const metadata = { ...going.metadata, deletionTimestamp: '2026-11-22T00:00:00Z' };
  expect(await see(...done, { ...going, metadata }, pod('shop', 'c', 'c'))).toBe('ok');
});

test('takes an empty namespace for healthy where nothing is rendered into it', async () => {
  const namespaces = { ...example.namespaces, empty: { revision: 'asm-1-30' } } as const;
  expect(await seen(sidecars, await stageOf(planWith(example, { namespaces })))).toEqual({
    [expectation]: 'ok',
    'pods of empty are in the mesh': 'ok',
  });
});

test('names every workload whose pods are not there, however many others are', async () => {
  const objects = [...without(shop, 'Pod web-0', 'Pod database-0'), pod('shop', 'stray', 'stray')];
  expect((await seen(sidecars, shop, { objects }))[expectation]).toBe(
    'StatefulSet shop/database has 0 of 1 pods; Deployment shop/web has 0 of 1 pods',
  );
});

describe('of workloads of every kind', () => {
  const seeHarbor = async (objects: readonly KubernetesObject[]) =>
    (await seen(sidecars, harbor, { objects }))['pods of harbor are in the mesh'];

  test('expects no pods of a Job or a CronJob', async () => {
    expect(await seeHarbor(harbor.healthy)).toBe('ok');
  });

  test('expects a sidecar in the pods of a Job or a CronJob that run', async () => {
    const running = pod('harbor', 'tides-1', 'tides', { sidecar: 'none' });
    expect(await seeHarbor([...harbor.healthy, running])).toBe('tides-1 has no sidecar');
  });

  test('expects no number of pods of a DaemonSet', async () => {
    const agent = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'harbor' },
      spec: { selector: { matchLabels: { app: 'agent' } }, template: {} },
    };
    const desired = { ...harbor, rendered: [...harbor.rendered, agent] };
    expect(await seen(sidecars, desired)).toMatchObject({ 'pods of harbor are in the mesh': 'ok' });
  });

  test('counts the pods of each version', async () => {
    expect(await seeHarbor(without(harbor, 'Pod berths-v1-0'))).toBe(
      'Deployment harbor/berths-v1 has 1 of 2 pods',
    );
  });

  test('counts at least the fewest pods of an autoscaler, and takes more', async () => {
    expect(await seeHarbor(without(harbor, 'Pod berths-v2-0'))).toBe(
      'Deployment harbor/berths-v2 has 1 of 2 pods',
    );
    const more = pod('harbor', 'berths-v2-2', { app: 'berths', version: 'v2' });
    expect(await seeHarbor([...harbor.healthy, more])).toBe('ok');
  });

  test('expects the revision of each namespace', async () => {
    const objects = but(harbor, (object) =>
      is(object, 'Pod crane-0') ? pod('quay', 'crane-0', 'crane') : object,
    );
    expect((await seen(sidecars, harbor, { objects }))['pods of quay are in the mesh']).toBe(
      'crane-0 has sidecar 1.30',
    );
  });
});

describe('of a workload that opts out of the mesh', () => {
  const optedOut = planWith(example, {
    namespaces: {
      shop: {
        revision: 'asm-1-30',
        applications: {
          shop: application({
            bare: {
              image: 'ghcr.io/example/bare:1.0.0',
              pod: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } },
            },
          }),
        },
      },
    },
  });

  test('expects no sidecar in its pods, and one in all others', async () => {
    const stage = await stageOf(optedOut);
    const labels = { app: 'bare', 'sidecar.istio.io/inject': 'false' };
    const bare = pod('shop', 'bare-0', labels, { sidecar: 'none' });
    const others = without(stage, 'Pod bare-0');
    const seeWith = async (...pods: KubernetesObject[]) =>
      (await seen(sidecars, stage, { objects: [...others, ...pods] }))[expectation];
    expect(await seeWith(bare)).toBe('ok');
    expect(await seeWith(bare, pod('shop', 'a', 'a', { sidecar: 'none' }))).toBe('a has no sidecar');
    expect(await seeWith({ ...bare, status: {} })).toBe('bare-0 is not ready');
  });

  test('expects none in a bare Pod that opts out, on the network of the node', async () => {
    const labels = { app: 'once' };
    const metadata = { name: 'once', namespace: 'shop', labels };
    const once = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { hostNetwork: true, containers: [] } };
    const desired = { ...shop, rendered: [...shop.rendered, once] };
    const objects = [...shop.healthy, pod('shop', 'once', labels, { sidecar: 'none' })];
    expect((await seen(sidecars, desired, { objects }))[expectation]).toBe('ok');
    expect((await seen(sidecars, shop, { objects }))[expectation]).toBe('once has no sidecar');
  });

  test('expects one in all other pods, where one that opts out has no labels to be told by', async () => {
    const spec = { template: { metadata: { labels: {} }, spec: { hostNetwork: true } } };
    const agent = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'shop' },
      spec,
    };
    const desired = { ...shop, rendered: [...shop.rendered, agent] };
    const objects = [...shop.healthy, pod('shop', 'a', 'a', { sidecar: 'none' })];
    expect((await seen(sidecars, desired, { objects }))[expectation]).toBe('a has no sidecar');
  });

  test('does not let a pod opt out that only the cluster says so of', async () => {
    const labels = { app: 'web', 'sidecar.istio.io/inject': 'false' };
    expect(await see(pod('shop', 'by-hand', labels, { sidecar: 'none' }))).toBe('by-hand has no sidecar');
  });
});
