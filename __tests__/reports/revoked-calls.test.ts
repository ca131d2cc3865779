import { application } from '../../index';
import { objectId } from '../../objects/identity';
import { isAllowed } from '../charts/evaluator';
import { isOpen } from '../charts/network-evaluator';
import type { Manifest } from '../support';
import { synthesize } from './synthesize';

// `kubectl apply` deletes nothing: what a setting takes back must be taken back by what is still rendered.

const RESTRICTED = { revision: 'asm-1-30', authorization: 'on', egress: 'declared', networkPolicies: true };

async function render(web: object, namespace: object = {}): Promise<readonly Manifest[]> {
  const shop = application({
    web: { image: 'ghcr.io/example/web:1', ports: { http: 80 }, ...web },
    orders: { image: 'ghcr.io/example/orders:1', ports: { http: 8080 } },
  } as Parameters<typeof application>[0]);
  const data = { ...RESTRICTED, ...namespace, applications: { shop } };
  const { faults, objects } = await synthesize({ data }, { cluster: { networkPolicy: 'cilium' } });
  expect(faults).toEqual([]);
  return objects;
}

/** What a cluster has after both were applied, one after the other. */
function apply(before: readonly Manifest[], after: readonly Manifest[]): readonly Manifest[] {
  const now = new Set(after.map(objectId));
  return [...before.filter((object) => !now.has(objectId(object))), ...after];
}

/** What of the first output stays in a cluster though the second does not have it. */
function stale(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const now = new Set(after.map(objectId));
  return before
    .filter((object) => !now.has(objectId(object)))
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

const web = { namespace: 'data', labels: { app: 'web' } };
const orders = { namespace: 'data', labels: { app: 'orders' } };
const call = {
  to: orders,
  from: { namespace: 'data', serviceAccount: 'web' },
  port: 8080,
  request: { method: 'GET', path: '/' },
};

test('the last call to a workload is revoked by applying, for its identity and on the network', async () => {
  const before = await render({ calls: { orders: 'http' } });
  const after = await render({});
  expect(isAllowed(before, call)).toBe(true);
  expect(isOpen(before, web, orders, 8080)).toBe(true);
  const cluster = apply(before, after);
  expect(isAllowed(cluster, call)).toBe(false);
  expect(isOpen(cluster, web, orders, 8080)).toBe(false);
  expect(stale(before, after)).toEqual([]);
});

test('the last exposure of a workload is revoked by applying', async () => {
  const before = await render({ expose: { http: { hosts: ['web.example.com'] } } });
  const cluster = apply(before, await render({}));
  const from = { namespace: 'aks-istio-ingress', serviceAccount: 'aks-istio-ingressgateway-external' };
  const attempt = { ...call, from, to: web, port: 80 };
  expect(isAllowed(before, attempt)).toBe(true);
  expect(isAllowed(cluster, attempt)).toBe(false);
});

test.each([
  ['an exception of mTLS', { mtls: { http: 'STRICT' } }, {}, ['PeerAuthentication web-mtls-exception']],
  [
    'a token',
    {
      expose: {
        http: {
          hosts: ['web.example.com'],
          jwt: { issuers: [{ issuer: 'https://id.example.com/', jwksUri: 'https://id.example.com/keys' }] },
        },
      },
    },
    { expose: { http: { hosts: ['web.example.com'] } } },
    ['RequestAuthentication web-token', 'AuthorizationPolicy web-token'],
  ],
])('%s is an object, which stays stale where it is no longer set', async (_, before, after, expected) => {
  const [old, now] = [await render(before), await render(after)];
  expect(stale(old, now).toSorted()).toEqual(expected.toSorted());
});

test('the policies of a namespace stay stale where it no longer restricts calls', async () => {
  const old = await render({});
  const now = await render({}, { authorization: 'off', egress: 'any', networkPolicies: false });
  const kinds = new Set(stale(old, now).map((each) => each.split(' ')[0]));
  expect(kinds).toEqual(new Set(['AuthorizationPolicy', 'NetworkPolicy', 'Sidecar']));
});
