import { Testing } from 'cdk8s';
import { NamespaceChart } from '../../charts/namespace';
import type { EnvironmentSlice } from '../../charts/slices';
import type { Revision } from '../../mesh/revisions';
import { changed, full, objects, objectsOf, plain, synth } from '../support';

const namespace = (revision?: Revision, environment: Pick<EnvironmentSlice['environment'], 'mesh'> = plain) =>
  synth(
    new NamespaceChart(Testing.app(), 'namespace', {
      namespace: 'reading',
      settings: { ...plain.namespaces.reading!, revision },
      environment,
    }),
  );

test('a namespace of the mesh carries its revision from the start', () => {
  expect(namespace('asm-1-30')).toEqual(
    objects(`
apiVersion: v1
kind: Namespace
metadata:
  name: reading
  labels:
    app.kubernetes.io/managed-by: aks-istio-cdk
    istio.io/rev: asm-1-30
    pod-security.kubernetes.io/enforce: baseline
`),
  );
});

test('its Pod Security level is that of the revision that the mesh was installed with', () => {
  expect(
    namespace('asm-1-30', changed(plain, { 'mesh.installedRevision': 'asm-1-29' }))[0]!.metadata.labels,
  ).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'privileged',
  });
});

test('labels and annotations of its own are beside those of the engine, and may set another Pod Security level', () => {
  const own = {
    labels: { team: 'books', 'pod-security.kubernetes.io/enforce': 'restricted' },
    annotations: { 'example.com/contact': 'Ada, room 4' },
  };
  const chart = new NamespaceChart(Testing.app(), 'namespace', {
    namespace: 'reading',
    settings: { ...plain.namespaces.reading!, ...own },
    environment: plain,
  });
  expect(synth(chart)[0]!.metadata).toEqual({
    name: 'reading',
    labels: { 'app.kubernetes.io/managed-by': 'aks-istio-cdk', 'istio.io/rev': 'asm-1-30', ...own.labels },
    annotations: own.annotations,
  });
});

test('one outside the mesh has neither', () => {
  expect(namespace()[0]!.metadata.labels).toEqual({ 'app.kubernetes.io/managed-by': 'aks-istio-cdk' });
});

describe.each([plain, full])('in $name', (environment) => {
  const homesOf = async () => (await objectsOf(environment)).filter(({ kind }) => kind === 'Namespace');

  test('the namespaces are those of the settings, but for those that come with the cluster', async () => {
    const own = Object.keys(environment.namespaces).filter((name) => name !== 'default');
    expect((await homesOf()).map(({ metadata }) => metadata.name)).toEqual(own.toSorted());
  });

  test('the label of a namespace is its revision, which is on the cluster', async () => {
    for (const { metadata } of await homesOf()) {
      const revision = environment.namespaces[metadata.name]!.revision;
      expect(metadata.labels?.['istio.io/rev']).toBe(revision);
      expect(environment.mesh.revisions).toContain(revision);
    }
  });

  test('no object carries the label that makes the add-on skip it', async () => {
    expect(JSON.stringify(await objectsOf(environment))).not.toContain('istio-injection');
  });

  test('namespaces come before all that is in them', async () => {
    const all = await objectsOf(environment);
    const homes = await homesOf();
    expect(homes.length).toBeGreaterThan(0);
    for (const home of homes) {
      const index = all.findIndex(
        ({ kind, metadata }) => kind === 'Namespace' && metadata.name === home.metadata.name,
      );
      const firstInside = all.findIndex(({ metadata }) => metadata.namespace === home.metadata.name);
      expect(firstInside).toBeGreaterThan(index);
    }
  });

  test('every object says who manages it, and all but namespaces where they are', async () => {
    const all = await objectsOf(environment);
    expect(all.length).toBeGreaterThan(10);
    for (const { kind, metadata } of all) {
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'aks-istio-cdk' });
      expect([kind, metadata.namespace !== undefined]).toEqual([kind, kind !== 'Namespace']);
    }
  });

  test('pods carry the revision of their namespace, and none outside the mesh', async () => {
    for (const { kind, metadata, spec } of await objectsOf(environment)) {
      if (kind !== 'Deployment' && kind !== 'StatefulSet') continue;
      const { template } = spec as { template: { metadata: { annotations?: Record<string, string> } } };
      expect(template.metadata.annotations?.['aks-istio-cdk/mesh-revision']).toBe(
        environment.namespaces[metadata.namespace!]!.revision,
      );
    }
  });
});
