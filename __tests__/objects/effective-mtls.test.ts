import { createMtlsFinder } from '../../objects/effective-mtls';
import { object } from '../rules/judging';

const environment = { namespaces: { reading: { revision: 'asm-1-30' } } } as const;
const pods = (metadata: object = {}, spec: object = {}) =>
  object('apps/v1', 'Deployment', 'web', {
    spec: { template: { metadata: { labels: { app: 'web', tier: 'front' }, ...metadata }, spec } },
  });
const policy = (spec: object, namespace?: string) =>
  object('security.istio.io/v1', 'PeerAuthentication', 'mtls', { spec }, namespace);
const mode = (name: string) => ({ mtls: { mode: name } });
const selector = { matchLabels: { app: 'web' } };
const onPort = (name: string) => ({ portLevelMtls: { 8080: { mode: name } } });
const ofMesh = (spec: object) => policy(spec, 'aks-istio-system');
const strict = policy(mode('STRICT'));

test.each<[string, ReturnType<typeof policy>[], string]>([
  ['the mesh', [ofMesh(mode('STRICT'))], 'STRICT'],
  ['the namespace, before the mesh', [policy(mode('PERMISSIVE')), ofMesh(mode('STRICT'))], 'PERMISSIVE'],
  ['the pods, before the namespace', [strict, policy({ selector, ...mode('PERMISSIVE') })], 'PERMISSIVE'],
  [
    'the port, before the pods',
    [strict, policy({ selector, ...mode('STRICT'), ...onPort('DISABLE') })],
    'DISABLE',
  ],
  ['the port alone', [policy({ selector, ...mode('PERMISSIVE'), ...onPort('STRICT') })], 'STRICT'],
  [
    'the pods, which the port leaves open',
    [policy({ selector, ...mode('STRICT'), ...onPort('UNSET') })],
    'STRICT',
  ],
  ['the namespace, which the pods leave open', [policy({ selector, ...mode('UNSET') }), strict], 'STRICT'],
  ['the mesh, which the namespace leaves open', [policy({}), ofMesh(mode('STRICT'))], 'STRICT'],
  [
    'the first of two for the pods, in whatever order their labels stand',
    [
      policy({ selector: { matchLabels: { tier: 'front' } }, ...mode('STRICT') }),
      policy({ selector, ...mode('PERMISSIVE'), ...onPort('PERMISSIVE') }),
    ],
    'STRICT',
  ],
  ['the first of two for the namespace, though it leaves it open', [policy({}), strict], 'PERMISSIVE'],
  ['nobody', [], 'PERMISSIVE'],
  ['another namespace only', [policy(mode('STRICT'), 'default')], 'PERMISSIVE'],
  [
    'other pods only',
    [policy({ selector: { matchLabels: { app: 'other' } }, ...mode('STRICT') })],
    'PERMISSIVE',
  ],
  [
    'pods with one label more only',
    [policy({ selector: { matchLabels: { app: 'web', more: 'yes' } }, ...mode('STRICT') })],
    'PERMISSIVE',
  ],
])('a port has the mode of %s', (_, policies, expected) => {
  expect(createMtlsFinder(policies, environment)(pods(), 8080)).toBe(expected);
});

const annotated = (annotations: Readonly<Record<string, string>>) =>
  pods({
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [`traffic.sidecar.istio.io/${name}`, value]),
    ),
  });

test.each<[string, ReturnType<typeof pods>, string]>([
  ['is excluded', annotated({ excludeInboundPorts: '90, 8080' }), 'DISABLE'],
  ['is not among those that are excluded', annotated({ excludeInboundPorts: '80,808' }), 'STRICT'],
  ['is not among those that are included', annotated({ includeInboundPorts: '90' }), 'DISABLE'],
  ['is one of none that are included', annotated({ includeInboundPorts: '' }), 'DISABLE'],
  ['is included with all others', annotated({ includeInboundPorts: '*' }), 'STRICT'],
  [
    'is excluded where only stated ports are included, which leaves exclusions out',
    annotated({ includeInboundPorts: '8080', excludeInboundPorts: '8080' }),
    'STRICT',
  ],
  ['is of pods without a sidecar', pods({ annotations: { 'sidecar.istio.io/inject': 'false' } }), 'DISABLE'],
  ['is of pods on the network of the node', pods({}, { hostNetwork: true }), 'DISABLE'],
])('under STRICT, a port that %s has its mode by what its sidecar sees', (_, made, expected) => {
  expect(createMtlsFinder([strict], environment)(made, 8080)).toBe(expected);
});
