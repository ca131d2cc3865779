import { Testing } from 'cdk8s';
import { MtlsChart } from '../../charts/mtls';
import { lab, objectOf, objectsOf, production, yamlOf } from '../support';

test('refuses plaintext in the whole namespace', () => {
  const chart = new MtlsChart(Testing.app(), 'mtls', { namespace: 'pets', mode: 'STRICT' });
  expect(yamlOf(chart)).toMatchInlineSnapshot(`
    "apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata:
      labels:
        app.kubernetes.io/managed-by: aks-istio-cdk
      name: pets-mtls
      namespace: pets
    spec:
      mtls:
        mode: STRICT
    "
  `);
});

test('is the PeerAuthentication that the lab applies', () => {
  const [mtls] = Testing.synth(
    new MtlsChart(Testing.app(), 'mtls', { namespace: 'pets', mode: 'STRICT' }),
  ) as unknown[];
  expect(mtls).toMatchObject({
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'pets-mtls', namespace: 'pets' },
  });
  // A selector would narrow it to some workloads.
  expect(mtls).toHaveProperty('spec', { mtls: { mode: 'STRICT' } });
});

test('can take plaintext too, while clients move into the mesh', () => {
  const [mtls] = Testing.synth(
    new MtlsChart(Testing.app(), 'mtls', { namespace: 'pets', mode: 'PERMISSIVE' }),
  ) as unknown[];
  expect(mtls).toHaveProperty('spec.mtls.mode', 'PERMISSIVE');
});

test('there is one for each namespace of the mesh', () => {
  const mesh = { ...lab.mesh, namespaces: { pets: 'asm-1-30', orders: 'asm-1-30' } } as const;
  const names = objectsOf({ ...lab, mesh }).flatMap(({ kind, metadata }) =>
    kind === 'PeerAuthentication' ? metadata : [],
  );
  expect(names).toEqual([
    expect.objectContaining({ name: 'pets-mtls', namespace: 'pets' }),
    expect.objectContaining({ name: 'orders-mtls', namespace: 'orders' }),
  ]);
});

test('its mode is that of the settings', () => {
  expect(objectOf(lab, 'PeerAuthentication', 'pets-mtls')).toHaveProperty('spec.mtls.mode', 'STRICT');
  expect(objectOf(production, 'PeerAuthentication', 'shop-mtls')).toHaveProperty(
    'spec.mtls.mode',
    'PERMISSIVE',
  );
});
