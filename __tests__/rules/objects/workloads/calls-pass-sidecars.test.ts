import { callsPassSidecars } from '../../../../rules/objects/workloads/calls-pass-sidecars';
import { changed, objectsOf, running } from '../../../support';
import { objects } from '../../judging';

const image = 'example.com/shop:1';
const TRAFFIC = 'traffic.sidecar.istio.io/';
const annotated = (annotations: object) => ({ pod: { metadata: { annotations } } });
const calling = (job: object, orders: object = {}, namespace: object = {}) =>
  changed(
    running({
      job: { image, calls: { orders: 'http' }, ...job },
      orders: { image, ports: { http: { port: 80, targetPort: 8080 } }, ...orders },
    }),
    Object.fromEntries(
      Object.entries(namespace).map(([name, value]) => [`namespaces.reading.${name}`, value]),
    ),
  );
const judge = async (environment: ReturnType<typeof calling>) =>
  objects(callsPassSidecars, await objectsOf(environment), environment);

test.each([
  ['a sidecar', {}],
  ['another port left out', annotated({ [`${TRAFFIC}excludeOutboundPorts`]: '5432' })],
  ['an inbound port left out', annotated({ [`${TRAFFIC}excludeInboundPorts`]: '80' })],
  [
    'its port included beside no address',
    annotated({ [`${TRAFFIC}includeOutboundIPRanges`]: '', [`${TRAFFIC}includeOutboundPorts`]: '80,8080' }),
  ],
])('calls of pods with %s are accepted', async (_, job) => {
  expect(await judge(calling(job))).toEqual([]);
});

test.each([
  ['on the network of the node', { pod: { spec: { hostNetwork: true } } }, 'spec.hostNetwork'],
  [
    'that opt out by a label',
    { pod: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } },
    'metadata.labels.sidecar.istio.io/inject',
  ],
  [
    'that opt out by an annotation',
    annotated({ 'sidecar.istio.io/inject': 'false' }),
    'metadata.annotations.sidecar.istio.io/inject',
  ],
  [
    'whose sidecar intercepts nothing',
    annotated({ 'sidecar.istio.io/interceptionMode': 'NONE' }),
    'metadata.annotations.sidecar.istio.io/interceptionMode',
  ],
  [
    'that leave the port out',
    annotated({ [`${TRAFFIC}excludeOutboundPorts`]: '443, 80' }),
    `metadata.annotations.${TRAFFIC}excludeOutboundPorts`,
  ],
  [
    'that leave all addresses out',
    annotated({ [`${TRAFFIC}excludeOutboundIPRanges`]: '0.0.0.0/0' }),
    `metadata.annotations.${TRAFFIC}excludeOutboundIPRanges`,
  ],
  [
    'that include no address',
    annotated({ [`${TRAFFIC}includeOutboundIPRanges`]: '' }),
    `metadata.annotations.${TRAFFIC}includeOutboundIPRanges`,
  ],
])('calls of pods %s to a port that accepts only mTLS are rejected', async (_, job, field) => {
  expect(await judge(calling(job))).toEqual([
    expect.objectContaining({
      field: `spec.template.${field}`,
      problem:
        "its pods call port 'http' of reading/orders past the sidecar, in plaintext and without an identity, and that port accepts only mTLS and resets the connection",
    }),
  ]);
});

const hostNetwork = { pod: { spec: { hostNetwork: true } } };

test('a port that also accepts plaintext may be called so, but not where policies ask for an identity', async () => {
  const open = { mtls: { http: 'PERMISSIVE' } };
  expect(await judge(calling(hostNetwork, open))).toEqual([]);
  const guarded = { authorization: 'on' };
  const leavingOut = annotated({ [`${TRAFFIC}excludeOutboundPorts`]: '80' });
  expect(await judge(calling(leavingOut, open, guarded))).toEqual([
    expect.objectContaining({ problem: expect.stringContaining('asks callers for an identity') as string }),
  ]);
  // sidecars-injected reports these.
  expect(await judge(calling(hostNetwork, open, guarded))).toEqual([]);
});

test('pods that have a callee without a sidecar, and pods outside the mesh, are accepted', async () => {
  expect(await judge(calling(hostNetwork, hostNetwork))).toEqual([]);
  expect(await judge(calling(hostNetwork, {}, { revision: undefined }))).toEqual([]);
});

test('each version of a workload is judged by its own pods', async () => {
  const versions = { v1: { image }, v2: { image, ...hostNetwork } };
  const found = await judge(calling({ image: undefined, versions }));
  expect(found.map(({ field }) => field)).toEqual(['spec.template.spec.hostNetwork']);
});
