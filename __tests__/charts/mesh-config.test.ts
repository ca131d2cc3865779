import { Testing } from 'cdk8s';
import { MeshConfigChart } from '../../charts/mesh-config';
import type { MeshConfigSettings } from '../../model/schema/mesh-config';
import { changed, full, objects, objectOf, objectsOf, plain, synth } from '../support';

test('each revision has its ConfigMap where the add-on looks for it', () => {
  const config: MeshConfigSettings = {
    accessLogFile: '/dev/stdout',
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  };
  const revisions = ['asm-1-29', 'asm-1-30'] as const;
  const mesh = { ...plain.mesh, installedRevision: 'asm-1-29', revisions, config } as const;
  const configMap = (revision: string) => `
apiVersion: v1
kind: ConfigMap
metadata:
  name: istio-shared-configmap-${revision}
  namespace: aks-istio-system
  labels: { app.kubernetes.io/managed-by: aks-istio-cdk }
data:
  mesh: |
    accessLogFile: /dev/stdout
    outboundTrafficPolicy:
      mode: REGISTRY_ONLY
`;
  expect(
    synth(
      new MeshConfigChart(Testing.app(), 'mesh-config', {
        environment: { ...plain, mesh },
        pods: new Map(),
        proxyCalls: { into: () => [], outOf: () => [], gatewaysIn: () => [] },
      }),
    ),
  ).toEqual(objects(revisions.map(configMap).join('---')));
});

/** The configuration of the newest revision of an environment. */
async function meshOf(environment: typeof plain): Promise<string> {
  const name = `istio-shared-configmap-${environment.mesh.revisions.at(-1)}`;
  const { data } = (await objectOf(environment, 'ConfigMap', name)) as unknown as { data: { mesh: string } };
  return data.mesh;
}

test('the application waits for its sidecar wherever native ones are not certain', async () => {
  const hold = 'defaultConfig:\n  holdApplicationUntilProxyStarts: true\n';
  const upgraded = changed(plain, {
    'mesh.installedRevision': 'asm-1-27',
    'mesh.revisions': ['asm-1-28'],
    'namespaces.reading.revision': 'asm-1-28',
  });
  const logging = { 'mesh.config': { accessLogFile: '/dev/stdout' } };
  const older = { 'cluster.kubernetesVersion': '1.32' };
  expect(await meshOf(upgraded)).toBe(hold);
  expect(await meshOf(changed(plain, { ...logging, ...older }))).toBe(`accessLogFile: /dev/stdout\n${hold}`);
  expect(await meshOf(changed(plain, logging))).toBe('accessLogFile: /dev/stdout\n');
});

test('what the settings say of the proxies is kept, and comes before what is derived', async () => {
  const config = { defaultConfig: { drainDuration: '30s', holdApplicationUntilProxyStarts: false } };
  const older = changed(plain, { 'cluster.kubernetesVersion': '1.32', 'mesh.config': config });
  expect(await meshOf(older)).toBe(
    'defaultConfig:\n  holdApplicationUntilProxyStarts: false\n  drainDuration: 30s\n',
  );
});

test('in an upgrade, each revision has one, and all come before any namespace, so that pods start with them', async () => {
  expect((await objectsOf(full)).slice(0, 3)).toMatchObject([
    { kind: 'ConfigMap', metadata: { name: 'istio-shared-configmap-asm-1-29' } },
    { kind: 'ConfigMap', metadata: { name: 'istio-shared-configmap-asm-1-30' } },
    { kind: 'Namespace' },
  ]);
});
