import { exposedGatewaysEnabled } from '../../../../rules/settings/exposure/exposed-gateways-enabled';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const port = 'namespaces.reading.applications.library.workloads.catalog.expose.http';

test('ports on gateways that run are taken', () => {
  expect([plain, full].flatMap((environment) => settings(exposedGatewaysEnabled, environment))).toEqual([]);
});

test('a port on a gateway that does not run is rejected', () => {
  expect(settings(exposedGatewaysEnabled, changed(plain, { [`${port}.gateway`]: 'internal' }))).toEqual([
    {
      path: `${port}.gateway`,
      value: 'internal',
      problem: "this ingress gateway is not enabled: 'mesh.ingressGateways' has external",
      fix: "add 'internal' to 'mesh.ingressGateways', or expose the port on a gateway that is enabled",
    },
  ]);
});

test('a port that is exposed where no gateway runs at all is rejected', () => {
  expect(settings(exposedGatewaysEnabled, changed(plain, { 'mesh.ingressGateways': [] }))).toEqual([
    expect.objectContaining({
      path: `${port}.gateway`,
      value: 'external',
      problem: "this ingress gateway is not enabled: 'mesh.ingressGateways' has none",
    }),
  ]);
});

test('with the Gateway API, no gateway has to run for the whole cluster', () => {
  const environment = changed(plain, { 'mesh.ingressGateways': [], 'mesh.gatewayApi': true });
  expect(settings(exposedGatewaysEnabled, environment)).toEqual([]);
});
