import {
  CONTROL_PLANE_NAMESPACE,
  gatewayProxyName,
  INGRESS_NAMESPACE,
  ingressGatewayName,
} from '../../mesh/gateways';

test('gateways and namespaces are called as the add-on calls them', () => {
  expect([ingressGatewayName('external'), ingressGatewayName('internal')]).toEqual([
    'aks-istio-ingressgateway-external',
    'aks-istio-ingressgateway-internal',
  ]);
  expect([CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE]).toEqual(['aks-istio-system', 'aks-istio-ingress']);
});

test("what Istio makes for a Gateway of Kubernetes' API has the Gateway's name and its class", () => {
  expect(gatewayProxyName('external')).toBe('external-istio');
});
