import { gatewayPortsOpen } from '../../../../rules/settings/gateways/gateway-ports-open';
import { APP, changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const NAME = (port: number) => `service.beta.kubernetes.io/port_${port}_no_lb_rule`;
const stating = (port: number, value: string, expose: object, gateway = 'external') =>
  changed(
    running({
      web: {
        image: 'example.com/web:1',
        ports: { http: 80 },
        expose: { http: { hosts: ['a.example.com'], ...expose } },
      },
    }),
    { 'mesh.gateways': { [gateway]: { annotations: { [NAME(port)]: value } } } },
  );
const TLS = { credentialName: 'web-tls' };

test.each([
  stating(80, 'false', {}),
  stating(443, 'true', {}),
  stating(80, 'true', { tls: { ...TLS, plaintext: 'off' } }),
  stating(80, 'true', {}, 'internal'),
  changed(stating(80, 'true', {}), { 'mesh.gatewayApi': true }),
  changed(stating(80, 'true', {}), { [`${APP}.web.expose`]: undefined }),
  plain,
  full,
])('a port that nobody is exposed on may go: %#', (environment) => {
  expect(settings(gatewayPortsOpen, environment)).toEqual([]);
});

test.each([
  [80, {}, 'if no client uses plain HTTP'],
  [80, { tls: TLS }, 'if no client uses plain HTTP'],
  [443, { tls: { ...TLS, plaintext: 'off' } }, "or 'tls' of the exposed port"],
  [443, { tls: TLS }, "or 'tls' of the exposed port"],
  [443, { tls: { ...TLS, plaintext: 'allow' } }, "or 'tls' of the exposed port"],
  [80, { tls: { ...TLS, plaintext: 'allow' } }, 'if no client uses plain HTTP'],
])('port %i of what is exposed with %j stays open', (port, expose, fix) => {
  expect(settings(gatewayPortsOpen, stating(port, 'true', expose))).toEqual([
    {
      path: `mesh.gateways.external.annotations.${NAME(port)}`,
      value: 'true',
      problem: `removes port ${port} from the load balancer, on which 'web' of 'app' is exposed`,
      fix: expect.stringContaining(fix),
    },
  ]);
});

const own = (port: number, namespace: string, expose: object = {}, gateway = 'external') =>
  changed(stating(port, 'false', expose), {
    'mesh.gatewayApi': true,
    'namespaces.other': { revision: 'asm-1-30' },
    [`namespaces.${namespace}.gateways`]: { [gateway]: { annotations: { [NAME(port)]: 'true' } } },
  });

test("so it is for a namespace's own Gateway, which other namespaces do not use", () => {
  expect(settings(gatewayPortsOpen, own(80, 'reading'))).toMatchObject([
    { path: `namespaces.reading.gateways.external.annotations.${NAME(80)}` },
  ]);
  expect(settings(gatewayPortsOpen, own(443, 'reading', { tls: TLS }))).toHaveLength(1);
  for (const kept of [
    own(443, 'reading'),
    own(80, 'other'),
    own(80, 'reading', {}, 'internal'),
    own(80, 'reading', { tls: { ...TLS, plaintext: 'off' } }),
  ])
    expect(settings(gatewayPortsOpen, kept)).toEqual([]);
});
