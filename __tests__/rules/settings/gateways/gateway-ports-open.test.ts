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
