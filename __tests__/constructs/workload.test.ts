import { Testing, type Chart } from 'cdk8s';
import { BackingService } from '../../constructs/backing-service';
import { Microservice } from '../../constructs/microservice';
import { NamespacedChart } from '../../constructs/namespaced-chart';
import type { PortName } from '../../constructs/ports';
import { yamlOf } from '../support';

const sidecar = { revision: 'asm-1-30', initContainersHaveNetwork: true };
const image = 'example.com/shop:1.2.3';
const chart = (namespace?: string) => new NamespacedChart(Testing.app(), 'shop', { namespace });
const synth = (from: Chart) => Testing.synth(from) as { kind: string }[];

test('a microservice is a Service and a Deployment that select the same pods', () => {
  const shop = chart('shop');
  new Microservice(shop, 'basket', { sidecar, image, ports: { http: { port: 80, targetPort: 8080 } } });
  expect(yamlOf(shop)).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: Service
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: basket
      namespace: shop
    spec:
      ports:
        - name: http
          port: 80
          targetPort: 8080
      selector:
        app: basket
      type: ClusterIP
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: basket
      namespace: shop
    spec:
      replicas: 1
      selector:
        matchLabels:
          app: basket
      template:
        metadata:
          annotations:
            aks-istio-cdk/mesh-revision: asm-1-30
          labels:
            app: basket
        spec:
          containers:
            - image: example.com/shop:1.2.3
              name: basket
              ports:
                - containerPort: 8080
                  name: http
          nodeSelector:
            kubernetes.io/os: linux
    "
  `);
});

test('a microservice without ports has no Service', () => {
  const shop = chart('shop');
  new Microservice(shop, 'worker', { sidecar, image });
  expect(synth(shop).map(({ kind }) => kind)).toEqual(['Deployment']);
});

test('a backing service is a Service and a StatefulSet', () => {
  const shop = chart('shop');
  new BackingService(shop, 'queue', { sidecar, image, ports: { 'tcp-amqp': 5672 } });
  expect(synth(shop)).toMatchObject([
    {
      kind: 'Service',
      spec: { ports: [{ name: 'tcp-amqp', port: 5672, targetPort: 5672 }], selector: { app: 'queue' } },
    },
    {
      kind: 'StatefulSet',
      spec: { serviceName: 'queue', replicas: 1, selector: { matchLabels: { app: 'queue' } } },
    },
  ]);
});

test('there is one replica, or as many as are asked for', () => {
  const shop = chart('shop');
  new Microservice(shop, 'worker', { sidecar, image, replicas: 3 });
  new BackingService(shop, 'queue', { sidecar, image, replicas: 2 });
  new Microservice(shop, 'other', { sidecar, image });
  expect(
    synth(shop).map((object) => (object as unknown as { spec: { replicas?: number } }).spec.replicas),
  ).toEqual([3, 2, 1]);
});

test('a new revision changes the pod template, so that Kubernetes rolls the pods', () => {
  const template = (revision: string) => {
    const shop = chart('shop');
    new Microservice(shop, 'basket', { sidecar: { ...sidecar, revision }, image });
    return synth(shop)[0];
  };
  expect(template('asm-1-30')).toHaveProperty('spec.template.metadata.annotations', {
    'aks-istio-cdk/mesh-revision': 'asm-1-30',
  });
  expect(template('asm-1-31')).toHaveProperty('spec.template.metadata.annotations', {
    'aks-istio-cdk/mesh-revision': 'asm-1-31',
  });
});

describe('a port to lead a route to', () => {
  test('is the full name of the Service and the port it listens on', () => {
    const basket = new Microservice(chart('shop'), 'basket', {
      sidecar,
      image,
      ports: { http: { port: 80, targetPort: 8080 } },
    });
    expect(basket.port('http')).toEqual({ host: 'basket.shop.svc.cluster.local', port: 80 });
  });

  test('does not compile, and stops the synth with the way out, if it does not exist', () => {
    const basket = new Microservice(chart('shop'), 'basket', { sidecar, image, ports: { http: 8080 } });
    // @ts-expect-error the compiler knows the names of the ports
    const wrong = () => basket.port('grpc');
    expect(wrong).toThrow(
      "'basket' has no port 'grpc'; it has http: lead the route to one of them or add it to 'ports'",
    );
  });

  test('does not compile, and stops the synth, on a workload without ports', () => {
    const worker = new Microservice(chart('shop'), 'worker', { sidecar, image });
    // @ts-expect-error there is no name to give
    const wrong = () => worker.port('http');
    expect(wrong).toThrow("'worker' has no port 'http'; it has none");
  });

  test('needs a namespace to be in', () => {
    const basket = new Microservice(chart(), 'basket', { sidecar, image, ports: { http: 8080 } });
    expect(() => basket.port('http')).toThrow(
      "'basket' is in no namespace; make its chart with { namespace: 'NAME' }",
    );
  });
});

test.each([0, 65536, 80.5, Number.NaN])('a port of %d is refused', (port) => {
  expect(() => new Microservice(chart('shop'), 'basket', { sidecar, image, ports: { http: port } })).toThrow(
    `port 'http' of 'basket' is ${port}; state a whole number from 1 to 65535`,
  );
});

test.each(['web', 'rabbitmq-amqp', 'httpx', 'http_main', 'http-much-too-long'])(
  'a port named %s, which Istio or Kubernetes does not take, is refused',
  (name) => {
    expect(
      () =>
        new Microservice(chart('shop'), 'basket', {
          sidecar,
          image,
          ports: { [name]: 80 } as Partial<Record<PortName, number>> as Record<PortName, number>,
        }),
    ).toThrow(
      `port '${name}' of 'basket' tells Istio no protocol; name it PROTOCOL or PROTOCOL-NAME, at most 15 characters`,
    );
  },
);

test('a port name without a protocol does not compile', () => {
  // @ts-expect-error 'web' starts with no protocol that Istio knows
  const wrong = () => new Microservice(chart('shop'), 'basket', { sidecar, image, ports: { web: 80 } });
  expect(wrong).toThrow('tells Istio no protocol');
});

describe('an init container', () => {
  const wait = { name: 'wait', image, command: ['sh', '-c', 'until nc -z queue 5672; do sleep 1; done'] };
  const withInit = (needsNetwork: boolean, initContainersHaveNetwork: boolean) => {
    const shop = chart('shop');
    const initContainers = [{ ...wait, needsNetwork }];
    new Microservice(shop, 'basket', {
      sidecar: { ...sidecar, initContainersHaveNetwork },
      image,
      initContainers,
    });
    return synth(shop)[0];
  };

  test('is rendered as it is stated where the mesh lets it call', () => {
    expect(withInit(true, true)).toHaveProperty('spec.template.spec.initContainers', [wait]);
    expect(withInit(false, false)).toHaveProperty('spec.template.spec.initContainers', [wait]);
  });

  test('stops the synth where it would wait for ever', () => {
    expect(() => withInit(true, false)).toThrow(
      "init container 'wait' of 'basket' would wait for ever: with CNI chaining and sidecars that may not be native",
    );
  });
});
