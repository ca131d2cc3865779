import { gatewayProbeTime } from '../../../../rules/settings/gateways/gateway-probe-time';
import { changed, plain } from '../../../support';
import { settings } from '../../judging';

const stated = (port: number, parts: Readonly<Record<string, string>>) =>
  changed(plain, {
    'mesh.gateways': {
      external: {
        annotations: Object.fromEntries(
          Object.entries(parts).map(([part, value]) => [`${nameOf(port)}_${part}`, value]),
        ),
      },
    },
  });
const nameOf = (port: number) => `service.beta.kubernetes.io/port_${port}_health-probe`;

test.each([
  ['no settings', plain],
  ['119 seconds', stated(80, { interval: '17', 'num-of-probe': '7' })],
  ['the longest interval, with the probes that Azure counts by itself', stated(443, { interval: '59' })],
  ['the most probes, at the interval that Azure has by itself', stated(443, { 'num-of-probe': '23' })],
])('%s: taken', (_, environment) => {
  expect(settings(gatewayProbeTime, environment)).toEqual([]);
});

test('120 seconds are rejected, of either port', () => {
  for (const port of [80, 443])
    expect(settings(gatewayProbeTime, stated(port, { interval: '40', 'num-of-probe': '3' }))).toEqual([
      {
        path: `mesh.gateways.external.annotations.${nameOf(port)}_interval`,
        value: '40',
        problem: 'with 3 probes this is 120 seconds, and Azure accepts only less than 120',
        fix: `lower it, or '${nameOf(port)}_num-of-probe'`,
      },
    ]);
});

test("so they are of a namespace's own Gateway", () => {
  const annotations = { [`${nameOf(443)}_interval`]: '59', [`${nameOf(443)}_num-of-probe`]: '3' };
  const environment = changed(plain, { 'namespaces.reading.gateways': { internal: { annotations } } });
  expect(settings(gatewayProbeTime, environment)).toMatchObject([
    { path: `namespaces.reading.gateways.internal.annotations.${nameOf(443)}_interval`, value: '59' },
  ]);
});
