import { uniqueGatewayAddresses } from '../../../../rules/settings/gateways/unique-gateway-addresses';
import { changed, plain } from '../../../support';
import { settings } from '../../judging';

const AZURE = 'service.beta.kubernetes.io/azure';
const at = (annotations: object) => ({ annotations });
const ip = (address: string) => at({ [`${AZURE}-load-balancer-ipv4`]: address });
const named = (name: string, group: string) =>
  at({ [`${AZURE}-pip-name`]: name, [`${AZURE}-load-balancer-resource-group`]: group });
const broken = (one: object, other: object, external: object = {}) =>
  settings(
    uniqueGatewayAddresses,
    changed(plain, {
      'mesh.gateways': { external },
      'namespaces.reading.gateways': { external: one },
      'namespaces.writing': { gateways: { external: other } },
    }),
  ).map(({ path, problem }) => [path, /'(.*?)'/.exec(problem)![1]]);

test('gateways with an address each are taken, also with one name in two resource groups', () => {
  expect(broken(ip('203.0.113.7'), ip('203.0.113.8'), ip('203.0.113.9'))).toEqual([]);
  expect(broken(named('shop', 'rg-a'), named('shop', 'rg-b'))).toEqual([]);
  expect(broken({}, {})).toEqual([]);
});

test('the same address of two namespaces is rejected, and that of a gateway of AKS', () => {
  const second = `namespaces.writing.gateways.external.annotations.${AZURE}`;
  const first = 'namespaces.reading.gateways.external';
  expect(broken(ip('203.0.113.7'), ip('203.0.113.7'))).toEqual([[`${second}-load-balancer-ipv4`, first]]);
  expect(broken({}, ip('203.0.113.7'), ip('203.0.113.7'))).toEqual([
    [`${second}-load-balancer-ipv4`, 'mesh.gateways.external'],
  ]);
  expect(broken(named('shop', 'rg-a'), named('Shop', 'RG-A'))).toEqual([[`${second}-pip-name`, first]]);
});
