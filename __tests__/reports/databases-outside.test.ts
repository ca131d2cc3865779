import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { application, manifests } from '../../model/schema/application';
import type { Workload } from '../../model/schema/workload';
import { scratch, type Manifest } from '../support';
import { lines, synthesize } from './synthesize';

// Databases and mail servers outside of the cluster, as in istio/istio issues 6587 and 61268: TLS that is negotiated within a connection
// shows no server name at its start, so that a sidecar cannot tell the host.

const folder = scratch();
const MESH = { revision: 'asm-1-30', egress: 'declared' };
const CAPTURE = {
  mesh: { config: { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } } },
};
const calling = (callsOutside: Workload['callsOutside'], more: object = {}) => ({
  ledger: {
    ...MESH,
    applications: {
      ledger: application({ ledger: { image: 'example.com/ledger:1', callsOutside, ...more } }),
    },
  },
});
const entryOf = (objects: readonly Manifest[]) =>
  objects.find(({ kind }) => kind === 'ServiceEntry')?.spec as {
    resolution: string;
    addresses?: string[];
    ports: { protocol: string }[];
  };

test.each([1433, 5432, 3306, 25, 587, 21, 143, 389])(
  'port %d is not encrypted from its start, so HTTPS is refused there, and TCP is the way',
  async (port) => {
    const { faults } = await synthesize(calling({ 'db.example.com': { port, protocol: 'HTTPS' } }));
    expect(lines(faults)).toEqual([expect.stringContaining('does not start with TLS')]);
    expect(faults[0]!.fix).toContain("set 'protocol' TCP and the 'addresses' of the host");
    const mended = { port, protocol: 'TCP', addresses: ['10.20.0.7'] } as const;
    const { faults: none, objects } = await synthesize(calling({ 'db.example.com': mended }));
    expect(lines(none)).toEqual([]);
    expect(entryOf(objects)).toMatchObject({ addresses: ['10.20.0.7'], ports: [{ protocol: 'TCP' }] });
  },
);

test('a wildcard of such hosts is refused, with each host by its name as the way', async () => {
  const { faults } = await synthesize(
    calling({ '*.database.example.com': { port: 1433, protocol: 'HTTPS' } }),
  );
  expect(faults.map(({ fix }) => fix)).toEqual([
    expect.stringContaining('name each host instead of the wildcard'),
  ]);
  const { faults: tcp } = await synthesize(
    calling({ '*.database.example.com': { port: 1433, protocol: 'TCP', addresses: ['10.20.0.7'] } }),
  );
  expect(tcp.map(({ fix }) => fix)).toEqual(["name one host with its 'addresses'"]);
});

test.each([443, 636, 5671, 8883])(
  'port %d is encrypted from its start, so HTTP is refused there',
  async (port) => {
    const { faults } = await synthesize(calling({ 'api.example.com': { port, protocol: 'HTTP' } }));
    expect(lines(faults)).toEqual([expect.stringContaining('which the sidecar would read as plain HTTP')]);
    expect(faults[0]!.fix).toContain("set 'protocol' to HTTPS");
    const { faults: none } = await synthesize(
      calling({
        'api.example.com': { port, protocol: 'HTTPS' },
        'other.example.com': { port, protocol: 'HTTP', tls: {} },
      }),
    );
    expect(lines(none)).toEqual([]);
  },
);

test('plain HTTP is not declared as HTTPS, and a mail server not as HTTP', async () => {
  const { faults } = await synthesize(
    calling({
      'www.example.com': { port: 80, protocol: 'HTTPS' },
      'mail.example.com': { port: 25, protocol: 'HTTP' },
      'cache.example.com': { port: 6380, protocol: 'HTTPS' },
    }),
  );
  expect(faults.map(({ fix }) => fix)).toEqual([
    expect.stringContaining("set 'protocol' to HTTP"),
    expect.stringContaining("set 'protocol' TCP"),
  ]);
});

const SQL = { 'sql.example.com': { port: 1433, protocol: 'TCP' } } as const;
const annotated = (value: string) => ({
  pod: { metadata: { annotations: { 'proxy.istio.io/config': value } } },
});
const ON = 'proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" }';
const OFF = "proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: 'false'\n";

test('TCP without addresses needs sidecars that capture DNS: its host is then looked up', async () => {
  const refused = await synthesize(calling(SQL));
  expect(lines(refused.faults)).toEqual([
    expect.stringContaining('would match every call to port 1433; set the'),
  ]);
  expect(refused.faults[0]!.fix).toContain('ISTIO_META_DNS_CAPTURE');
  for (const outcome of [
    await synthesize(calling(SQL), CAPTURE),
    await synthesize(calling(SQL, annotated(ON))),
  ]) {
    expect(lines(outcome.faults)).toEqual([]);
    expect(entryOf(outcome.objects)).toMatchObject({ resolution: 'DNS', ports: [{ protocol: 'TCP' }] });
    expect(entryOf(outcome.objects).addresses).toBeUndefined();
  }
});

test('pods that turn it off again, or a version of several without it, have no address for the host', async () => {
  const off = await synthesize(calling(SQL, annotated(OFF)), CAPTURE);
  expect(lines(off.faults)).toEqual([expect.stringContaining('TCP is matched by address')]);
  const versions = { blue: annotated(ON), green: {} };
  expect((await synthesize(calling(SQL, { versions }))).faults).toHaveLength(1);
  const both = { blue: annotated(ON), green: annotated(ON) };
  expect(lines((await synthesize(calling(SQL, { versions: both }))).faults)).toEqual([]);
});

const POD = (name: string, annotations = '{}') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }, annotations: ${annotations} }
    spec: { containers: [{ name: ${name}, image: 'example.com/${name}:1' }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
`;
const ENTRY = (ports: string, more = '') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: sql }
spec: { hosts: [sql.example.com], ports: ${ports}, resolution: DNS, exportTo: ['.'] ${more} }
`;
let files = 0;
async function brought(documents: readonly string[], workloads = {}, egress = 'any') {
  const file = join(folder, `brought-${++files}.yaml`);
  writeFileSync(file, documents.join('\n---\n'));
  return synthesize({
    shop: { revision: 'asm-1-30', egress, applications: { shop: manifests(file, workloads) } },
  });
}
const CAPTURES = `{ proxy.istio.io/config: '${ON}' }`;
const TCP = '[{ number: 1433, name: tcp-sql, protocol: TCP }]';

test('a ServiceEntry of manifests is held to the same', async () => {
  const tls = await brought([
    POD('web'),
    ENTRY('[{ number: 5432, name: tls, protocol: TLS }, { number: 443, name: http, protocol: HTTP }]'),
  ]);
  expect(lines(tls.faults)).toEqual([
    expect.stringContaining('does not start with TLS'),
    expect.stringContaining('read as plain HTTP'),
  ]);
  const tcp = await brought([POD('web'), ENTRY(TCP)]);
  expect(lines(tcp.faults)).toEqual([expect.stringContaining('Deployment shop/web, whose sidecar')]);
  for (const kept of [
    [POD('web', CAPTURES), ENTRY(TCP)],
    [POD('web'), ENTRY(TCP, ", addresses: ['10.20.0.7']")],
    [POD('web'), ENTRY('[{ number: 443, name: tls, protocol: TLS }]')],
  ])
    expect(lines((await brought(kept)).faults)).toEqual([]);
});

test('declared calls of manifests are judged by the annotations of their pods', async () => {
  const web = { web: { ports: { http: 80 }, callsOutside: SQL } } as const;
  const { faults } = await brought([POD('web')], web, 'declared');
  expect(lines(faults)).toEqual([expect.stringContaining('does not capture DNS')]);
  const captured = await brought([POD('web', CAPTURES)], web, 'declared');
  expect(lines(captured.faults)).toEqual([]);
  // Another workload of the namespace, whose Sidecar does not know the host, need not capture DNS.
  const beside = await brought(
    [POD('web', CAPTURES), POD('other')],
    { ...web, other: { ports: { http: 80 } } },
    'declared',
  );
  expect(lines(beside.faults)).toEqual([]);
});
