import { supportedGatewayPorts } from '../../../../rules/objects/gateways/supported-gateway-ports';
import { object, objects } from '../../judging';

const judge = (numbers: readonly number[], istio = 'aks-istio-ingressgateway-external') =>
  objects(supportedGatewayPorts, [
    object('networking.istio.io/v1', 'Gateway', 'door', {
      spec: { selector: { istio }, servers: numbers.map((number) => ({ port: { number } })) },
    }),
  ]);

test('a Gateway on 80 and 443 is taken', () => {
  expect(judge([80, 443])).toEqual([]);
});

test.each([15443, 8080, 15021])('a Gateway on %d of a gateway that AKS manages is rejected', (number) => {
  for (const kind of ['external', 'internal'])
    expect(judge([80, number], `aks-istio-ingressgateway-${kind}`)).toEqual([
      {
        field: 'spec.servers.1.port.number',
        value: number,
        problem: 'the ingress gateways that AKS manages are reached only on ports 80 and 443',
        fix: 'listen on 80 for HTTP, or on 443 for TLS, and distinguish hosts by their names',
      },
    ]);
});

test("a Gateway of somebody else's pods is not judged", () => {
  expect(judge([15443], 'own')).toEqual([]);
});

const speaking = (number: number, protocol: string) =>
  object('networking.istio.io/v1', 'Gateway', 'door', {
    spec: {
      selector: { istio: 'aks-istio-ingressgateway-external' },
      servers: [{ port: { number, protocol } }],
    },
  });

test.each([
  [80, 'HTTP'],
  [80, 'grpc'],
  [443, 'HTTPS'],
  [443, 'TLS'],
])('port %i is shared by %s', (number, protocol) => {
  expect(objects(supportedGatewayPorts, [speaking(number, protocol)])).toEqual([]);
});

test.each([
  [80, 'TCP', 'HTTP and HTTP2 and GRPC and GRPC-WEB'],
  [80, 'HTTPS', 'HTTP and HTTP2 and GRPC and GRPC-WEB'],
  [443, 'HTTP', 'HTTPS and TLS'],
  [443, 'TCP', 'HTTPS and TLS'],
])('port %i is not shared by %s', (number, value, taken) => {
  expect(objects(supportedGatewayPorts, [speaking(number, value)])).toEqual([
    {
      field: 'spec.servers.0.port.protocol',
      value,
      problem: `applications share port ${number} of the gateway with ${taken}: Istio drops one of two protocols`,
      fix: 'listen on 80 for HTTP, or on 443 for TLS',
    },
  ]);
});
