import { Testing } from 'cdk8s';
import { MtlsChart } from '../../charts/mtls';
import { resolveMtls } from '../../model/plan/mtls';
import { createMtlsFinder } from '../../objects/effective-mtls';
import { getPodTemplate } from '../../objects/pod-template';
import { changed, full, objects, objectsOf, plain, synth } from '../support';

const mtls = (mode: 'STRICT' | 'PERMISSIVE') =>
  synth(
    new MtlsChart(Testing.app(), 'mtls', {
      namespace: 'reading',
      settings: { ...plain.namespaces.reading!, mtls: mode },
      environment: plain,
    }),
  );

test('rejects plaintext in the whole namespace: a selector would narrow it to some workloads', () => {
  expect(mtls('STRICT')).toEqual(
    objects(`
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: reading-mtls, namespace: reading, labels: { app.kubernetes.io/managed-by: aks-istio-cdk } }
spec: { mtls: { mode: STRICT } }
`),
  );
});

test('can take plaintext too, while clients move into the mesh', () => {
  expect(mtls('PERMISSIVE')[0]).toHaveProperty('spec', { mtls: { mode: 'PERMISSIVE' } });
});

test('there is one for each namespace of the mesh, strict unless it says otherwise, and none outside', async () => {
  const modes = async (environment: typeof plain) =>
    (await objectsOf(environment))
      .filter(({ kind }) => kind === 'PeerAuthentication')
      .map(({ metadata, spec }) => [
        metadata.namespace,
        metadata.name,
        (spec as { mtls: { mode: string } }).mtls.mode,
      ]);
  expect(await modes(plain)).toEqual([['reading', 'reading-mtls', 'STRICT']]);
  expect(await modes(full)).toEqual([
    ['archive', 'archive-mtls', 'PERMISSIVE'],
    ['storage', 'storage-mtls', 'STRICT'],
  ]);
  expect(await modes(changed(plain, { 'namespaces.reading.revision': undefined }))).toEqual([]);
});

test("a namespace's own mode counts before that of the mesh, whichever of the two rejects plaintext", async () => {
  for (const [mesh, own] of [
    ['STRICT', 'PERMISSIVE'],
    ['PERMISSIVE', 'STRICT'],
  ]) {
    const environment = changed(plain, { 'mesh.mtls': mesh, 'namespaces.reading.mtls': own });
    const rendered = await objectsOf(environment);
    const modeOf = createMtlsFinder(rendered, environment);
    const [pods] = rendered.filter(
      (object) => getPodTemplate(object) && object.metadata.namespace === 'reading',
    );
    expect(modeOf(pods!, 8080)).toBe(own);
    expect(
      resolveMtls(
        environment,
        environment.workloads.find(({ namespace }) => namespace === 'reading')!,
        'http',
      ),
    ).toBe(own);
    const inherited = changed(environment, { 'namespaces.reading.mtls': undefined });
    expect(createMtlsFinder(await objectsOf(inherited), inherited)(pods!, 8080)).toBe(mesh);
  }
});
