import { Testing } from 'cdk8s';
import { IngressChart } from '../../charts/ingress';
import type { ExposedPort } from '../../model/plan/exposures';
import type { PlacedWorkload } from '../../model/plan/workloads';
import { library } from '../fixtures/library';
import { changed, full, objectOf, objects, objectsOf, one, plain, running, synth } from '../support';
import { outcomeOf } from './route-evaluator';

const environment = running({ web: { image: 'example.com/web:1', ports: { http: 80 } } });
const [web] = environment.workloads as [PlacedWorkload];
const exposure: ExposedPort = {
  namespace: 'reading',
  application: 'app',
  name: 'shop',
  gateway: 'external',
  hosts: ['*'],
  service: 'web',
  portName: 'http',
  port: 80,
  routes: [
    {
      uri: { prefix: '/' },
      destination: { workload: web, port: { name: 'http', port: 80, targetPort: 80 } },
    },
  ],
  answers: { path: '/', status: 200 },
  path: `${web.path}.expose.http`,
};
const ingress = (...exposures: ExposedPort[]) =>
  synth(
    new IngressChart(Testing.app(), 'ingress', {
      namespace: 'reading',
      exposures,
      environment,
    }),
  );

test('lets a host in on port 80 and leads every path to the Service', () => {
  expect(ingress(exposure)).toEqual(
    objects(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: shop-gateway, namespace: reading, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  selector: { istio: aks-istio-ingressgateway-external }
  servers: [{ hosts: ["*"], port: { name: http, number: 80, protocol: HTTP } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop-route, namespace: reading, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec:
  gateways: [shop-gateway]
  hosts: ["*"]
  http:
    - match: [{ uri: { prefix: / } }]
      route: [{ destination: { host: web.reading.svc.cluster.local, port: { number: 80 } } }]
`),
  );
});

test('selects the gateway that it is given', () => {
  expect(ingress({ ...exposure, gateway: 'internal' })[0]).toHaveProperty('spec.selector', {
    istio: 'aks-istio-ingressgateway-internal',
  });
});

test('each exposed port has a Gateway and a route of its own', () => {
  expect(
    ingress(exposure, { ...exposure, name: 'admin', service: 'admin', hosts: ['b.example.com'] }),
  ).toMatchObject([
    { metadata: { name: 'shop-gateway' } },
    { metadata: { name: 'shop-route' } },
    { metadata: { name: 'admin-gateway' }, spec: { servers: [{ hosts: ['b.example.com'] }] } },
    { metadata: { name: 'admin-route' }, spec: { gateways: ['admin-gateway'], hosts: ['b.example.com'] } },
  ]);
});

test('nothing leads from outside to a port that is not exposed', async () => {
  for (const environment of [plain, full]) {
    const routes = (await objectsOf(environment)).filter(({ kind }) => kind === 'VirtualService');
    expect(routes.map(({ metadata }) => metadata.name)).toEqual(['catalog-route']);
    expect(JSON.stringify(routes)).not.toContain('loans');
  }
  expect((await objectsOf(running({}))).filter(({ kind }) => kind === 'Gateway')).toEqual([]);
});

test.each([plain, full])(
  'in $name, the gateway and the route answer to the same hosts',
  async (environment) => {
    const all = await objectsOf(environment);
    const { servers } = one(all, 'Gateway', 'catalog-gateway').spec as { servers: { hosts: string[] }[] };
    expect(one(all, 'VirtualService', 'catalog-route')).toHaveProperty('spec.hosts', servers[0]!.hosts);
  },
);

test.each([plain, full])(
  'in $name, the route leads to a Service and a port that are rendered',
  async (environment) => {
    const all = await objectsOf(environment);
    const route = one(all, 'VirtualService', 'catalog-route') as unknown as {
      spec: { http: { route: { destination: { host: string; port: { number: number } } }[] }[] };
    };
    const { host, port } = route.spec.http[0]!.route[0]!.destination;
    const [name = '', namespace] = host.split('.');
    const service = one(all, 'Service', name);
    expect(service.metadata.namespace).toBe(namespace);
    expect(service).toHaveProperty('spec.ports', [expect.objectContaining({ port: port.number })]);
  },
);

test('an application in two namespaces is exposed in each as it says there', async () => {
  const twice = changed(plain, {
    'namespaces.archive': {
      revision: 'asm-1-30',
      applications: { library: library({ hosts: ['archive.example.com'] }) },
    },
  });
  const routes = (await objectsOf(twice)).filter(({ kind }) => kind === 'VirtualService');
  expect(
    routes.map(({ metadata, spec }) => [metadata.namespace, (spec as { hosts: unknown }).hosts]),
  ).toEqual([
    ['archive', ['archive.example.com']],
    ['reading', ['*']],
  ]);
});

test('a port stands behind the gateway that it names, and else behind the first of the environment', async () => {
  const selected = async (environment: typeof plain) =>
    (await objectOf(environment, 'Gateway', 'catalog-gateway')).spec as { selector: { istio: string } };
  const gateway = 'namespaces.archive.applications.library.workloads.catalog.expose.http.gateway';
  expect((await selected(full)).selector.istio).toBe('aks-istio-ingressgateway-external');
  expect((await selected(changed(full, { [gateway]: undefined }))).selector.istio).toBe(
    'aks-istio-ingressgateway-internal',
  );
});

test('what is exposed on one gateway does not answer on the other', async () => {
  const expose = (gateway: string) => ({ http: { hosts: [`${gateway}.example.com`], gateway } });
  const ports = { http: 80 };
  const image = 'example.com/web:1';
  const environment = changed(
    running({
      web: { image, ports, expose: expose('external') },
      admin: { image, ports, expose: expose('internal') },
    }),
    { 'mesh.ingressGateways': ['external', 'internal'] },
  );
  const rendered = await objectsOf(environment);
  const gateways = ['external', 'internal'] as const;
  const answers = gateways.map((by) =>
    gateways.map((host) => outcomeOf(rendered, { by, host: `${host}.example.com` })),
  );
  expect(answers).toEqual([
    [{ to: { 'web.reading:80': 100 }, path: '/' }, { status: 404 }],
    [{ status: 404 }, { to: { 'admin.reading:80': 100 }, path: '/' }],
  ]);
});
