import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { defineNamespaces } from '../charts';
import { defineHello } from './fixtures/hello';
import { lab, ROOT, type Manifest } from './support';

const app = new App();
const mesh = { ...lab.mesh, namespaces: { hello: 'asm-1-30' } } as const;
const namespaces = defineNamespaces(app, { ...lab, mesh });
defineHello(app, namespaces('hello'));
const objects = app.charts.flatMap((chart) => chart.toJson() as Manifest[]);

test('a service that knows nothing of the store joins the mesh and stands behind the gateway', () => {
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`)).toEqual(
    [
      'ConfigMap aks-istio-system/istio-shared-configmap-asm-1-30',
      'Namespace /hello',
      'PeerAuthentication hello/hello-mtls',
      'Service hello/hello',
      'Deployment hello/hello',
      'Gateway hello/hello-gateway',
      'VirtualService hello/hello-route',
    ],
  );
  expect(objects[1]).toHaveProperty(
    'metadata.labels',
    expect.objectContaining({ 'istio.io/rev': 'asm-1-30' }),
  );
  expect(objects[6]).toHaveProperty('spec.http.0.route.0.destination', {
    host: 'hello.hello.svc.cluster.local',
    port: { number: 8080 },
  });
});

test('a namespace that the settings do not have is an error with the way out', () => {
  expect(() => namespaces('shop')).toThrow("no namespace 'shop' is in the mesh; add it to 'mesh.namespaces'");
});

test('it takes less than 30 lines, and the README shows them', () => {
  const code = readFileSync(join(ROOT, '__tests__/fixtures/hello.ts'), 'utf8')
    .replaceAll('../../charts/', './')
    .replaceAll('../../', '../');
  expect(code.split('\n').length).toBeLessThan(30);
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(code);
});
