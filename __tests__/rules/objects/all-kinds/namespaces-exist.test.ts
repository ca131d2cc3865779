import { namespacesExist } from '../../../../rules/objects/all-kinds/namespaces-exist';
import { object, objects } from '../../judging';

const inside = (namespace?: string) => ({
  ...object('v1', 'ConfigMap', 'shop'),
  metadata: { name: 'shop', namespace },
});

test.each([
  ['reading'],
  ['default'],
  ['aks-istio-system'],
  ['aks-istio-ingress'],
  ['kube-system'],
  [undefined],
])('an object in %s is taken', (namespace) => {
  expect(objects(namespacesExist, [inside(namespace)])).toEqual([]);
});

test('an object in a namespace that nothing makes is rejected', () => {
  expect(objects(namespacesExist, [inside('readin')])).toEqual([
    {
      field: 'metadata.namespace',
      value: 'readin',
      problem: 'the environment has no such namespace, so nothing creates it',
      fix: "add it to 'namespaces', or remove the object's namespace: it then gets that of its application",
    },
  ]);
});
