import { gatewayInternalSubnet } from '../../../../rules/settings/gateways/gateway-internal-subnet';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const SUBNET = 'service.beta.kubernetes.io/azure-load-balancer-internal-subnet';
const inSubnet = { annotations: { [SUBNET]: 'gateways' } };

test('the internal gateway may have its address from a subnet', () => {
  const environment = changed(full, { 'mesh.gateways': { external: {}, internal: inSubnet } });
  expect([plain, environment].flatMap((each) => settings(gatewayInternalSubnet, each))).toEqual([]);
});

test('the external gateway may not', () => {
  const environment = changed(full, { 'mesh.gateways': { external: inSubnet, internal: inSubnet } });
  expect(settings(gatewayInternalSubnet, environment)).toEqual([
    {
      path: `mesh.gateways.external.annotations.${SUBNET}`,
      value: 'gateways',
      problem: 'the external gateway has a public address, not one of a subnet',
      fix: "remove the annotation, or set it under 'mesh.gateways.internal'",
    },
  ]);
});

test('so it is for the Gateways of a namespace', () => {
  const environment = changed(plain, {
    'namespaces.reading.gateways': { external: inSubnet, internal: inSubnet },
  });
  expect(settings(gatewayInternalSubnet, environment)).toMatchObject([
    {
      path: `namespaces.reading.gateways.external.annotations.${SUBNET}`,
      fix: "remove the annotation, or set it under 'namespaces.reading.gateways.internal'",
    },
  ]);
});
