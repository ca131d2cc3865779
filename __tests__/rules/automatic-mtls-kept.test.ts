import { automaticMtlsKept } from '../../rules/automatic-mtls-kept';
import { changed, full, objectsOf, plain } from '../support';
import { object, objects } from './judging';

const rule = (host: string, spec: object) =>
  object('networking.istio.io/v1', 'DestinationRule', 'shop', { spec: { host, ...spec } });
const SIMPLE = { trafficPolicy: { tls: { mode: 'SIMPLE' } } };

test.each([
  rule('api.example.com', SIMPLE),
  rule('*.example.com', SIMPLE),
  rule('shop', { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
  rule('shop', { trafficPolicy: { loadBalancer: { simple: 'RANDOM' } }, subsets: [{ name: 'v1' }] }),
  rule('shop.elsewhere.svc.cluster.local', SIMPLE),
])('TLS to outside, Istio’s own, or none is taken: %#', (each) => {
  expect(objects(automaticMtlsKept, [each])).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(automaticMtlsKept, await objectsOf(environment))).toEqual([]);
});

test('a host of a namespace without sidecars has no automatic mutual TLS to lose', () => {
  const outside = changed(plain, { 'namespaces.reading.revision': undefined });
  expect(objects(automaticMtlsKept, [rule('shop', SIMPLE)], outside)).toEqual([]);
});

test.each(['shop', 'shop.reading.svc.cluster.local', '*.reading.svc.cluster.local', '*.local', '*'])(
  'TLS for the host %s, which is inside, is refused',
  (host) => {
    expect(objects(automaticMtlsKept, [rule(host, SIMPLE)])).toEqual([
      {
        field: 'spec.trafficPolicy.tls.mode',
        value: 'SIMPLE',
        problem: `the host '${host}' is inside of the mesh, where this switches automatic mutual TLS off`,
        fix: expect.stringContaining("take 'tls' out"),
      },
    ]);
  },
);

test.each([
  [{ trafficPolicy: { tls: { mode: 'DISABLE' } } }, 'spec.trafficPolicy.tls.mode'],
  [
    { trafficPolicy: { portLevelSettings: [{}, { tls: { mode: 'DISABLE' } }] } },
    'spec.trafficPolicy.portLevelSettings.1.tls.mode',
  ],
  [
    { subsets: [{ name: 'v1', trafficPolicy: { tls: { mode: 'DISABLE' } } }] },
    'spec.subsets.0.trafficPolicy.tls.mode',
  ],
  [
    { subsets: [{ trafficPolicy: { portLevelSettings: [{ tls: { mode: 'DISABLE' } }] } }] },
    'spec.subsets.0.trafficPolicy.portLevelSettings.0.tls.mode',
  ],
])('it is found wherever it stands: %j', (spec, field) => {
  expect(objects(automaticMtlsKept, [rule('shop', spec)])).toEqual([
    expect.objectContaining({ field, value: 'DISABLE' }),
  ]);
});
