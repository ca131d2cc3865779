import { strictLoadBalancers } from '../../rules/strict-load-balancers';
import type { RenderedObject } from '../../rules/rule';
import { changed, full, objectsOf, plain } from '../support';
import { object, objects } from './judging';

const service = (type: string, targetPort: number | string = 8080) =>
  object('v1', 'Service', 'shop', {
    spec: { type, selector: { app: 'shop' }, ports: [{ name: 'http', port: 80, targetPort }] },
  });
const pods = (labels: object = {}) =>
  object('apps/v1', 'Deployment', 'shop', {
    spec: {
      template: {
        metadata: { labels: { app: 'shop', ...labels } },
        spec: { containers: [{ name: 'shop', ports: [{ name: 'web', containerPort: 8080 }] }] },
      },
    },
  });
const policy = (spec: object, name = 'default', namespace = 'reading') =>
  object('security.istio.io/v1', 'PeerAuthentication', name, { spec }, namespace);
const mode = (value: string) => ({ mtls: { mode: value } });
const own = { selector: { matchLabels: { app: 'shop' } } };
const judged = (...all: RenderedObject[]) => objects(strictLoadBalancers, all);
const broken = (type: string) => [
  {
    field: 'spec.type',
    value: type,
    problem: 'who comes in by port 80 has no sidecar, and its pods take mutual TLS only',
    fix: expect.stringContaining('expose the port by an ingress gateway'),
  },
];

test.each(['LoadBalancer', 'NodePort'])('a %s to pods that take mutual TLS only is refused', (type) => {
  expect(judged(service(type), pods(), policy(mode('STRICT')))).toEqual(broken(type));
});

test('inside of the cluster, mutual TLS is what callers have', () => {
  expect(judged(service('ClusterIP'), pods(), policy(mode('STRICT')))).toEqual([]);
});

test('pods that take plaintext too are taken, and so are those of no policy', () => {
  expect(judged(service('LoadBalancer'), pods(), policy(mode('PERMISSIVE')))).toEqual([]);
  expect(judged(service('LoadBalancer'), pods())).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(strictLoadBalancers, await objectsOf(environment))).toEqual([]);
});

test('pods without a sidecar take what comes, and so does a namespace outside of the mesh', () => {
  const strict = policy(mode('STRICT'));
  expect(judged(service('LoadBalancer'), pods({ 'sidecar.istio.io/inject': 'false' }), strict)).toEqual([]);
  const outside = changed(plain, { 'namespaces.reading.revision': undefined });
  expect(objects(strictLoadBalancers, [service('LoadBalancer'), pods(), strict], outside)).toEqual([]);
});

test('the narrower policy counts, and UNSET leaves it to the wider one', () => {
  const all = [service('LoadBalancer'), pods()];
  const mesh = policy(mode('STRICT'), 'default', 'aks-istio-system');
  expect(judged(...all, mesh)).toEqual(broken('LoadBalancer'));
  expect(judged(...all, mesh, policy(mode('PERMISSIVE')))).toEqual([]);
  expect(judged(...all, mesh, policy(mode('UNSET')))).toEqual(broken('LoadBalancer'));
  expect(judged(...all, policy(mode('STRICT')), policy({ ...own, ...mode('PERMISSIVE') }, 'shop'))).toEqual(
    [],
  );
  expect(judged(...all, policy(mode('PERMISSIVE')), policy({ ...own, ...mode('STRICT') }, 'shop'))).toEqual(
    broken('LoadBalancer'),
  );
});

test.each([8080, 'web'])('an exception counts for the port of the container that it names: %s', (target) => {
  const exception = (port: number) =>
    policy({ ...own, ...mode('STRICT'), portLevelMtls: { [port]: { mode: 'PERMISSIVE' } } }, 'shop');
  expect(judged(service('LoadBalancer', target), pods(), exception(8080))).toEqual([]);
  expect(judged(service('LoadBalancer', target), pods(), exception(80))).toEqual(broken('LoadBalancer'));
});
