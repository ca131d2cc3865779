import { Testing } from 'cdk8s';
import { Microservice } from '../../constructs/microservice';
import { NamespacedChart } from '../../constructs/namespaced-chart';
import type { PortName, ServicePort } from '../../constructs/ports';

const sidecar = { revision: 'asm-1-30', initContainersHaveNetwork: true };
const image = 'example.com/shop:1.2.3';
const chart = (namespace?: string) => new NamespacedChart(Testing.app(), 'shop', { namespace });

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

test.each<[side: string, ports: ServicePort]>([
  ['the Service', { port: 0, targetPort: 8080 }],
  ['the container', { port: 80, targetPort: 0 }],
  ['the container', { port: 80, targetPort: 65536 }],
])('a port of %s that is out of range is refused: %j', (_, http) => {
  expect(() => new Microservice(chart('shop'), 'basket', { sidecar, image, ports: { http } })).toThrow(
    /^port 'http' of 'basket' is (0|65536); state a whole number from 1 to 65535$/,
  );
});

test.each([
  ['web', 'tells Istio no protocol; name it PROTOCOL or PROTOCOL-NAME, with one of http, http2'],
  ['rabbitmq-amqp', 'tells Istio no protocol'],
  ['httpx', 'tells Istio no protocol'],
  ['http_main', 'tells Istio no protocol'],
  ['http-my-frontend-port', 'has 21 characters, and Kubernetes takes at most 15; shorten it'],
  ['http-sixteen-lon', 'has 16 characters, and Kubernetes takes at most 15; shorten it'],
  ['http-', 'is none for Kubernetes; use lower-case letters, digits and single hyphens'],
  ['http--main', 'is none for Kubernetes'],
  ['http-Main', 'is none for Kubernetes'],
])('a port named %s is refused: it %s', (name, problem) => {
  const make = () =>
    new Microservice(chart('shop'), 'basket', {
      sidecar,
      image,
      ports: { [name]: 80 } as Partial<Record<PortName, number>> as Record<PortName, number>,
    });
  expect(make).toThrow(`the name of port '${name}' of 'basket' ${problem}`);
});

test('a port name of 15 characters is taken', () => {
  const basket = new Microservice(chart('shop'), 'basket', {
    sidecar,
    image,
    ports: { 'grpc-web-basket': 80 },
  });
  expect(basket.port('grpc-web-basket').port).toBe(80);
});

test('a port name without a protocol does not compile', () => {
  // @ts-expect-error 'web' starts with no protocol that Istio knows
  const wrong = () => new Microservice(chart('shop'), 'basket', { sidecar, image, ports: { web: 80 } });
  expect(wrong).toThrow('tells Istio no protocol');
});
