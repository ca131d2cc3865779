import { application } from '../../index';
import { lines, synthesize } from './synthesize';

// Azure/AKS 3646 and 4322, istio/istio 46769: Azure's load balancer asks the gateway for `/` by its address, and takes out every node.

const shop = application({
  shop: {
    image: 'ghcr.io/example/shop:1',
    ports: { http: 8080 },
    expose: { http: { hosts: ['shop.example.com'] } },
  },
});
const PROBE = 'service.beta.kubernetes.io/port_80_health-probe';
const READY = { [`${PROBE}_port`]: '15021', [`${PROBE}_request-path`]: '/healthz/ready' };
const faults = async (annotations: object, namespaced = false) => {
  const gateways = { external: { annotations } };
  const made = await synthesize(
    { shop: { revision: 'asm-1-30', applications: { shop }, ...(namespaced && { gateways }) } },
    { mesh: namespaced ? { gatewayApi: true, ingressGateways: [] } : { gateways } },
  );
  return lines(made.faults);
};

describe.each([
  ['that AKS runs', false],
  ['of the Gateway API', true],
])('a gateway %s', (_, namespaced) => {
  test('is not probed over HTTP where it answers 404', async () => {
    expect(await faults({ [`${PROBE}_protocol`]: 'Http' }, namespaced)).toEqual([
      expect.stringContaining('every node would be taken out of use'),
    ]);
  });

  test.each(['Http', 'http'])('may be asked by %s whether it is ready', async (protocol) => {
    expect(await faults({ [`${PROBE}_protocol`]: protocol, ...READY }, namespaced)).toEqual([]);
  });
});
