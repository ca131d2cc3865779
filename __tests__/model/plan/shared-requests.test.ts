import { buildCallGraph } from '../../../model/plan/call-graph';
import { renderCallGraph } from '../../../model/plan/call-graph-diagram';
import { judgeObjects, judgeSettings } from '../../../rules';
import { allowedCalls } from '../../charts/attempts';
import { changed, objectsOf, one, plain, TODAY, type Manifest } from '../../support';

const image = 'example.com/shop:1';
const http = { http: { port: 80, targetPort: 8080 } };

/** A shop that asks for all policies: the gateway leads to two workloads, and one of them is split and mirrored. */
const shop = (traffic: object = {}) =>
  changed(plain, {
    'cluster.networkPolicy': 'cilium',
    namespaces: {
      shop: {
        revision: 'asm-1-30',
        authorization: 'on',
        egress: 'declared',
        networkPolicies: true,
        applications: {
          shop: {
            workloads: {
              web: {
                image,
                ports: http,
                calls: { prices: { port: 'http', methods: ['GET'], paths: ['/prices'] } },
                expose: {
                  http: {
                    hosts: ['shop.example.com'],
                    routes: [{ uri: { prefix: '/prices' }, to: { workload: 'prices' } }, {}],
                  },
                },
              },
              prices: { image, ports: http, versions: { v1: {}, v2: {} }, traffic },
              shadow: { image, ports: { http: { port: 80, targetPort: 9090 } } },
            },
          },
        },
      },
    },
  });
const mirrored = shop({ weights: { v2: 10 }, mirror: { workload: 'shadow' } });

/** What is let in at the three workloads: by the policies of authorization, in words. */
const letIn = (objects: readonly Manifest[]) =>
  allowedCalls(objects, { methods: ['GET', 'POST'], paths: ['/prices', '/'] });

/** Containers' ports of workloads that a NetworkPolicy lets a peer send to, by the labels of its pods. */
function peersOf(objects: readonly Manifest[], name: string, side: 'ingress' | 'egress') {
  const rules = (one(objects, 'NetworkPolicy', name).spec as Record<string, unknown>)[side] as {
    from?: { podSelector?: { matchLabels: Record<string, string> } }[];
    to?: { podSelector?: { matchLabels: Record<string, string> } }[];
    ports: { port: number }[];
  }[];
  return rules.flatMap(({ from, to, ports }) =>
    (from ?? to ?? [])
      .flatMap(({ podSelector }) => Object.values(podSelector?.matchLabels ?? {}))
      .map((label) => `${label}:${ports.map(({ port }) => port).join()}`),
  );
}

const scopeOf = (objects: readonly Manifest[], name: string) =>
  (one(objects, 'Sidecar', name).spec as { egress: { hosts: string[] }[] }).egress[0]!.hosts;

describe('a workload that is mirrored', () => {
  const objects = objectsOf(mirrored);

  test('is called with a copy beside each call, by sidecars and by the gateway', () => {
    const { calls, entries } = buildCallGraph(mirrored);
    expect(
      calls.map(({ caller, callee, port, methods, isMirrored }) => [
        `${caller.name} -> ${callee.name}:${port.targetPort}`,
        methods,
        isMirrored,
      ]),
    ).toEqual([
      ['web -> prices:8080', ['GET'], undefined],
      ['web -> shadow:9090', ['GET'], true],
    ]);
    expect(entries.map(({ callee, port, isMirrored }) => [callee.name, port.targetPort, isMirrored])).toEqual(
      [
        ['prices', 8080, undefined],
        ['shadow', 9090, true],
        ['web', 8080, undefined],
      ],
    );
  });

  test('lets its callers in where the copies go, with the same methods and paths, and nobody else', async () => {
    const gateway = ['prices-v1:8080', 'prices-v2:8080', 'shadow:9090', 'web:8080'].flatMap((callee) =>
      ['GET', 'POST'].flatMap((method) =>
        ['/prices', '/'].map((path) => `external gateway -> shop/${callee} ${method} ${path}`),
      ),
    );
    const callees = ['prices-v1:8080', 'prices-v2:8080', 'shadow:9090'];
    const web = callees.map((callee) => `shop/web -> shop/${callee} GET /prices`);
    expect(letIn(await objects).toSorted()).toEqual([...gateway, ...web].toSorted());
  });

  test('has its copies in the scope of the sidecars that send them', async () => {
    expect(scopeOf(await objects, 'web')).toEqual([
      'shop/prices.shop.svc.cluster.local',
      'shop/shadow.shop.svc.cluster.local',
    ]);
  });

  test('lets copies through on layers 3 and 4: out of the callers, and into the workload that gets them', async () => {
    expect(peersOf(await objects, 'web', 'egress')).toEqual(['prices:8080', 'shadow:9090']);
    expect(peersOf(await objects, 'shadow', 'ingress')).toEqual([
      'aks-istio-ingressgateway-external:9090',
      'web:9090',
    ]);
  });

  test('shows its copies in the picture, and what the gateway leads to', () => {
    const arrows = renderCallGraph(mirrored, { namespace: 'shop', application: 'shop' })
      .split('\n')
      .filter((line) => line.includes('-->'));
    expect(arrows).toEqual([
      '  gateway_external -- "http: shop.example.com" --> own_prices',
      '  gateway_external -- "http: shop.example.com (copy)" --> own_shadow',
      '  gateway_external -- "http: shop.example.com" --> own_web',
      '  own_web -- "http GET /prices" --> own_prices',
      '  own_web -- "http GET /prices (copy)" --> own_shadow',
    ]);
  });

  test('keeps every rule', async () => {
    expect(judgeSettings([mirrored], TODAY).faults).toEqual([]);
    expect(judgeObjects(await objects, mirrored)).toEqual([]);
  });
});

test('a mirror to a version asks for nothing more: its pods are those of the workload', async () => {
  const toVersion = shop({ weights: { v1: 100 }, mirror: { version: 'v2' } });
  expect(buildCallGraph(toVersion).calls.map(({ callee }) => callee.name)).toEqual(['prices']);
  expect(letIn(await objectsOf(toVersion))).toEqual(letIn(await objectsOf(shop())));
});

test("how a workload is split changes nobody's rights", async () => {
  const kinds = ['AuthorizationPolicy', 'NetworkPolicy', 'Sidecar'];
  const policies = async (traffic: object) =>
    (await objectsOf(shop(traffic))).filter(({ kind }) => kinds.includes(kind));
  const split = { weights: { v2: 50 }, routes: [{ headers: { 'x-plan': 'gold' }, version: 'v2' }] };
  expect(await policies(split)).toEqual(await policies({}));
});

test('only HTTP is mirrored: a port of TCP has no copies', () => {
  const environment = changed(mirrored, {
    'namespaces.shop.applications.shop.workloads': {
      web: { image, calls: { feed: 'tcp-feed' } },
      feed: { image, ports: { 'tcp-feed': 5000, http: 80 }, traffic: { mirror: { workload: 'shadow' } } },
      shadow: { image, ports: { 'tcp-feed': 5000, http: 80 } },
    },
  });
  expect(buildCallGraph(environment).calls.map(({ callee }) => callee.name)).toEqual(['feed']);
});
