import { App, Testing } from 'cdk8s';
import { defineNamespaces } from '../../charts';
import { MeshConfigChart } from '../../charts/mesh-config';
import type { MeshConfig } from '../../mesh/mesh-config';
import type { ClusterSettings, MeshSettings } from '../../settings';
import { lab, objectOf, objectsOf, yamlOf } from '../support';

const versions = { kubernetesVersion: '1.35', installedRevision: 'asm-1-29' } as const;

test('each revision has its ConfigMap where the add-on looks for it', () => {
  const config: MeshConfig = {
    accessLogFile: '/dev/stdout',
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  };
  const revisions = ['asm-1-29', 'asm-1-30'] as const;
  expect(yamlOf(new MeshConfigChart(Testing.app(), 'mesh-config', { ...versions, revisions, config })))
    .toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: ConfigMap
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: istio-shared-configmap-asm-1-29
      namespace: aks-istio-system
    data:
      mesh: |
        accessLogFile: /dev/stdout
        outboundTrafficPolicy:
          mode: REGISTRY_ONLY
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: istio-shared-configmap-asm-1-30
      namespace: aks-istio-system
    data:
      mesh: |
        accessLogFile: /dev/stdout
        outboundTrafficPolicy:
          mode: REGISTRY_ONLY
    "
  `);
});

test('a field that the add-on blocks stops the synth, whatever the compiler was told', () => {
  const raw = JSON.parse(
    '{ "enableAutoMtls": false, "defaultConfig": { "binaryPath": "/x" } }',
  ) as MeshConfig;
  expect(
    () =>
      new MeshConfigChart(Testing.app(), 'mesh-config', {
        ...versions,
        revisions: ['asm-1-30'],
        config: raw,
      }),
  ).toThrow(
    "the add-on blocks the MeshConfig field enableAutoMtls, defaultConfig.binaryPath; take it out of 'mesh.config'",
  );
});

function meshOf(cluster: Partial<ClusterSettings>, mesh: Partial<MeshSettings>): Record<string, unknown> {
  const settings = { ...lab, cluster: { ...lab.cluster, ...cluster }, mesh: { ...lab.mesh, ...mesh } };
  const name = `istio-shared-configmap-${settings.mesh.revisions.at(-1)}`;
  const { data } = objectOf(settings, 'ConfigMap', name) as unknown as { data: { mesh: string } };
  return { mesh: data.mesh };
}

test('the application waits for its sidecar wherever native ones are not certain', () => {
  const upgraded = {
    installedRevision: 'asm-1-27',
    revisions: ['asm-1-28'],
    namespaces: { pets: 'asm-1-28' },
  } as const;
  const hold = 'defaultConfig:\n  holdApplicationUntilProxyStarts: true\n';
  expect(meshOf({}, { ...upgraded, config: undefined })).toEqual({ mesh: hold });
  expect(meshOf({ kubernetesVersion: '1.32' }, {})).toEqual({ mesh: `accessLogFile: /dev/stdout\n${hold}` });
  expect(meshOf({}, {})).toEqual({ mesh: 'accessLogFile: /dev/stdout\n' });
});

test('what the settings say of the proxies is kept, and comes before what is derived', () => {
  const config = { defaultConfig: { drainDuration: '30s', holdApplicationUntilProxyStarts: false } };
  expect(meshOf({ kubernetesVersion: '1.32' }, { config })).toEqual({
    mesh: 'defaultConfig:\n  holdApplicationUntilProxyStarts: false\n  drainDuration: 30s\n',
  });
});

test('every namespace depends on it', () => {
  const app = new App();
  const namespaces = defineNamespaces(app, lab);
  expect(namespaces('pets').node.dependencies.map(({ node }) => node.id)).toEqual(['mesh-config']);
});

test('it is applied before any namespace, so that pods start with it', () => {
  expect(objectsOf(lab)[0]).toMatchObject({ kind: 'ConfigMap', metadata: { namespace: 'aks-istio-system' } });
});
