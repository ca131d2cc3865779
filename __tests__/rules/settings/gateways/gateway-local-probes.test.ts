import { gatewayLocalProbes } from '../../../../rules/settings/gateways/gateway-local-probes';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const probe = (port: number, part: string, value: string) => ({
  [`service.beta.kubernetes.io/port_${port}_health-probe_${part}`]: value,
});
const custom = { ...probe(80, 'port', '15021'), ...probe(80, 'protocol', 'Http') };
const stated = (external: object, internal: object) =>
  changed(full, { 'mesh.gateways': { external, internal } });

test.each([
  ['no settings', plain],
  ['probes without a policy, and with Cluster', stated({ annotations: custom }, { annotations: custom })],
  [
    'Cluster for the gateway with probes, and Local for the other one',
    stated({ externalTrafficPolicy: 'Local' }, { externalTrafficPolicy: 'Cluster', annotations: custom }),
  ],
  [
    'Local, with how often the probe asks',
    stated({ externalTrafficPolicy: 'Local', annotations: probe(80, 'interval', '10') }, {}),
  ],
])('%s: taken', (_, environment) => {
  expect(settings(gatewayLocalProbes, environment)).toEqual([]);
});

test('Local is rejected with what replaces the health check of Kubernetes, each part of it', () => {
  const annotations = { ...custom, ...probe(80, 'request-path', '/healthz/ready') };
  const environment = stated({}, { externalTrafficPolicy: 'Local', annotations });
  expect(settings(gatewayLocalProbes, environment)).toEqual(
    [
      ['port', '15021'],
      ['protocol', 'Http'],
      ['request-path', '/healthz/ready'],
    ].map(([part, value]) => ({
      path: `mesh.gateways.internal.annotations.service.beta.kubernetes.io/port_80_health-probe_${part}`,
      value,
      problem:
        "with externalTrafficPolicy 'Local' the load balancer must use Kubernetes' own health check, which this replaces",
      fix: "remove the annotation, or set 'externalTrafficPolicy' to 'Cluster'",
    })),
  );
});
