import { ApiObject, JsonPatch } from 'cdk8s';
import { synthCharts } from '../../charts/synth';
import { FaultError } from '../../model/fault';
import type { Plan } from '../../model/plan';
import type { KubernetesHook, KubernetesHookProps } from '../../model/schema/hooks';
import { changed, objectsOf, one, plain, running, textsOf } from '../support';

const image = 'example.com/web:1';

/** A namespace with an object of every kind that the engine makes for itself. */
const guarded = (beside: object = {}): Plan =>
  changed(
    running({
      web: {
        image,
        ports: { http: 8080 },
        calls: { stock: 'http' },
        expose: { http: { hosts: ['shop.example.com'] } },
      },
      stock: { image, ports: { http: 8080 } },
    }),
    {
      'mesh.gatewayApi': true,
      'mesh.ingressGateways': [],
      'cluster.networkPolicy': 'cilium',
      'namespaces.reading.authorization': 'on',
      'namespaces.reading.networkPolicies': true,
      'namespaces.reading.egress': 'declared',
      ...beside,
    },
  );
const hooked = (kubernetes: KubernetesHook) => guarded({ kubernetes });

async function faultsOf(...environments: Plan[]) {
  const error: unknown = await synthCharts(environments).catch((thrown: unknown) => thrown);
  if (!(error instanceof FaultError)) throw error;
  return error.faults;
}

test('the hook sees every object that is rendered, in the order in which it is applied', async () => {
  let seen: KubernetesHookProps | undefined;
  const all = await objectsOf(hooked((props) => void (seen = props)));
  const named = (objects: readonly { kind: string; metadata: { name?: string } }[]) =>
    objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(named(seen!.objects)).toEqual(named(all));
  expect([...new Set(all.map(({ kind }) => kind))]).toEqual(
    expect.arrayContaining([
      'AuthorizationPolicy',
      'Deployment',
      'Gateway',
      'HTTPRoute',
      'Namespace',
      'NetworkPolicy',
      'PeerAuthentication',
      'Sidecar',
    ]),
  );
});

test('what the hooks of applications bring is among them', async () => {
  const environment = changed(
    running(
      { web: { image } },
      {
        customize: ({ chart }: { chart: ApiObject['chart'] }) =>
          void new ApiObject(chart, 'own', {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'own' },
          }),
      },
    ),
    {
      kubernetes: (({ objects }) =>
        objects
          .find(({ name }) => name === 'own')!
          .addJsonPatch(JsonPatch.add('/data', { seen: 'yes' }))) satisfies KubernetesHook,
    },
  );
  expect(one(await objectsOf(environment), 'ConfigMap', 'own')).toHaveProperty('data', { seen: 'yes' });
});

test('it changes a Gateway, a policy, a NetworkPolicy and a Sidecar by their ids, and leaves one out', async () => {
  const all = await objectsOf(
    hooked(({ find }) => {
      const annotations = { 'service.beta.kubernetes.io/port_80_health-probe_protocol': 'Tcp' };
      find('39-gateway-reading/external').addJsonPatch(
        JsonPatch.add('/spec/infrastructure', { annotations }),
      );
      find('21-authorization-reading.app.stock/stock-callers').addJsonPatch(
        JsonPatch.add('/spec/rules/0/to/0/operation/methods', ['GET']),
      );
      find('22-network-policy-reading.app.stock/stock').addJsonPatch(JsonPatch.remove('/spec/egress/0'));
      find('23-egress-reading.app.web/web-sidecar').addJsonPatch(
        JsonPatch.add('/spec/egress/0/hosts/-', 'reading/*'),
      );
      const { node } = find('29-deny-all-reading/deny-all');
      node.scope!.node.tryRemoveChild(node.id);
    }),
  );
  const before = await objectsOf(guarded());
  expect(one(all, 'Gateway', 'external')).toHaveProperty('spec.infrastructure.annotations');
  expect(one(all, 'AuthorizationPolicy', 'stock-callers')).toHaveProperty(
    'spec.rules.0.to.0.operation.methods',
    ['GET'],
  );
  expect(JSON.stringify(one(all, 'NetworkPolicy', 'stock'))).not.toBe(
    JSON.stringify(one(before, 'NetworkPolicy', 'stock')),
  );
  expect(one(all, 'Sidecar', 'web')).toMatchObject({
    spec: { egress: [{ hosts: expect.arrayContaining(['reading/*']) as unknown }] },
  });
  expect(all).toHaveLength(before.length - 1);
});

test('what it makes in its own chart is a file of its own, which is applied last', async () => {
  const environment = hooked(
    ({ chart }) =>
      void new ApiObject(chart, 'quota', {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'quota', namespace: 'reading' },
        spec: { hard: { pods: '8' } },
      }),
  );
  const files = Object.keys(textsOf(await synthCharts([environment])));
  expect(files.at(-1)).toBe('plain/50-kubernetes.k8s.yaml');
  expect(one(await objectsOf(environment), 'ResourceQuota', 'quota').metadata).toEqual({
    name: 'quota',
    namespace: 'reading',
    labels: { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' },
  });
});

test('what comes out of it is held to the rules', async () => {
  const faults = await faultsOf(
    hooked(({ chart, find }) => {
      find('31-workload-reading.app.web/web/service').addJsonPatch(
        JsonPatch.add('/spec/typ', 'LoadBalancer'),
      );
      find('21-authorization-reading.app.stock/stock-callers').addJsonPatch(
        JsonPatch.replace('/spec/selector/matchLabels', { app: 'stok' }),
      );
      new ApiObject(chart, 'lost', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'lost', namespace: 'nowhere' },
      });
    }),
  );
  expect(faults.map(({ where }) => where)).toEqual([
    'plain: Service reading/web spec.typ',
    'plain: ConfigMap nowhere/lost metadata.namespace',
    'plain: AuthorizationPolicy reading/stock-callers spec.selector',
  ]);
});

test.each([
  ['39-gateway-reading/external', '/spec/listener', 'Gateway reading/external spec.listener'],
  ['23-egress-reading.app.web/web-sidecar', '/spec/egress/0/host', 'Sidecar reading/web spec.egress.0.host'],
  ['20-mtls-reading/mtls', '/spec/mtls/modes', 'PeerAuthentication reading/reading-mtls spec.mtls.modes'],
])('a patch of %s at %s, which its kind does not have, does not vanish', async (id, path, where) => {
  const faults = await faultsOf(hooked(({ find }) => find(id).addJsonPatch(JsonPatch.add(path, 'x'))));
  expect(faults.map((fault) => fault.where)).toEqual([`plain: ${where}`]);
  expect(faults[0]!.fix).toBe('correct the path of the JSON patch in the hook that adds it');
});

test('the hook of every environment runs, whichever comes first', async () => {
  const naming =
    (name: string): KubernetesHook =>
    async ({ chart }) => {
      await new Promise(setImmediate);
      new ApiObject(chart, 'own', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `of-${name}`, namespace: 'reading' },
      });
    };
  const names = ['first', 'second', 'third'];
  const made = textsOf(
    await synthCharts(names.map((name) => ({ ...changed(plain, { kubernetes: naming(name) }), name }))),
  );
  for (const name of names) expect(made[`${name}/50-kubernetes.k8s.yaml`]).toContain(`name: of-${name}\n`);
});

test('an error of the hook is a fault of its environment, and keeps the trace that leads to it', async () => {
  const cause = new TypeError('x is undefined');
  const environment = hooked(() => Promise.reject(cause));
  expect(await faultsOf(plain, environment)).toEqual([
    {
      where: 'plain: kubernetes (environments/plain.ts)',
      problem: 'x is undefined',
      fix: 'fix the hook, or remove it',
    },
  ]);
  await expect(objectsOf(environment)).rejects.toMatchObject({ cause });
});

test.each([
  ['39-gateway-reading/extrenal', "did you mean '39-gateway-reading/external'?"],
  ['39-gateway-reading/door', "there is '39-gateway-reading/external'"],
  ['39-gateways/external', "and there is no chart '39-gateways' with objects"],
])('of the id %s, which no object has, the fault says: %s', async (id, hint) => {
  const [fault] = await faultsOf(hooked(({ find }) => void find(id)));
  expect(fault!.problem).toBe(`no object has the id '${id}'; ${hint}`);
});
