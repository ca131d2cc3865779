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

describe("settings of a namespace's own Gateways", () => {
  const timeout = {
    annotations: { 'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout': '10' },
  };
  const gateways = (value: object, gatewayApi = true) =>
    settings(
      configuredGatewaysEnabled,
      changed(plain, { 'mesh.gatewayApi': gatewayApi, 'namespaces.reading.gateways': value }),
    );

  test('are taken where the namespace exposes something on it', () => {
    expect(gateways({ external: timeout })).toEqual([]);
  });

  test('are rejected where it does not', () => {
    expect(gateways({ internal: timeout })).toMatchObject([
      {
        path: 'namespaces.reading.gateways.internal',
        problem: "nothing in 'reading' is exposed on the internal gateway, so it has no such Gateway",
      },
    ]);
  });

  test('are rejected without the Gateway API, with the place for the gateway of AKS, which is taken', () => {
    const [fault] = gateways({ external: timeout }, false);
    expect(fault!.fix).toContain("'mesh.gateways.external'");
    expect(
      settings(configuredGatewaysEnabled, changed(plain, { 'mesh.gateways': { external: timeout } })),
    ).toEqual([]);
  });

  test('are the way that is named where those of AKS do not run', () => {
    const environment = changed(plain, {
      'mesh.gatewayApi': true,
      'mesh.ingressGateways': [],
      'mesh.gateways': { external: timeout },
    });
    expect(settings(configuredGatewaysEnabled, environment)).toMatchObject([
      {
        fix: "set the annotations of a namespace's own Gateway under 'namespaces.NAME.gateways.external', or add 'external' to 'mesh.ingressGateways'",
      },
    ]);
  });
});
