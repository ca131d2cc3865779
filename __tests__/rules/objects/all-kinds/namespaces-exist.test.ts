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

test('an object in a namespace that nothing makes is refused', () => {
  expect(objects(namespacesExist, [inside('readin')])).toEqual([
    {
      field: 'metadata.namespace',
      value: 'readin',
      problem: 'the environment has no such namespace, so that nothing makes it',
      fix: "add it to 'namespaces', or leave the object's namespace out: it is then that of its application",
    },
  ]);
});
