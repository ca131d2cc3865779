import { gatewayApiReferencesExist } from '../../../../rules/objects/gateways/gateway-api-references-exist';
import { object, objects } from '../../judging';

const API = 'gateway.networking.k8s.io/v1';
const gateway = object(API, 'Gateway', 'external', {
  spec: { listeners: [{ name: 'http' }, { name: 'https' }] },
});
const service = object('v1', 'Service', 'web', { spec: { ports: [{ port: 80 }, { port: 81 }] } });
const route = (spec: object, kind = 'HTTPRoute', namespace = 'reading') =>
  object(API, kind, 'web-route', { spec }, namespace);

const judged = (spec: object, kind?: string, namespace?: string) =>
  objects(gatewayApiReferencesExist, [gateway, service, route(spec, kind, namespace)]);

const parentRefs = [{ name: 'external', sectionName: 'https' }];
const backendRefs = [{ name: 'web', port: 81 }];

test.each<[string, object, string?, string?]>([
  ['to a listener and a port', { parentRefs, rules: [{ backendRefs }] }, 'HTTPRoute', 'reading'],
  ['of gRPC', { parentRefs, rules: [{ backendRefs }] }, 'GRPCRoute', 'reading'],
  [
    'to every listener',
    { parentRefs: [{ name: 'external' }], rules: [{ backendRefs }] },
    'HTTPRoute',
    'reading',
  ],
  [
    'of another namespace, which says so',
    {
      parentRefs: [{ name: 'external', namespace: 'reading' }],
      rules: [{ backendRefs: [{ name: 'web', namespace: 'reading', port: 80 }] }],
    },
    'HTTPRoute',
    'archive',
  ],
  [
    'to what is no Gateway and no Service',
    {
      parentRefs: [{ group: '', kind: 'Service', name: 'nothing' }],
      rules: [{ backendRefs: [{ group: 'example.com', kind: 'Pool', name: 'nothing' }] }],
    },
    'HTTPRoute',
    'reading',
  ],
  [
    'that redirects',
    { parentRefs, rules: [{ filters: [{ type: 'RequestRedirect' }] }] },
    'HTTPRoute',
    'reading',
  ],
  ['of another kind, which another rule rejects', { parentRefs: 'all', rules: {} }, 'HTTPRoute', 'reading'],
])('a route %s is taken', (_, spec, kind, namespace) => {
  expect(judged(spec, kind, namespace)).toEqual([]);
});

test.each<[string, object, object]>([
  [
    'a Gateway that is not rendered',
    { parentRefs: [{ name: 'internal' }] },
    {
      field: 'spec.parentRefs.0',
      value: { name: 'internal' },
      problem: 'no such Gateway is rendered, so no request reaches the route',
      fix: 'name one of this environment: reading/external',
    },
  ],
  [
    'a listener that the Gateway lacks',
    { parentRefs: [...parentRefs, { name: 'external', sectionName: 'tls' }] },
    {
      field: 'spec.parentRefs.1',
      value: { name: 'external', sectionName: 'tls' },
      problem: "the Gateway has no listener 'tls'; it has http, https",
      fix: 'name one of its listeners',
    },
  ],
  [
    'a Service that is not rendered',
    { parentRefs, rules: [{}, { backendRefs: [{ name: 'nothing', port: 80 }] }] },
    {
      field: 'spec.rules.1',
      value: { name: 'nothing', port: 80 },
      problem: 'no such Service is rendered: requests would be answered with 500',
      fix: 'point the route at a Service of this environment',
    },
  ],
  [
    'a port that the Service lacks',
    { parentRefs, rules: [{ backendRefs: [{ name: 'web', port: 8080 }] }] },
    {
      field: 'spec.rules.0',
      value: { name: 'web', port: 8080 },
      problem: 'the Service has no port 8080',
      fix: 'set one of its ports: 80, 81',
    },
  ],
  [
    'no port',
    { parentRefs, rules: [{ backendRefs: [{ name: 'web' }] }] },
    {
      field: 'spec.rules.0',
      value: { name: 'web' },
      problem: 'sets no port',
      fix: 'set one of its ports: 80, 81',
    },
  ],
  [
    'copies to nowhere',
    { parentRefs, rules: [{ filters: [{ requestMirror: { backendRef: { name: 'copy', port: 80 } } }] }] },
    {
      field: 'spec.rules.0',
      value: { name: 'copy', port: 80 },
      problem: expect.any(String),
      fix: expect.any(String),
    },
  ],
])('a route to %s is rejected', (_, spec, fault) => {
  expect(judged(spec)).toEqual([fault]);
});

test("Istio's own Gateway of that name is no Gateway of the Gateway API", () => {
  const istio = { ...gateway, apiVersion: 'networking.istio.io/v1' };
  expect(objects(gatewayApiReferencesExist, [istio, route({ parentRefs })])).toMatchObject([
    { fix: 'name one of this environment: there is none' },
  ]);
});
