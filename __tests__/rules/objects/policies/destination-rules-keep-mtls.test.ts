import { destinationRulesKeepMtls } from '../../../../rules/objects/policies/destination-rules-keep-mtls';
import { object, objects } from '../../judging';

const inside = object('v1', 'Service', 'web');
const outside = object('v1', 'Service', 'web', {}, 'default');
const judge = (host: string, spec: object) =>
  objects(destinationRulesKeepMtls, [
    inside,
    outside,
    object('networking.istio.io/v1', 'DestinationRule', 'web', { spec: { host, ...spec } }),
  ]);
const tls = (mode?: string) => ({ tls: { mode } });

test.each(['web', 'web.reading.svc.cluster.local', '*.reading.svc.cluster.local', '*.local', '*'])(
  'TLS of its own for a host of the mesh is rejected: %s',
  (host) => {
    expect(judge(host, { trafficPolicy: tls('SIMPLE') })).toEqual([
      {
        field: 'spec.trafficPolicy.tls.mode',
        value: 'SIMPLE',
        problem: `disables automatic mTLS for ${host}, which has sidecars`,
        fix: "remove 'tls'; the sidecars use mTLS by themselves",
      },
    ]);
  },
);

test.each(['DISABLE', 'MUTUAL', undefined])('the mode %s is rejected too', (mode) => {
  expect(judge('web', { trafficPolicy: tls(mode) })).toEqual([expect.objectContaining({ value: mode })]);
});

test('TLS for one port, and that of a subset, are rejected too', () => {
  const trafficPolicy = { portLevelSettings: [{ port: { number: 80 } }, tls('SIMPLE')] };
  expect(judge('web', { trafficPolicy, subsets: [{}, { trafficPolicy }] }).map(({ field }) => field)).toEqual(
    [
      'spec.trafficPolicy.portLevelSettings.1.tls.mode',
      'spec.subsets.1.trafficPolicy.portLevelSettings.1.tls.mode',
    ],
  );
});

test.each<[string, string, object]>([
  ['without TLS', 'web', { trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }],
  ['without a policy', 'web', {}],
  ['that says what the sidecars do anyway', 'web', { trafficPolicy: tls('ISTIO_MUTUAL') }],
  ['for a host outside', 'api.example.com', { trafficPolicy: tls('SIMPLE') }],
  ['for a Service outside the mesh', 'web.default.svc.cluster.local', { trafficPolicy: tls('SIMPLE') }],
])('a DestinationRule %s is taken', (_, host, spec) => {
  expect(judge(host, spec)).toEqual([]);
});
