import { gatewayProbesAnswered } from '../../../../rules/settings/gateways/gateway-probes-answered';
import { changed, running } from '../../../support';
import { settings } from '../../judging';

const PROBE = 'service.beta.kubernetes.io/port_80_health-probe';
const probed = (values: Readonly<Record<string, string>>, hosts: readonly string[] = ['web.example.com']) =>
  changed(
    running({ web: { image: 'example.com/web:1', ports: { http: 80 }, expose: { http: { hosts } } } }),
    {
      'mesh.gateways': {
        external: {
          annotations: Object.fromEntries(
            Object.entries(values).map(([name, value]) => [`${PROBE}_${name}`, value]),
          ),
        },
      },
    },
  );
const ready = { port: '15021', 'request-path': '/healthz/ready' };

test.each([
  ['by TCP', probed({ protocol: 'tcp' })],
  ['without a protocol', probed({ interval: '10' })],
  ['of the port that says whether the proxy is ready', probed({ protocol: 'Http', ...ready })],
  ['in small letters', probed({ protocol: 'http', ...ready })],
  ['where any host is served', probed({ protocol: 'Http' }, ['*'])],
])('probes %s are accepted', (_, environment) => {
  expect(settings(gatewayProbesAnswered, environment)).toEqual([]);
});

test.each([
  ['without a path', { protocol: 'Http' }, "asks the gateway for '/' by its address"],
  ['in small letters', { protocol: 'http' }, "asks the gateway for '/' by its address"],
  [
    'of a path of the application',
    { protocol: 'Http', 'request-path': '/health' },
    "asks the gateway for '/health'",
  ],
  ['of a path that the proxy does not have', { protocol: 'Http', port: '15021' }, "asks port 15021 for '/'"],
])('probes over HTTP %s are rejected, as every node would leave the load balancer', (_, values, problem) => {
  const found = settings(gatewayProbesAnswered, probed(values));
  expect(found.map((fault) => [fault.path, fault.problem.includes(problem)])).toEqual([
    [`mesh.gateways.external.annotations.${PROBE}_protocol`, true],
  ]);
});

test('the advice is accepted', () => {
  const [fault] = settings(gatewayProbesAnswered, probed({ protocol: 'Http' }));
  const advised = Object.fromEntries(
    [...fault!.fix.matchAll(/'([^']+)': '([^']+)'/g)].map(([, name, value]) => [
      name!.replace(`${PROBE}_`, ''),
      value!,
    ]),
  );
  expect(settings(gatewayProbesAnswered, probed(advised))).toEqual([]);
});
