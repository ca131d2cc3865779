import { JsonPatch } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import { synthCharts } from '../../charts/synth';
import { DestinationRule } from '../../imports/networking.istio.io';
import { FaultError } from '../../model/fault';
import type { ApplicationHook, ApplicationHookProps } from '../../model/schema/hooks';
import { objectsOf, one, plain, running } from '../support';

const image = 'example.com/shop:1';
const hooked = (customize: ApplicationHook) =>
  running(
    {
      web: { image, ports: { http: 80 }, versions: { v1: {}, v2: {} } },
      night: { image, cronJob: { spec: { schedule: '0 0 * * *' } } },
    },
    { customize },
  );

async function faultsOf(customize: ApplicationHook) {
  const error: unknown = await synthCharts([hooked(customize)]).catch((thrown: unknown) => thrown);
  if (!(error instanceof FaultError)) throw error;
  return error.faults;
}

test('a hook gets the chart, the namespace, and the objects of each workload', async () => {
  let props: ApplicationHookProps | undefined;
  await objectsOf(hooked((given) => void (props = given)));
  const { namespace, chart, workloads } = props!;
  expect([namespace, chart.namespace, Object.keys(workloads)]).toEqual([
    'reading',
    'reading',
    ['web', 'night'],
  ]);
  const { web, night } = workloads as Record<'web' | 'night', (typeof workloads)[string]>;
  expect([web.serviceAccount.kind, web.service?.kind, Object.keys(web.controllers)]).toEqual([
    'ServiceAccount',
    'Service',
    ['v1', 'v2'],
  ]);
  expect([night.service, night.controllers['']!.kind]).toEqual([undefined, 'CronJob']);
});

test('a JSON patch of a hook changes what the data rendered', async () => {
  const all = await objectsOf(
    hooked(({ workloads }) => {
      for (const { controllers, podTemplate } of Object.values(workloads))
        for (const controller of Object.values(controllers))
          controller.addJsonPatch(JsonPatch.add(`${podTemplate}/spec/hostNetwork`, true));
      workloads.web!.service!.addJsonPatch(JsonPatch.replace('/spec/type', 'LoadBalancer'));
    }),
  );
  expect(one(all, 'Service', 'web')).toHaveProperty('spec.type', 'LoadBalancer');
  expect(one(all, 'Deployment', 'web-v2')).toHaveProperty('spec.template.spec.hostNetwork', true);
  expect(one(all, 'CronJob', 'night')).toHaveProperty(
    'spec.jobTemplate.spec.template.spec.hostNetwork',
    true,
  );
});

test('what a hook makes is rendered with the application, in its namespace', async () => {
  const all = await objectsOf(
    hooked(({ chart }) => {
      new DestinationRule(chart, 'web-rule', {
        metadata: { name: 'web' },
        spec: { host: 'web', trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } } },
      });
    }),
  );
  expect(one(all, 'DestinationRule', 'web')).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: {
      name: 'web',
      namespace: 'reading',
      labels: { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' },
    },
    spec: { host: 'web', trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } } },
  });
});

test('a hook may take its time, and runs once all that the data says is there', async () => {
  const all = await objectsOf(
    hooked(async ({ chart, workloads }) => {
      await new Promise(setImmediate);
      new ConfigMap(chart, 'late', {
        metadata: { name: 'late' },
        data: { of: Object.keys(workloads).join() },
      });
    }),
  );
  expect(one(all, 'ConfigMap', 'late')).toHaveProperty('data', { of: 'web,night' });
});

test('what a hook renders keeps the rules too, or nothing is written', async () => {
  const faults = await faultsOf(({ chart, workloads }) => {
    new ConfigMap(chart, 'twin', { metadata: { name: 'twin', namespace: 'nowhere' } });
    workloads.web!.service!.addJsonPatch(JsonPatch.add('/spec/typ', 'LoadBalancer'));
  });
  expect(faults.map(({ where }) => where)).toEqual([
    'plain: Service reading/web spec.typ',
    'plain: ConfigMap nowhere/twin metadata.namespace',
  ]);
});

test('an error of a hook is a fault of its application, and keeps the trace that leads to it', async () => {
  const cause = new TypeError('x is undefined');
  const customize = () => {
    throw cause;
  };
  expect(await faultsOf(customize)).toEqual([
    {
      where: 'plain: namespaces.reading.applications.app.customize (environments/plain.ts)',
      value: customize,
      problem: 'x is undefined',
      fix: 'fix the hook, or remove it',
    },
  ]);
  await expect(objectsOf(hooked(customize))).rejects.toMatchObject({ cause });
  await expect(objectsOf(hooked(() => Promise.reject(cause)))).rejects.toMatchObject({ cause });
});

test('an error of the engine itself stays what it is', async () => {
  const broken = { ...plain, mesh: null } as unknown as typeof plain;
  await expect(synthCharts([broken])).rejects.toThrow(TypeError);
  const inside = running({ web: { image, ports: { http: 80 } } });
  Object.assign(inside.workloads[0]!.settings, { versions: { v1: null } });
  await expect(synthCharts([inside])).rejects.toThrow(TypeError);
});
