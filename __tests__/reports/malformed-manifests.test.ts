import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifests } from '../../index';
import { scratch } from '../support';
import { lines, synthesize } from './synthesize';

// YAML that Kubernetes rejects, or of which a part would be dropped or renumbered without a word.

const folder = scratch();
async function made(yaml: string): Promise<string[]> {
  const file = join(folder, 'own.yaml');
  writeFileSync(file, yaml);
  const { faults } = await synthesize({
    tools: { revision: 'asm-1-30', applications: { own: manifests(file, {}) } },
  });
  return lines(faults);
}

test.each([
  [
    'a spec that is empty',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: own }\nspec:\n',
    'Deployment: spec is empty',
  ],
  [
    'metadata that is empty',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\ndata: { a: b }\n',
    'ConfigMap: metadata must be a map with a name',
  ],
  [
    'metadata that is a word',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: own\n',
    'metadata must be a map with a name',
  ],
  [
    'labels that are a list',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, labels: [a] }\n',
    'metadata.labels must be a map of strings',
  ],
  [
    'annotations that are a word',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, annotations: a }\n',
    'metadata.annotations must be a map of strings',
  ],
  [
    'an empty item of a list',
    'apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: { name: own }\nspec: { configPatches: [ ] }\n'.replace(
      '[ ]',
      '[null]',
    ),
    'spec.configPatches.0 is an empty item of a list',
  ],
  ['a List without items', 'apiVersion: v1\nkind: List\nitems:\n', 'List: items must be a list'],
])('%s is one fault, which names the document and the field', async (_, yaml, problem) => {
  const found = await made(yaml);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(problem);
  expect(found[0]).toContain('document 1');
});

test('a second document is named, and what Kubernetes accepts is accepted', async () => {
  const good =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, labels: { a: b } }\ndata: { a: "" }\n';
  expect(await made(good)).toEqual([]);
  expect(await made(`${good}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n`)).toEqual([
    expect.stringContaining('document 2'),
  ]);
});

test('a policy without a spec, and an enumeration that has nothing among its values, are accepted', async () => {
  const schema =
    '{ openAPIV3Schema: { type: object, properties: { size: { nullable: true, enum: [a, null] } } } }';
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec: { group: example.com, scope: Namespaced, names: { plural: widgets, kind: Widget }, versions: [{ name: v1, served: true, storage: true, schema: ${schema} }] }
`;
  const told = [
    ...(await made(crd)),
    ...(await made('apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: own }\nspec:\n')),
  ];
  expect(told.filter((line) => /empty/.test(line))).toEqual([]);
});
