import { gatewaySelectorsMatch } from '../../../../rules/objects/gateways/gateway-selectors-match';
import { changed, full, plain } from '../../../support';
import { object, objects } from '../../judging';

const gateway = (selector?: object, apiVersion = 'networking.istio.io/v1') =>
  object(apiVersion, 'Gateway', 'shop', { spec: { selector } });
const internal = { istio: 'aks-istio-ingressgateway-internal' };

test('a Gateway of an ingress gateway that runs is taken', () => {
  expect(objects(gatewaySelectorsMatch, [gateway({ istio: 'aks-istio-ingressgateway-external' })])).toEqual(
    [],
  );
  expect(objects(gatewaySelectorsMatch, [gateway(internal)], full)).toEqual([]);
});

test('a Gateway of one that does not run is rejected', () => {
  expect(objects(gatewaySelectorsMatch, [gateway(internal)])).toEqual([
    {
      field: 'spec.selector',
      value: internal,
      problem: 'selects no ingress gateway that is enabled',
      fix: "select istio=aks-istio-ingressgateway-external, or add the gateway to 'mesh.ingressGateways'",
    },
  ]);
});

test.each([undefined, { app: 'shop' }])(
  'a Gateway that selects something else is rejected: %j',
  (selector) => {
    expect(objects(gatewaySelectorsMatch, [gateway(selector)])).toHaveLength(1);
    expect(
      objects(gatewaySelectorsMatch, [gateway(selector)], changed(plain, { 'mesh.ingressGateways': [] })),
    ).toEqual([
      expect.objectContaining({ fix: "add the gateway to 'mesh.ingressGateways', which has none" }),
    ]);
  },
);

test('a Gateway of another API, and other kinds of Istio, are not judged', () => {
  const others = [
    gateway(internal, 'gateway.networking.k8s.io/v1'),
    object('networking.istio.io/v1', 'VirtualService', 'shop'),
  ];
  expect(objects(gatewaySelectorsMatch, others)).toEqual([]);
});
