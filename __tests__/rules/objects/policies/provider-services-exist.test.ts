import { providerServicesExist } from '../../../../rules/objects/policies/provider-services-exist';
import type { KubernetesObject } from '../../../../objects/object';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';

const service = object('v1', 'Service', 'spans', { spec: { ports: [{ port: 4317 }, { port: 9411 }] } });
const entry = (namespace: string, more: object = {}) =>
  object(
    'networking.istio.io/v1',
    'ServiceEntry',
    'far',
    { spec: { hosts: ['far.example.com'], ports: [{ number: 443 }], ...more } },
    namespace,
  );
const config = object('v1', 'ConfigMap', 'istio-shared-configmap-asm-1-30', {}, 'aks-istio-system');
const judge = (host: string, port: number, rendered: readonly KubernetesObject[] = [service]) =>
  objects(
    providerServicesExist,
    [config, ...rendered],
    changed(plain, {
      'mesh.config': {
        extensionProviders: [
          { name: 'metrics', prometheus: {} },
          { name: 'spans', zipkin: { service: host, port } },
        ],
      },
    }),
  );
const HOST = 'spans.reading.svc.cluster.local';

test.each([
  [HOST, 9411, [service]],
  [`reading/${HOST}`, 4317, [service]],
  ['far.example.com', 443, [entry('reading')]],
  ['far.example.com', 443, [entry('reading', { exportTo: ['*'] })]],
  ['archive/far.example.com', 443, [entry('reading'), entry('archive')]],
  ['agent.kube-system.svc.cluster.local', 4317, []],
] as const)('a Service or ServiceEntry that all know is accepted: %s on %i', (host, port, rendered) => {
  expect(judge(host, port, rendered)).toEqual([]);
});

test('an environment without providers is accepted', () => {
  expect(objects(providerServicesExist, [config], plain)).toEqual([]);
});

test.each([
  [
    'spans.reading.svc',
    4317,
    [service],
    'service',
    'no Service or ServiceEntry of this host is rendered, so',
  ],
  ['spnas.reading.svc.cluster.local', 4317, [service], 'service', 'is never called'],
  [`archive/${HOST}`, 4317, [service], 'service', "is rendered in 'archive'"],
  [HOST, 80, [service], 'port', 'has no port 80; it has 4317, 9411'],
  [
    'far.example.com',
    443,
    [entry('reading'), entry('archive')],
    'service',
    'reading, archive, and Istio then uses none',
  ],
  [
    'far.example.com',
    443,
    [entry('reading', { exportTo: ['.'] })],
    'service',
    "only the namespace 'reading' knows",
  ],
] as const)('another is rejected: %s on %i', (host, port, rendered, field, problem) => {
  expect(judge(host, port, rendered)).toEqual([
    {
      field: `data.mesh extensionProviders.1.zipkin.${field}`,
      value: field === 'port' ? port : host,
      problem: expect.stringContaining(problem),
      fix: expect.any(String),
    },
  ]);
});
