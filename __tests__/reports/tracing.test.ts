import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { application, manifests } from '../../model/schema/application';
import { isOpenOutside } from '../charts/network-evaluator';
import { knowsHost } from '../charts/sidecar-evaluator';
import { scratch } from '../support';
import { IN, ingress, letIn, OUT, podOf } from './proxies';
import { lines, synthesize } from './synthesize';

// Traces that a collector of the mesh never gets, as in istio/istio issue 53701: its own namespace keeps the sidecars out.

const folder = scratch();
const REVISION = { revision: 'asm-1-30' };
const LIMITED = { ...REVISION, mtls: 'STRICT', authorization: 'on', networkPolicies: true };
const HOST = 'spans.tracing.svc.cluster.local';
const TRACER = { name: 'tempo', opentelemetry: { service: HOST, port: 4317 } };
const cluster = { networkPolicy: 'cilium' };
const spans = application({
  spans: {
    image: 'example.com/spans:1',
    ports: { 'grpc-otlp': { port: 4317, targetPort: 14317 }, http: 8080 },
  },
});
const desk = application({ desk: { image: 'example.com/desk:1', ports: { http: 8080 } } });

const namespaces = (more: object = {}) => ({
  tracing: { ...LIMITED, applications: { spans } },
  office: { ...REVISION, egress: 'declared', networkPolicies: true, applications: { desk } },
  outside: { applications: { desk } },
  ...more,
});
const traced = (config: object = {}, more?: object) =>
  synthesize(namespaces(more), {
    cluster,
    mesh: {
      config: { extensionProviders: [TRACER], defaultProviders: { tracing: ['tempo'] }, ...config },
    },
  });

const TO = podOf('tracing', 'spans');

test('every sidecar of the mesh and every ingress gateway reaches the collector, through all three limits', async () => {
  const { faults, objects } = await traced();
  expect(lines(faults)).toEqual([]);
  for (const from of [podOf('office', 'desk'), podOf('tracing', 'spans'), ingress('external')])
    expect(letIn(objects, from, TO, 14317)).toEqual(IN);
  expect(knowsHost(objects, podOf('office', 'desk'), 'tracing', HOST)).toBe(true);
});

test('nobody else does, and no other port is open', async () => {
  const { objects } = await traced();
  expect(letIn(objects, podOf('outside', 'desk'), TO, 14317)).toEqual(OUT);
  expect(letIn(objects, podOf('office', 'desk'), TO, 8080)).toEqual(OUT);
  expect(letIn(objects, podOf('office', 'desk'), TO, 4317)).toEqual(OUT);
});

test('a collector that nothing uses stays closed', async () => {
  const { faults, objects } = await traced({ defaultProviders: {} });
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, podOf('office', 'desk'), TO, 14317)).toEqual(OUT);
});

test('a call that is declared beside it is allowed once more, and nothing is lost', async () => {
  const caller = application({
    desk: {
      image: 'example.com/desk:1',
      calls: { 'tracing/spans/spans': { port: 'http', methods: ['POST'] } },
    },
  });
  const office = { ...REVISION, egress: 'declared', networkPolicies: true, applications: { caller } };
  const { faults, objects } = await traced({}, { office });
  expect(lines(faults)).toEqual([]);
  for (const port of [14317, 8080]) expect(letIn(objects, podOf('office', 'desk'), TO, port)).toEqual(IN);
});

test('what a Telemetry names is reached from the namespace of the Telemetry alone', async () => {
  const file = join(folder, 'telemetry.yaml');
  writeFileSync(
    file,
    `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: traces }
spec: { tracing: [{ providers: [{ name: Tempo }] }] }
`,
  );
  const shop = { ...REVISION, networkPolicies: true, applications: { desk, telemetry: manifests(file, {}) } };
  const { faults, objects } = await traced({ defaultProviders: {} }, { shop });
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, podOf('shop', 'desk'), TO, 14317)).toEqual(IN);
  expect(letIn(objects, podOf('office', 'desk'), TO, 14317)).toEqual(OUT);
  expect(letIn(objects, ingress('external'), TO, 14317)).toEqual(OUT);
});

test('access logs that are sent to a service are such calls too', async () => {
  const { faults, objects } = await traced({
    extensionProviders: [{ name: 'log', envoyOtelAls: { service: `tracing/${HOST}`, port: 4317 } }],
    defaultProviders: { accessLogging: ['log', 'envoy'] },
  });
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, podOf('office', 'desk'), TO, 14317)).toEqual(IN);
  expect(knowsHost(objects, podOf('office', 'desk'), 'tracing', HOST)).toBe(true);
});

test('a collector outside of the cluster is reached at any address, once a ServiceEntry makes it known to all', async () => {
  const file = join(folder, 'entry.yaml');
  writeFileSync(
    file,
    `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: spans }
spec:
  hosts: [spans.example.com]
  ports: [{ number: 4317, name: grpc, protocol: GRPC }]
  resolution: DNS
`,
  );
  const config = {
    extensionProviders: [{ name: 'far', opentelemetry: { service: 'spans.example.com', port: 4317 } }],
  };
  const defaults = { defaultProviders: { tracing: ['far'] } };
  const entry = { ...REVISION, applications: { entry: manifests(file, {}) } };
  const { faults, objects } = await traced({ ...config, ...defaults }, { entry });
  expect(lines(faults)).toEqual([]);
  expect(isOpenOutside(objects, podOf('office', 'desk'), '203.0.113.9', 4317)).toBe(true);
  expect(isOpenOutside(objects, podOf('office', 'desk'), '203.0.113.9', 4318)).toBe(false);
  expect(lines((await traced({ ...config, ...defaults })).faults)).toEqual([
    expect.stringMatching(/service: no Service or ServiceEntry of this host is rendered.*add a ServiceEntry/),
  ]);
});

test('an agent that AKS runs is not rendered, and is reached in its namespace', async () => {
  const service = 'agent.kube-system.svc.cluster.local';
  const { faults, objects } = await traced({
    extensionProviders: [{ name: 'tempo', zipkin: { service, port: 9411 } }],
  });
  expect(lines(faults)).toEqual([]);
  expect(letIn(objects, podOf('office', 'desk'), podOf('kube-system', 'agent'), 9411)).toEqual(IN);
  expect(letIn(objects, podOf('office', 'desk'), podOf('default', 'agent'), 9411).network).toBe(false);
});

test.each([
  ['spans.elsewhere.svc.cluster.local', 4317, /no Service or ServiceEntry of this host is rendered/],
  ['spans.tracing.svc', 4317, /no Service or ServiceEntry of this host is rendered/],
  [`office/${HOST}`, 4317, /is rendered in 'office'/],
  [HOST, 4318, /has no port 4318; it has 4317, 8080; set one of its ports/],
])('a collector that is not there is rejected: %s on %i', async (service, port, message) => {
  const extensionProviders = [{ name: 'tempo', opentelemetry: { service, port } }];
  expect(lines((await traced({ extensionProviders })).faults)).toContainEqual(expect.stringMatching(message));
});

test.each([
  ['tempo-old', /no provider has this name: Istio sends no trace/],
  ['envoy', /'envoy' is of the kind envoyFileAccessLog, which Istio does not use for traces/],
])('a default that cannot take traces is rejected: %s', async (name, message) => {
  expect(lines((await traced({ defaultProviders: { tracing: [name] } })).faults)).toEqual([
    expect.stringMatching(message),
  ]);
});
