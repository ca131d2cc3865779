import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { application, manifests } from '../../model/schema/application';
import { getPodTemplate } from '../../objects/pod-template';
import { isOpenOutside } from '../charts/network-evaluator';
import { knowsHost } from '../charts/sidecar-evaluator';
import { one, scratch } from '../support';
import { podOf } from './proxies';
import { lines, synthesize } from './synthesize';

// A controller that cannot reach the API server, as in istio/istio issue 26448: limits of its namespace keep it from there.

const LIMITED = { revision: 'asm-1-30', egress: 'declared', networkPolicies: true };
const cluster = { networkPolicy: 'cilium' };
/** What AKS runs the API server at: an address of no node and no pod. */
const API_SERVER = '203.0.113.80';
const API = 'kubernetes.default.svc.cluster.local';
const folder = scratch();

const running = (workload: object, namespace: object = LIMITED) =>
  synthesize(
    { tools: { ...namespace, applications: { tools: application({ watcher: workload as never }) } } },
    { cluster },
  );
const watcher = { image: 'example.com/watcher:1' };
const MOUNTS = { pod: { spec: { automountServiceAccountToken: true } } };

test('a workload that says so gets a token and reaches the API', async () => {
  const { faults, objects } = await running({ ...watcher, callsKubernetesApi: true });
  expect(lines(faults)).toEqual([]);
  const pods = getPodTemplate(one(objects, 'Deployment', 'watcher'))!;
  expect(pods.spec?.automountServiceAccountToken).not.toBe(false);
  expect(one(objects, 'ServiceAccount', 'watcher')).toHaveProperty('automountServiceAccountToken', true);
  const from = podOf('tools', 'watcher');
  expect(isOpenOutside(objects, from, API_SERVER, 443)).toBe(true);
  expect(isOpenOutside(objects, from, API_SERVER, 80)).toBe(false);
  expect(knowsHost(objects, from, 'default', API)).toBe(true);
});

test('one that does not say so has neither', async () => {
  const { faults, objects } = await running(watcher);
  expect(lines(faults)).toEqual([]);
  expect(one(objects, 'ServiceAccount', 'watcher')).toHaveProperty('automountServiceAccountToken', false);
  const from = podOf('tools', 'watcher');
  expect(isOpenOutside(objects, from, API_SERVER, 443)).toBe(false);
  expect(knowsHost(objects, from, 'default', API)).toBe(false);
});

const BY_ADDRESS = {
  callsOutside: { 'api.example.com': { port: 443, protocol: 'TCP', addresses: ['10.0.0.1'] } },
};
const VERSIONED = { ports: { http: 80 }, versions: { v1: MOUNTS, v2: {} } };
const OWN_ACCOUNT = { serviceAccount: { automountServiceAccountToken: true } };
test.each([
  ['of the pod', MOUNTS],
  ['of the pod, with the address of the Service', { ...MOUNTS, ...BY_ADDRESS }],
  ['of one version', VERSIONED],
  ['of the ServiceAccount', OWN_ACCOUNT],
  ['of a CronJob', { ...MOUNTS, cronJob: { spec: { schedule: '0 3 * * *' } } }],
])('a token %s is rejected until the workload says what it is for', async (_, fields) => {
  const { faults } = await running({ ...watcher, ...fields });
  expect(lines(faults)).toEqual([
    expect.stringMatching(
      /automountServiceAccountToken: its pods mount a token.*keep them from the Kubernetes API; set 'callsKubernetesApi: true' of 'watcher', or false/,
    ),
  ]);
  for (const callsKubernetesApi of [true, false])
    expect(lines((await running({ ...watcher, ...fields, callsKubernetesApi })).faults)).toEqual([]);
});

test.each([{ egress: 'declared' }, { networkPolicies: true }])(
  'each limit asks by itself: %j',
  async (limit) => {
    expect(
      (await running({ ...watcher, ...MOUNTS }, { revision: 'asm-1-30', ...limit })).faults,
    ).toHaveLength(1);
  },
);

test.each([{}, { egress: 'scoped' }, { authorization: 'on' }])(
  'what limits no call asks nothing: %j',
  async (limit) => {
    expect(
      lines((await running({ ...watcher, ...MOUNTS }, { revision: 'asm-1-30', ...limit })).faults),
    ).toEqual([]);
  },
);

test.each(['kubernetes.default', 'kubernetes.default.svc', API])(
  'the API as an outside host is rejected with the one word: %s',
  async (host) => {
    const { faults } = await running({
      ...watcher,
      callsOutside: { [host]: { port: 443, protocol: 'HTTPS' } },
    });
    expect(lines(faults)).toEqual([
      expect.stringMatching(/remove it, and set 'callsKubernetesApi: true' of 'watcher'/),
    ]);
  },
);

describe('of manifests', () => {
  const controller = (more = '') => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: keeper }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: keeper }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: keeper, namespace: tools }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: keeper }
spec:
  selector: { matchLabels: { app: keeper } }
  template:
    metadata: { labels: { app: keeper } }
    spec:
      serviceAccountName: keeper
      containers: [{ name: keeper, image: 'example.com/keeper:1', ports: [{ containerPort: 8080, name: http }] }]
${more}`;
  const SERVICE = `---
apiVersion: v1
kind: Service
metadata: { name: keeper }
spec: { selector: { app: keeper }, ports: [{ name: http, port: 8080 }] }
`;
  const POLICY = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: keeper }
spec:
  podSelector: { matchLabels: { app: keeper } }
  policyTypes: [Egress]
  egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443, protocol: TCP }] }]
`;
  const of = (yaml: string, services: object, name: string) => {
    writeFileSync(join(folder, name), yaml);
    const tools = manifests(join(folder, name), services);
    return synthesize({ tools: { ...LIMITED, applications: { tools } } }, { cluster });
  };

  test('a token with rights is asked about, and the Service says it', async () => {
    const ports = { http: 8080 };
    const silent = await of(controller(SERVICE), { keeper: { ports } }, 'silent.yaml');
    expect(lines(silent.faults)).toEqual([
      expect.stringMatching(/mount a token of 'keeper'.*set 'callsKubernetesApi: true' of 'keeper'/),
    ]);
    const said = await of(controller(SERVICE), { keeper: { ports, callsKubernetesApi: true } }, 'said.yaml');
    expect(lines(said.faults)).toEqual([]);
    expect(isOpenOutside(said.objects, podOf('tools', 'keeper'), API_SERVER, 443)).toBe(true);
    expect(knowsHost(said.objects, podOf('tools', 'keeper'), 'default', API)).toBe(true);
  });

  test('a token that nobody gave rights is Kubernetes own default, and asks nothing', async () => {
    const plain = controller(SERVICE)
      .replaceAll(
        'ClusterRoleBinding\nmetadata: { name: keeper }',
        'ClusterRoleBinding\nmetadata: { name: other }',
      )
      .replace('name: keeper, namespace: tools', 'name: other, namespace: tools');
    expect(lines((await of(plain, { keeper: { ports: { http: 8080 } } }, 'plain.yaml')).faults)).toEqual([]);
  });

  test('pods without a Service need a NetworkPolicy of their own', async () => {
    expect(lines((await of(controller(), {}, 'alone.yaml')).faults)).toEqual([
      expect.stringMatching(/add a NetworkPolicy for its pods with egress to 0\.0\.0\.0\/0 on port 443/),
    ]);
    const open = await of(controller(POLICY), {}, 'open.yaml');
    expect(lines(open.faults)).toEqual([]);
    expect(isOpenOutside(open.objects, podOf('tools', 'keeper'), API_SERVER, 443)).toBe(true);
  });
});
