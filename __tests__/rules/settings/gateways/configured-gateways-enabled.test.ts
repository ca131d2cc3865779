import { configuredGatewaysEnabled } from '../../../../rules/settings/gateways/configured-gateways-enabled';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const replicas = { replicas: { min: 3, max: 6 } };

test('settings of gateways that run are taken, and none at all', () => {
  const both = changed(full, { 'mesh.gateways': { external: replicas, internal: replicas } });
  expect([plain, both].flatMap((environment) => settings(configuredGatewaysEnabled, environment))).toEqual(
    [],
  );
});

test('settings of a gateway that does not run are rejected', () => {
  const environment = changed(plain, { 'mesh.gateways': { external: replicas, internal: replicas } });
  const rest = {
    fix: "add 'internal' to 'mesh.ingressGateways', or remove its settings",
    value: { ...replicas, annotations: {} },
  };
  expect(settings(configuredGatewaysEnabled, environment)).toEqual([
    {
      path: 'mesh.gateways.internal',
      problem: "this ingress gateway is not enabled: 'mesh.ingressGateways' has external",
      ...rest,
    },
  ]);
  const none = changed(environment, {
    'mesh.ingressGateways': [],
    'mesh.gateways': { internal: replicas },
  });
  expect(settings(configuredGatewaysEnabled, none)).toEqual([
    {
      path: 'mesh.gateways.internal',
      problem: "this ingress gateway is not enabled: 'mesh.ingressGateways' has none",
      ...rest,
    },
  ]);
});
