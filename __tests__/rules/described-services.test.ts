import { describedServices } from '../../rules/described-services';
import { plain, running } from '../support';
import { object, objects } from './judging';

const service = object('v1', 'Service', 'web', { spec: { ports: [{ port: 80 }, { port: 9090 }] } });
const described = running({ web: { ports: { http: 80 } } }, { source: { yaml: 'shop.yaml' } });
const problem = (text: string) => ({
  field: 'spec.ports',
  value: { name: 'http', port: 80, targetPort: 80 },
  problem: text,
  fix: 'state the Services and ports that the manifests have',
});

test('a Service that the manifests render as described is taken', () => {
  expect(objects(describedServices, [service], described)).toEqual([]);
});

test('a Service that the manifests do not render in that namespace is refused', () => {
  const elsewhere = object('v1', 'Service', 'web', { spec: service.spec }, 'default');
  const missing = [problem("the manifests of 'app' render no such Service")];
  expect(objects(describedServices, [], described)).toEqual(missing);
  expect(objects(describedServices, [elsewhere], described)).toEqual(missing);
});

test('a port that the Service does not have is refused, with those that it has', () => {
  const other = object('v1', 'Service', 'web', { spec: { ports: [{ port: 8080 }, { port: 9090 }] } });
  expect(objects(describedServices, [other], described)).toEqual([
    problem("the manifests of 'app' render no such port; they have 8080, 9090"),
  ]);
});

test('Services that the engine renders itself are not judged', () => {
  expect(objects(describedServices, [], plain)).toEqual([]);
});
