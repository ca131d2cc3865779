import { JsonPatch } from 'cdk8s';
import type { KubernetesHook } from '../../../../model/schema/hooks';
import { namespacesCarryRevision } from '../../../../rules/objects/all-kinds/namespaces-carry-revision';
import { changed, full, objectsOf, plain } from '../../../support';
import { object, objects } from '../../judging';

const LABELS = '/metadata/labels';

/** What is wrong once a hook has patched the Namespace. */
async function patched(patch: JsonPatch, revision: string | undefined = 'asm-1-30') {
  const kubernetes: KubernetesHook = ({ find }) => find('10-namespace-reading/namespace').addJsonPatch(patch);
  const environment = changed(plain, { kubernetes, 'namespaces.reading.revision': revision });
  return objects(namespacesCarryRevision, await objectsOf(environment), environment).map(
    ({ field, value, fix }) => ({ field, value, fix }),
  );
}

test('what the engine renders keeps the rule, and so does a hook that adds another label', async () => {
  for (const environment of [plain, full])
    expect(objects(namespacesCarryRevision, await objectsOf(environment), environment)).toEqual([]);
  expect(await patched(JsonPatch.add(`${LABELS}/team`, 'books'))).toEqual([]);
});

test('a Namespace of no settings is not judged', () => {
  expect(objects(namespacesCarryRevision, [object('v1', 'Namespace', 'other', {}, undefined)])).toEqual([]);
});

test.each([
  ['taken off', JsonPatch.remove(`${LABELS}/istio.io~1rev`), undefined],
  ['another', JsonPatch.replace(`${LABELS}/istio.io~1rev`, 'asm-1-29'), 'asm-1-29'],
])('a revision that a hook has %s is rejected', async (_, patch, value) => {
  expect(await patched(patch)).toEqual([
    {
      field: 'metadata.labels.istio.io/rev',
      value,
      fix: "leave the label to the engine, and set 'namespaces.reading.revision'",
    },
  ]);
});

test('so is one of a namespace outside the mesh, and the label of upstream Istio', async () => {
  const outside = changed(plain, { 'namespaces.reading.revision': undefined });
  const home = object('v1', 'Namespace', 'reading', {}, undefined);
  const labelled = { ...home, metadata: { ...home.metadata, labels: { 'istio.io/rev': 'asm-1-30' } } };
  expect(objects(namespacesCarryRevision, [labelled], outside)).toMatchObject([{ value: 'asm-1-30' }]);
  expect(await patched(JsonPatch.add(`${LABELS}/istio-injection`, 'enabled'))).toMatchObject([
    { field: 'metadata.labels.istio-injection', value: 'enabled' },
  ]);
});
