import type { Plan } from '../../model/plan';
import type { KubernetesObject } from '../../objects/object';
import { ingress } from '../../verify/checks/ingress';
import { staleObjects } from '../../verify/checks/stale-objects';
import { sidecars } from '../../verify/checks/sidecars';
import { changed } from '../support';
import { seen, set, without, type Fake } from './fake-cluster';
import { example, full } from './fixtures';
import { pod, stageOf, type Fields, type Stage } from './healthy';

const on = (environment: Plan): Plan =>
  changed(environment, { 'mesh.gatewayApi': true, 'mesh.ingressGateways': [] });

const conditions = (...types: string[]) => types.map((type) => ({ type, status: 'True' }));

/** A Gateway as istiod leaves it. */
function programmed(gateway: KubernetesObject): KubernetesObject {
  const { listeners } = gateway.spec as { listeners: { name: string }[] };
  const own = listeners.map(({ name }) => ({
    name,
    conditions: [
      ...conditions('Accepted', 'Programmed', 'ResolvedRefs'),
      { type: 'Conflicted', status: 'False', reason: 'NoConflicts' },
    ],
  }));
  return { ...gateway, status: { conditions: conditions('Accepted', 'Programmed'), listeners: own } };
}

/** The stage of an environment with the Gateway API: its Gateways are set up, and Istio has made a Service for each. */
async function stageWithGateways(environment: Plan): Promise<Stage> {
  const stage = await stageOf(on(environment));
  const isGateway = ({ kind, apiVersion }: KubernetesObject) =>
    kind === 'Gateway' && apiVersion.startsWith('gateway.networking.k8s.io/');
  const made = stage.rendered.filter(isGateway).flatMap(({ metadata: { name, namespace } }) => {
    const metadata = {
      name: `${name}-istio`,
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' },
      ownerReferences: [{ kind: 'Gateway', name }],
    };
    const spec = {
      ports: [
        { name: 'status-port', port: 15021 },
        { name: 'http', port: 80 },
      ],
    };
    const status = { loadBalancer: { ingress: [{ ip: '20.0.0.9' }] } };
    const labels = { 'gateway.networking.k8s.io/gateway-name': name };
    return [
      { apiVersion: 'v1', kind: 'Service', metadata, spec, status },
      pod(namespace!, `${name}-istio-0`, labels, { sidecar: 'classic' }),
    ];
  });
  const healthy = [...stage.healthy.map((each) => (isGateway(each) ? programmed(each) : each)), ...made];
  return { ...stage, healthy };
}

let shop: Stage;
beforeAll(async () => {
  shop = await stageWithGateways(example);
});

const served = 'the external gateway serves shop/web to shop.example.com';
const setUp = 'the Gateway shop/external is set up with all its listeners';

test("asks the gateway of the application's own namespace, and whether it is set up", async () => {
  expect(await seen(ingress, shop)).toEqual({
    [setUp]: 'ok',
    [served]: 'ok',
    'the external gateway of shop does not serve other hosts': 'ok',
  });
  expect(await seen(ingress, shop, { objects: without(shop, 'Service external-istio') })).toMatchObject({
    [served]: 'no Service shop/external-istio',
  });
});

test.each<[string, () => Fake, string]>([
  ['no Gateway', () => ({ objects: without(shop, 'Gateway external') }), 'no Gateway shop/external'],
  [
    'a Gateway that nobody has taken',
    () => ({ objects: set(shop, 'Gateway external', 'status', undefined) }),
    'not programmed yet: no control plane has accepted it',
  ],
  [
    'a Gateway without an address',
    () => ({
      objects: set(shop, 'Gateway external', 'status', {
        conditions: [
          { type: 'Accepted', status: 'True' },
          { type: 'Programmed', status: 'False', reason: 'AddressNotAssigned', message: 'no address yet' },
        ],
      }),
    }),
    'not Programmed: AddressNotAssigned, no address yet',
  ],
  [
    'a Secret that is not there',
    () => ({
      objects: set(shop, 'Gateway external', 'status', {
        conditions: conditions('Accepted', 'Programmed'),
        listeners: [
          { name: 'http', conditions: conditions('Accepted', 'Programmed', 'ResolvedRefs') },
          {
            name: 'https-shop.example.com',
            conditions: [
              ...conditions('Accepted'),
              {
                type: 'ResolvedRefs',
                status: 'False',
                reason: 'InvalidCertificateRef',
                message: 'no such Secret',
              },
            ],
          },
        ],
      }),
    }),
    'listener https-shop.example.com: not ResolvedRefs: InvalidCertificateRef, no such Secret',
  ],
])('sees %s', async (_, fake, actual) => {
  expect((await seen(ingress, shop, fake()))[setUp]).toBe(actual);
});

test('asks the gateways of each namespace, and is skipped for internal ones', async () => {
  const harbor = await stageWithGateways(full);
  const names = Object.keys(await seen(ingress, harbor));
  expect(names.filter((name) => name.startsWith('the Gateway'))).toEqual([
    'the Gateway harbor/external is set up with all its listeners',
    'the Gateway quay/internal is set up with all its listeners',
  ]);
  expect(await seen(ingress, harbor)).toMatchObject({
    'the internal gateway of quay does not serve other hosts':
      'skipped: an internal gateway is reachable only from inside its network',
  });
});

test('what Istio makes for a Gateway is no leftover, and its pods are in the mesh', async () => {
  expect(await seen(staleObjects, shop)).toEqual({ 'no stale objects': 'ok' });
  expect(await seen(sidecars, shop)).toEqual({ 'pods of shop are in the mesh': 'ok' });
});

test("what was rendered before the Gateway API is found as stale: Istio's own pair", async () => {
  const before = await stageOf(example);
  const pair = before.rendered.filter(({ apiVersion }) => apiVersion === 'networking.istio.io/v1');
  const objects = [...shop.healthy, ...pair];
  const found: Fields = await seen(staleObjects, shop, { objects });
  expect(found['no stale objects']).toBe('Gateway shop/web-gateway, VirtualService shop/web-route');
});
