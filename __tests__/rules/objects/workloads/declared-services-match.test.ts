import { declaredServicesMatch } from '../../../../rules/objects/workloads/declared-services-match';
import { describeObject } from '../../../../objects/identity';
import { objectsOf, plain, running } from '../../../support';
import { object, objects } from '../../judging';

const service = object('v1', 'Service', 'web', { spec: { ports: [{ port: 80 }, { port: 9090 }] } });
const described = running({ web: { ports: { http: 80 } } }, { source: { yaml: 'shop.yaml' } });
const problem = (text: string) => ({
  field: 'spec.ports',
  value: { name: 'http', port: 80, targetPort: 80 },
  problem: text,
  fix: 'declare the Services and ports that the manifests have, as { port, targetPort } if the two differ',
});

test('a Service that the manifests render as described is taken', () => {
  expect(objects(declaredServicesMatch, [service], described)).toEqual([]);
});

test.each<[string, object]>([
  ['by its field', { name: 'web', appProtocol: 'http' }],
  ['nowhere, which another rule rejects', { name: 'web' }],
])('a port that tells the described protocol %s is taken', (_, port) => {
  const other = object('v1', 'Service', 'web', { spec: { ports: [{ ...port, port: 80 }] } });
  expect(objects(declaredServicesMatch, [other], described)).toEqual([]);
});

test('a Service that the manifests do not render in that namespace is rejected', () => {
  const elsewhere = object('v1', 'Service', 'web', { spec: service.spec }, 'default');
  const missing = [problem("the manifests of 'app' render no such Service")];
  expect(objects(declaredServicesMatch, [], described)).toEqual(missing);
  expect(objects(declaredServicesMatch, [elsewhere], described)).toEqual(missing);
  const [fault] = declaredServicesMatch([elsewhere], described);
  expect(describeObject(fault!.object)).toBe('Service reading/web');
  expect(fault!.object.apiVersion).toBe('v1');
});

test('a port that the Service does not have is rejected, with those that it has', () => {
  const other = object('v1', 'Service', 'web', { spec: { ports: [{ port: 8080 }, { port: 9090 }] } });
  expect(objects(declaredServicesMatch, [other], described)).toEqual([
    problem("the manifests of 'app' render no such port; they have 8080, 9090"),
  ]);
});

test('Services that the engine renders are what their ports say', async () => {
  expect(objects(declaredServicesMatch, await objectsOf(plain), plain)).toEqual([]);
});

test.each<[string, object, string]>([
  ['leads elsewhere', { port: 80, targetPort: 3000 }, 'map this port to 3000 of the container'],
  [
    'leads to a named port elsewhere',
    { port: 80, targetPort: 'web' },
    'map this port to 3000 of the container',
  ],
  [
    'has another protocol by its name',
    { name: 'tcp-web', port: 80 },
    "name this port 'tcp-web', which declares another protocol or none",
  ],
  [
    'has another protocol by its field',
    { name: 'http', appProtocol: 'tcp', port: 80 },
    "name this port 'tcp', which declares another protocol or none",
  ],
])('a port of the manifests that %s is rejected', (_, port, text) => {
  const other = object('v1', 'Service', 'web', { spec: { selector: { app: 'web' }, ports: [port] } });
  const pods = object('apps/v1', 'Deployment', 'web', {
    spec: {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', ports: [{ name: 'web', containerPort: 3000 }] }] },
      },
    },
  });
  expect(objects(declaredServicesMatch, [other, pods], described)).toEqual([
    problem(`the manifests of 'app' ${text}`),
  ]);
});

test.each<[string, object, object]>([
  [
    'lead a port elsewhere',
    { ports: [{ name: 'http', port: 80, targetPort: 9999 }] },
    { field: 'spec.ports', problem: "the Service's own fields map this port to 9999 of the container" },
  ],
])("Kubernetes' own fields that %s are rejected", async (_, spec, fault) => {
  const environment = running({ web: { image: 'a:1', ports: { http: 80 }, service: { spec } } });
  expect(objects(declaredServicesMatch, await objectsOf(environment), environment)).toEqual([
    expect.objectContaining({
      ...fault,
      fix: "set the ports only in 'ports', as { port, targetPort } if the two differ",
    }),
  ]);
});
