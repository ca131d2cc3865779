import { loadBalancersAcceptPlaintext } from '../../../../rules/objects/workloads/load-balancers-accept-plaintext';
import { object, objects } from '../../judging';

const service = (type: string, fields: object = {}, namespace?: string) =>
  object(
    'v1',
    'Service',
    'web',
    { spec: { type, selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }], ...fields } },
    namespace,
  );
const pods = (metadata: object = {}, namespace?: string, hostNetwork?: boolean) => {
  const spec = { hostNetwork, containers: [{ name: 'web', ports: [{ name: 'page', containerPort: 8080 }] }] };
  const template = { metadata: { labels: { app: 'web' }, ...metadata }, spec };
  return object('apps/v1', 'Deployment', 'web', { spec: { template } }, namespace);
};
const policy = (spec: object, namespace?: string) =>
  object('security.istio.io/v1', 'PeerAuthentication', 'mtls', { spec }, namespace);
const mode = (name: string) => ({ mtls: { mode: name } });
const selector = { matchLabels: { app: 'web' } };
const judge = (...rendered: ReturnType<typeof object>[]) => objects(loadBalancersAcceptPlaintext, rendered);
const strict = policy(mode('STRICT'));

test.each(['LoadBalancer', 'NodePort'])(
  'a Service of type %s is rejected where its pods reject plaintext',
  (type) => {
    expect(judge(service(type), pods(), strict)).toEqual([
      {
        field: 'spec.type',
        value: type,
        problem: 'port 80 of its pods accepts only mTLS, and resets every connection from outside the mesh',
        fix: "make it a ClusterIP and expose it on an ingress gateway with 'expose', or let the port also accept plaintext: 'PERMISSIVE' in 'mtls' of the workload",
      },
    ]);
  },
);

test('the port of a policy is that of the container, found by its name too', () => {
  const open = policy({ selector, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } });
  const byName = service('LoadBalancer', { ports: [{ port: 80, targetPort: 'page' }, { port: 81 }] });
  expect(judge(byName, pods(), strict, open)).toEqual([
    expect.objectContaining({ problem: expect.stringMatching(/^port 81 of its pods/) }),
  ]);
});

test.each<[string, object, object]>([
  ['of type ClusterIP', service('ClusterIP'), pods()],
  ['without a selector', service('LoadBalancer', { selector: undefined }), pods()],
  ['outside the mesh', service('LoadBalancer', {}, 'default'), pods({}, 'default')],
  [
    'whose pods have no sidecar',
    service('LoadBalancer'),
    pods({ labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } }),
  ],
  [
    'whose pods have none by an annotation',
    service('LoadBalancer'),
    pods({ annotations: { 'sidecar.istio.io/inject': 'false' } }),
  ],
  ['whose pods are on the network of the node', service('LoadBalancer'), pods({}, undefined, true)],
  [
    'whose port the sidecar leaves out',
    service('LoadBalancer'),
    pods({ annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '90, 8080' } }),
  ],
])('a Service %s is taken', (_, one, other) => {
  const everywhere = policy(mode('STRICT'), 'aks-istio-system');
  expect(judge(one as typeof strict, other as typeof strict, everywhere)).toEqual([]);
});
