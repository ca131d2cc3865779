import { judgeObjects } from '../../rules';
import { coast, HARBOR } from '../fixtures/calls';
import { changed, objectsOf, one, type Manifest } from '../support';

const of = (objects: readonly Manifest[], kind: string) => objects.filter((object) => object.kind === kind);
const spec = async (name: string, kind: string, environment: typeof coast) =>
  one(await objectsOf(environment), kind, name).spec;

const HOST = 'tides.example.com';
const encrypting = (tls: object, values: object = {}) =>
  changed(coast, {
    [`${HARBOR}.desk.callsOutside`]: { [HOST]: { port: 80, protocol: 'HTTP', tls } },
    ...values,
  });
const calling = (name: string, tls: object) => ({
  [`${HARBOR}.${name}.callsOutside`]: { [HOST]: { port: 80, protocol: 'HTTP', tls } },
});
const own = { mode: 'MUTUAL', credentialName: 'desk-tls' };

test('an outside host gets on its TLS port what the application sends as plain HTTP', async () => {
  expect(await spec(HOST, 'ServiceEntry', encrypting({}))).toEqual({
    hosts: [HOST],
    ports: [{ number: 80, name: 'http-80', protocol: 'HTTP', targetPort: 443 }],
    resolution: 'DNS',
    location: 'MESH_EXTERNAL',
    exportTo: ['.'],
  });
  expect(await spec(HOST, 'ServiceEntry', encrypting({ port: 8443 }))).toHaveProperty(
    'ports.0.targetPort',
    8443,
  );
});

test('the host has to prove its name: Istio checks none by itself once the server name is stated', async () => {
  const rule = (subjectAltNames: string[]) => ({
    host: HOST,
    trafficPolicy: {
      portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'SIMPLE', sni: HOST, subjectAltNames } }],
    },
    exportTo: ['.'],
  });
  expect(await spec(HOST, 'DestinationRule', encrypting({}))).toEqual(rule([HOST]));
  const names = ['edge.example.com', '*.example.net'];
  expect(await spec(HOST, 'DestinationRule', encrypting({ subjectAltNames: names }))).toEqual(rule(names));
});

test('the host is shown the certificate of the workload where that is mutual, by its sidecar alone', async () => {
  const both = encrypting(own, calling('tally', { mode: 'MUTUAL', credentialName: 'tally-tls' }));
  for (const name of ['desk', 'tally'])
    expect(await spec(`${name}-${HOST}`, 'DestinationRule', both)).toEqual({
      host: HOST,
      workloadSelector: { matchLabels: { app: name } },
      trafficPolicy: {
        portLevelSettings: [
          {
            port: { number: 80 },
            tls: { mode: 'MUTUAL', sni: HOST, credentialName: `${name}-tls`, subjectAltNames: [HOST] },
          },
        ],
      },
      exportTo: ['.'],
    });
  const entries = of(await objectsOf(both), 'ServiceEntry');
  expect(entries.map(({ metadata }) => metadata.name)).toEqual([HOST]);
});

test('the ServiceAccount may list Secrets where that is mutual, which istiod asks before it gives one out', async () => {
  const objects = await objectsOf(encrypting(own, calling('tally', {})));
  expect(one(objects, 'Role', 'desk-certificates')).toMatchObject({
    metadata: { namespace: 'docks' },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
  });
  expect(one(objects, 'RoleBinding', 'desk-certificates')).toMatchObject({
    metadata: { namespace: 'docks' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'desk-certificates' },
    subjects: [{ kind: 'ServiceAccount', name: 'desk', namespace: 'docks' }],
  });
  expect(of(objects, 'Role')).toHaveLength(1);
  expect(of(await objectsOf(encrypting({})), 'Role')).toEqual([]);
});

test('the host has its entry also where the namespace declares nothing else', async () => {
  const objects = await objectsOf(encrypting({}));
  expect(of(objects, 'ServiceEntry').map(({ metadata }) => metadata.name)).toEqual([HOST]);
  expect(of(objects, 'Sidecar')).toEqual([]);
});

test('the host is let out on its TLS port, and not on that of plain HTTP', async () => {
  const { egress } = await (spec(
    'desk',
    'NetworkPolicy',
    encrypting({}, { 'namespaces.docks.networkPolicies': true }),
  ) as Promise<{ egress: { ports: { port: number }[] }[] }>);
  const ports = egress.flatMap((rule) => rule.ports.map(({ port }) => port));
  expect(ports).toContain(443);
  expect(ports).not.toContain(80);
});

test('the rendered objects keep every rule', async () => {
  for (const tls of [{}, own])
    for (const egress of ['any', 'scoped', 'declared']) {
      const environment = encrypting(tls, { 'namespaces.docks.egress': egress });
      expect(judgeObjects(await objectsOf(environment), environment)).toEqual([]);
    }
});
