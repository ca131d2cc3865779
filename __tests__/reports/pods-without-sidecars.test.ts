import { application } from '../../index';
import { lines, synthesize } from './synthesize';

// istio/istio 42508 and stashed/stash 1070: pods that have no sidecar, or leave ports out of it, in a namespace of the mesh.

const store = { image: 'ghcr.io/example/store:1', ports: { http: 9090 } };
const OPT_OUT = { pod: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } };
const cleanup = {
  image: 'ghcr.io/example/cleanup:1',
  calls: { store: 'http' },
  cronJob: { spec: { schedule: '0 3 * * *' } },
} as const;
const made = async (workloads: object, more: object = {}, namespace: object = {}) => {
  const metrics = application(workloads as Parameters<typeof application>[0]);
  const { faults } = await synthesize(
    { metrics: { revision: 'asm-1-30', ...namespace, applications: { metrics } } },
    more,
  );
  return lines(faults);
};

test('an agent on the network of its node and a Job that opted out are each told that their calls are reset', async () => {
  const agent = {
    image: 'ghcr.io/example/agent:1',
    calls: { store: 'http' },
    pod: { spec: { hostNetwork: true } },
  };
  expect(await made({ store, agent, cleanup: { ...cleanup, ...OPT_OUT } })).toEqual([
    expect.stringContaining('Deployment metrics/agent spec.template.spec.hostNetwork'),
    expect.stringContaining(
      'CronJob metrics/cleanup spec.jobTemplate.spec.template.metadata.labels.sidecar.istio.io/inject',
    ),
  ]);
});

test('the advice for a Job whose sidecar would run on works when it is followed', async () => {
  const old = { cluster: { kubernetesVersion: '1.32' } };
  const [advice = ''] = await made({ store, cleanup }, old);
  expect(advice).toContain("mtls: { 'http': 'PERMISSIVE' } of 'store'");
  expect(await made({ store, cleanup: { ...cleanup, ...OPT_OUT } }, old)).toHaveLength(1);
  const followed = { store: { ...store, mtls: { http: 'PERMISSIVE' } }, cleanup: { ...cleanup, ...OPT_OUT } };
  expect(await made(followed, old)).toEqual([]);
});

test('ports that are left out of the sidecar, at the caller alone or at the callee alone, are rejected', async () => {
  const leavingOut = (name: string, ports: string) => ({
    pod: { metadata: { annotations: { [`traffic.sidecar.istio.io/${name}`]: ports } } },
  });
  const data = {
    database: { image: 'ghcr.io/example/database:1', ports: { 'tcp-sql': 5432 }, statefulSet: {} },
    caller: {
      image: 'ghcr.io/example/caller:1',
      calls: { database: 'tcp-sql' },
      ...leavingOut('excludeOutboundPorts', '5432'),
    },
    cache: {
      image: 'ghcr.io/example/cache:1',
      ports: { 'tcp-cache': 6379 },
      ...leavingOut('excludeInboundPorts', '6379'),
    },
  };
  expect(await made(data, {}, { authorization: 'on' })).toEqual([
    expect.stringContaining('Deployment data/caller'.replace('data', 'metrics')),
    expect.stringContaining('Deployment metrics/cache'),
  ]);
});
