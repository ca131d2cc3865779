import { serviceEntriesRoutable } from '../../../../rules/objects/routes/service-entries-routable';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';

const NETWORKING = 'networking.istio.io/v1';
const entry = (port: object, fields: object = {}, labels?: Record<string, string>) => {
  const made = object(NETWORKING, 'ServiceEntry', 'out', {
    spec: { hosts: ['out.example.com'], ports: [port], resolution: 'DNS', ...fields },
  });
  return { ...made, metadata: { ...made.metadata, ...(labels && { labels }) } };
};
const pods = (name: string, annotations?: object, namespace?: string) =>
  object(
    'apps/v1',
    'Deployment',
    name,
    { spec: { template: { metadata: { labels: { app: name }, annotations } } } },
    namespace,
  );
const sidecar = (name: string, ...hosts: string[]) =>
  object(NETWORKING, 'Sidecar', name, {
    spec: { workloadSelector: { labels: { app: name } }, egress: [{ hosts }] },
  });
const encrypting = (host: string) =>
  object(NETWORKING, 'DestinationRule', 'out', {
    spec: { host, trafficPolicy: { tls: { mode: 'SIMPLE' } } },
  });
const CAPTURED = { 'proxy.istio.io/config': 'proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: "true"\n' };
const everywhere = changed(plain, {
  'mesh.config': { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } },
});
const tcp = { number: 5432, name: 'tcp', protocol: 'TCP' };
const judge = (...rendered: ReturnType<typeof entry>[]) => objects(serviceEntriesRoutable, rendered);

test.each([
  ['TLS on 443', [entry({ number: 443, protocol: 'TLS' })]],
  ['HTTP on 80', [entry({ number: 80, protocol: 'HTTP' })]],
  [
    'a port that is not known',
    [entry({ number: 9443, protocol: 'HTTPS' }), entry({ number: 9443, protocol: 'HTTP' })],
  ],
  [
    'HTTP on 443 that sidecars encrypt',
    [entry({ number: 443, protocol: 'HTTP' }), encrypting('out.example.com')],
  ],
  ['TCP with addresses', [pods('web'), entry(tcp, { addresses: ['192.0.2.1'] })]],
  ['TCP where sidecars capture DNS', [pods('web', CAPTURED), entry(tcp)]],
  [
    'TCP that no Sidecar without capture lists',
    [pods('web'), sidecar('web', './other.example.com'), entry(tcp)],
  ],
  ['TCP of another namespace alone', [pods('web', {}, 'default'), entry(tcp, { exportTo: ['.'] })]],
])('%s is taken', (_of, rendered) => {
  expect(judge(...rendered)).toEqual([]);
});

test.each([
  ['TLS on 3306', [entry({ number: 3306, protocol: 'TLS' })], 'does not start with TLS'],
  ['HTTPS on 25', [entry({ number: 25, protocol: 'HTTPS' })], 'does not start with TLS'],
  ['TLS on 80', [entry({ number: 80, protocol: 'TLS' })], 'speaks plain HTTP'],
  ['gRPC on 443', [entry({ number: 443, protocol: 'GRPC' })], 'read as plain HTTP'],
  [
    'HTTP that goes to 443 in plaintext',
    [entry({ number: 80, targetPort: 443, protocol: 'HTTP' })],
    'read as plain HTTP',
  ],
  [
    'HTTP on 443, with TLS for another host',
    [entry({ number: 443, protocol: 'HTTP' }), encrypting('b.example.com')],
    'read as plain HTTP',
  ],
  [
    'TCP without addresses',
    [pods('web'), entry(tcp)],
    'of Deployment reading/web, whose sidecar does not capture DNS',
  ],
  ['a port without a protocol, which is TCP', [pods('web'), entry({ number: 5432 })], 'does not capture DNS'],
  [
    'TCP that a Sidecar lists',
    [pods('web'), sidecar('web', './*.example.com'), entry(tcp)],
    'does not capture DNS',
  ],
  [
    'TCP that another namespace knows too',
    [pods('web', {}, 'reading'), entry(tcp, { exportTo: ['*'] })],
    'does not capture DNS',
  ],
  [
    'TCP of the resolution NONE',
    [pods('web', CAPTURED), entry(tcp, { resolution: 'NONE' })],
    'gets none by itself',
  ],
  [
    'TCP of a wildcard',
    [pods('web', CAPTURED), entry(tcp, { hosts: ['*.example.com'] })],
    'gets none by itself',
  ],
  [
    'TCP that opts out of an address',
    [pods('web', CAPTURED), entry(tcp, {}, { 'networking.istio.io/enable-autoallocate-ip': 'false' })],
    'gets none by itself',
  ],
])('%s is rejected', (_of, rendered, problem) => {
  expect(judge(...rendered)).toEqual([
    expect.objectContaining({ field: 'spec.ports.0', problem: expect.stringContaining(problem) }),
  ]);
});

test('where all sidecars capture DNS, one that does not is found', () => {
  const off = { 'proxy.istio.io/config': "proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'false' }" };
  expect(objects(serviceEntriesRoutable, [pods('web'), entry(tcp)], everywhere)).toEqual([]);
  expect(objects(serviceEntriesRoutable, [pods('web', off), entry(tcp)], everywhere)).toHaveLength(1);
});
