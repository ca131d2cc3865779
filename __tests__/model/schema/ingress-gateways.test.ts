import { environmentSchema } from '../../../model/schema/environment';
import { findIssues } from '../../../model/read/issues';
import { changed, full, settingsOf } from '../../support';

const stated = settingsOf(full);

/** What is wrong with the settings of gateways, by where. */
function issues(gateways: unknown): Record<string, string> {
  const found = findIssues(environmentSchema, changed(stated, { 'mesh.gateways': gateways }));
  return Object.fromEntries(found.map(({ path, problem }) => [path.join('.'), problem]));
}

const AZURE = 'service.beta.kubernetes.io';
const annotated = (name: string, value: unknown) => issues({ external: { annotations: { [name]: value } } });

test('settings of both gateways are taken, each of them optional', () => {
  const external = { externalTrafficPolicy: 'Local', replicas: { min: 2, max: 2 }, annotations: {} };
  expect(issues({ external, internal: {} })).toEqual({});
  expect(issues({ external: undefined })).toEqual({});
});

test.each<[name: string, taken: string[], rejected: unknown[]]>([
  [
    'external-dns.alpha.kubernetes.io/hostname',
    ['shop.example.com', 'shop.example.com,*.example.com'],
    ['', '*', 'shop.example.com, other.example.com', 'https://shop.example.com'],
  ],
  [`${AZURE}/azure-allowed-ip-ranges`, ['203.0.113.0/24,2001:db8::/32'], ['203.0.113.7', '10.0.0.0/33', '']],
  [`${AZURE}/azure-allowed-service-tags`, ['AzureFrontDoor.Backend,Internet'], ['Azure Cloud', 'A,', '']],
  [`${AZURE}/azure-disable-load-balancer-floating-ip`, ['true', 'false'], [true, 'yes', '']],
  [
    `${AZURE}/azure-load-balancer-internal-subnet`,
    ['gateways', 'a'],
    ['', '/subscriptions/1/subnets/gateways', 'a-', 'a'.repeat(81)],
  ],
  [`${AZURE}/azure-load-balancer-ipv4`, ['203.0.113.7'], ['203.0.113', '203.0.113.0/24', '2001:db8::1']],
  [`${AZURE}/azure-load-balancer-disable-tcp-reset`, ['true'], [false]],
  [`${AZURE}/azure-load-balancer-resource-group`, ['rg-network'], ['rg.', '']],
  [`${AZURE}/azure-load-balancer-tcp-idle-timeout`, ['4', '30'], ['3', '31', '4.5', 'soon', 4]],
  [`${AZURE}/azure-pip-ip-tags`, ['RoutingPreference=Internet,a=b'], ['Internet', 'a=b=c', 'a=b, c=d']],
  [`${AZURE}/azure-pip-name`, ['shop_ip.1'], ['shop ip', '-ip']],
  [`${AZURE}/azure-shared-securityrule`, ['false', 'False'], ['no']],
  ...[80, 443].flatMap((port): [string, string[], unknown[]][] => [
    [`${AZURE}/port_${port}_no_lb_rule`, ['true'], ['1']],
    [`${AZURE}/port_${port}_no_probe_rule`, ['true'], ['1']],
    [`${AZURE}/port_${port}_health-probe_protocol`, ['Tcp', 'Http', 'Https', 'http', 'TCP'], ['UDP', 'grpc']],
    [`${AZURE}/port_${port}_health-probe_port`, ['15021', '65535', 'http2'], ['0', '65536', 'web', 15021]],
    [`${AZURE}/port_${port}_health-probe_interval`, ['5', '59'], ['4', '60']],
    [`${AZURE}/port_${port}_health-probe_num-of-probe`, ['2', '23'], ['1', '24']],
    [`${AZURE}/port_${port}_health-probe_request-path`, ['/healthz/ready'], ['healthz', '/a b']],
  ]),
])('of %s the values %j are taken, and %j are not', (name, taken, rejected) => {
  for (const value of taken) expect([value, annotated(name, value)]).toEqual([value, {}]);
  for (const value of rejected)
    expect([value, annotated(name, value)]).toEqual([
      value,
      { [`mesh.gateways.external.annotations.${name}`]: expect.stringMatching(/^must be /) as string },
    ]);
});

test('what the add-on does not allow is rejected, with what may be meant', () => {
  expect(annotated(`${AZURE}/azure-pip-nam`, 'a')).toEqual({
    [`mesh.gateways.external.annotations.${AZURE}/azure-pip-nam`]: 'unknown field',
  });
  expect(annotated(`${AZURE}/port_8080_no_lb_rule`, 'true')).toHaveProperty([
    `mesh.gateways.external.annotations.${AZURE}/port_8080_no_lb_rule`,
  ]);
  expect(issues({ extrnal: {} })).toEqual({
    'mesh.gateways.extrnal': 'unknown field',
  });
  expect(issues({ internal: { externalTraficPolicy: 'Local' } })).toEqual({
    'mesh.gateways.internal.externalTraficPolicy': 'unknown field',
  });
});

test('fewer pods than AKS keeps are rejected, and bounds without one of them', () => {
  expect(issues({ external: { replicas: { min: 1, max: 5 } } })).toEqual({
    'mesh.gateways.external.replicas.min': 'must be a whole number from 2 to 10000',
  });
  expect(issues({ external: { replicas: { max: 5 } } })).toEqual({
    'mesh.gateways.external.replicas.min': 'must be a whole number from 2 to 10000',
  });
});
