import { Testing } from 'cdk8s';
import { NamespaceChart } from '../../charts/namespace';
import { lab, objectsOf, production, yamlOf, type Manifest } from '../support';

test('a namespace carries its revision from the start', () => {
  const chart = new NamespaceChart(Testing.app(), 'namespace', {
    name: 'pets',
    kubernetesVersion: '1.35',
    revision: 'asm-1-30',
    installedRevision: 'asm-1-30',
  });
  expect(yamlOf(chart)).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: Namespace
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
        istio.io/rev: asm-1-30
        pod-security.kubernetes.io/enforce: baseline
      name: pets
    "
  `);
});

test.each([lab, production])(
  'in $environment, the namespace label is a revision on the cluster',
  (settings) => {
    const revisions = objectsOf(settings)
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => metadata.labels?.['istio.io/rev']);
    expect(revisions.length).toBeGreaterThan(0);
    for (const revision of revisions) expect(settings.mesh.revisions).toContain(revision);
  },
);

test.each([lab, production])(
  'in $environment, no namespace carries the label that makes the add-on skip it',
  (settings) => {
    for (const { metadata } of objectsOf(settings))
      expect(metadata.labels).not.toHaveProperty('istio-injection');
  },
);

test.each([lab, production])('in $environment, namespaces come before all that is in them', (settings) => {
  const objects = objectsOf(settings);
  const homes = objects.filter(({ kind }) => kind === 'Namespace');
  expect(homes.length).toBeGreaterThan(0);
  for (const home of homes)
    expect(objects.findIndex(({ metadata }) => metadata.namespace === home.metadata.name)).toBeGreaterThan(
      objects.indexOf(home),
    );
});

test.each([lab, production])('in $environment, every object says who manages it', (settings) => {
  for (const { metadata } of objectsOf(settings))
    expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'aks-istio-cdk' });
});

test.each([lab, production])('in $environment, every object but a namespace says where it is', (settings) => {
  const [homes, others] = [true, false].map((isHome) =>
    objectsOf(settings).filter(({ kind }) => (kind === 'Namespace') === isHome),
  ) as [Manifest[], Manifest[]];
  for (const { metadata } of homes) expect(metadata).not.toHaveProperty('namespace');
  for (const { metadata } of others) expect(metadata.namespace).toMatch(/^[a-z-]+$/);
});

test('workloads follow the revision of their namespace', () => {
  const { sidecar } = new NamespaceChart(Testing.app(), 'namespace', {
    name: 'pets',
    kubernetesVersion: '1.32',
    revision: 'asm-1-31',
    installedRevision: 'asm-1-30',
    patch: '1.31.0-1',
  });
  expect(sidecar).toEqual({ revision: 'asm-1-31', patch: '1.31.0-1', initContainersHaveNetwork: false });
});
