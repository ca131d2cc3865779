import { gatewayPorts } from '../../rules/gateway-ports';
import { full, objectsOf, plain } from '../support';
import { object, objects } from './judging';

const gateway = (number: unknown, istio = 'aks-istio-ingressgateway-external') =>
  object('networking.istio.io/v1', 'Gateway', 'shop', {
    spec: { selector: { istio }, servers: [{ port: { number: 80 } }, { port: { number } }] },
  });

test('the ports 80 and 443 are taken, and any of a gateway of one’s own', async () => {
  expect(objects(gatewayPorts, [gateway(443), gateway(80), gateway(8443, 'my-gateway')])).toEqual([]);
  for (const environment of [plain, full])
    expect(objects(gatewayPorts, await objectsOf(environment))).toEqual([]);
});

test.each([8080, 15443, 15021, undefined])('port %s of an ingress gateway of AKS is refused', (number) => {
  for (const name of ['external', 'internal'])
    expect(objects(gatewayPorts, [gateway(number, `aks-istio-ingressgateway-${name}`)])).toEqual([
      {
        field: 'spec.servers.1.port.number',
        value: number,
        problem: 'the ingress gateways of AKS are reached on the ports 80 and 443 only',
        fix: 'listen on 80 for HTTP or 443 for TLS, and tell services apart by their hosts',
      },
    ]);
});
