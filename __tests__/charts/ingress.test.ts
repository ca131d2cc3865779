import { Testing } from 'cdk8s';
import { IngressChart, type IngressChartProps } from '../../charts/ingress';
import { lab, objectOf, objectsOf, production, yamlOf } from '../support';

const props: IngressChartProps = {
  namespace: 'pets',
  gateway: 'external',
  hosts: ['*'],
  backend: { host: 'store-front.pets.svc.cluster.local', port: 80 },
};

test('lets any host in on port 80 and leads every path to the backend', () => {
  expect(yamlOf(new IngressChart(Testing.app(), 'ingress', props))).toMatchInlineSnapshot(`
    "apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: pets-gateway
      namespace: pets
    spec:
      selector:
        istio: aks-istio-ingressgateway-external
      servers:
        - hosts:
            - "*"
          port:
            name: http
            number: 80
            protocol: HTTP
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: pets-route
      namespace: pets
    spec:
      gateways:
        - pets-gateway
      hosts:
        - "*"
      http:
        - match:
            - uri:
                prefix: /
          route:
            - destination:
                host: store-front.pets.svc.cluster.local
                port:
                  number: 80
    "
  `);
});

test('selects the gateway that it is given', () => {
  const [gateway] = Testing.synth(
    new IngressChart(Testing.app(), 'ingress', { ...props, gateway: 'internal' }),
  ) as unknown[];
  expect(gateway).toHaveProperty('spec.selector', { istio: 'aks-istio-ingressgateway-internal' });
});

test('the store is reached on port 80, at every path, and what is reached is store-front', () => {
  expect(objectOf(lab, 'Gateway', 'pets-gateway')).toHaveProperty('spec.servers', [
    { hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' } },
  ]);
  expect(objectOf(lab, 'VirtualService', 'pets-route')).toHaveProperty('spec.http', [
    {
      match: [{ uri: { prefix: '/' } }],
      route: [{ destination: { host: 'store-front.pets.svc.cluster.local', port: { number: 80 } } }],
    },
  ]);
});

test('no way leads from outside to store-admin', () => {
  for (const settings of [lab, production]) {
    const routes = objectsOf(settings).filter(({ kind }) => kind === 'VirtualService');
    expect(routes).toHaveLength(1);
    expect(JSON.stringify(routes)).not.toContain('store-admin');
  }
});

test('the gateway and the route answer to the same hosts', () => {
  expect(objectOf(production, 'Gateway', 'shop-gateway')).toHaveProperty('spec.servers.0.hosts', [
    'store.example.com',
  ]);
  expect(objectOf(production, 'VirtualService', 'shop-route')).toHaveProperty('spec.hosts', [
    'store.example.com',
  ]);
});

test('the route leads to a Service and a port that are rendered', () => {
  const route = objectOf(lab, 'VirtualService', 'pets-route') as unknown as {
    spec: { http: { route: { destination: { host: string; port: { number: number } } }[] }[] };
  };
  const { host, port } = route.spec.http[0]!.route[0]!.destination;
  const [name = '', namespace] = host.split('.');
  const service = objectOf(lab, 'Service', name);
  expect(service.metadata.namespace).toBe(namespace);
  expect(service).toHaveProperty('spec.ports', [expect.objectContaining({ port: port.number })]);
});

test('the gateway that the store stands behind is one that the cluster runs', () => {
  const mesh = { ...lab.mesh, ingressGateways: ['internal'] } as const;
  expect(objectOf({ ...lab, mesh }, 'Gateway', 'pets-gateway')).toHaveProperty(
    'spec.selector.istio',
    'aks-istio-ingressgateway-internal',
  );
});

test('the store stands behind the gateway that its settings name, and else behind the first', () => {
  const istio = 'spec.selector.istio';
  expect(objectOf(production, 'Gateway', 'shop-gateway')).toHaveProperty(
    istio,
    'aks-istio-ingressgateway-external',
  );
  const store = { ...production.store, gateway: undefined };
  expect(objectOf({ ...production, store }, 'Gateway', 'shop-gateway')).toHaveProperty(
    istio,
    'aks-istio-ingressgateway-internal',
  );
});

test('a name of its own lets two stand in one namespace', () => {
  const chart = new IngressChart(Testing.app(), 'ingress', { ...props, name: 'admin' });
  expect(Testing.synth(chart)).toMatchObject([
    { metadata: { name: 'admin-gateway' } },
    { metadata: { name: 'admin-route' }, spec: { gateways: ['admin-gateway'] } },
  ]);
});
