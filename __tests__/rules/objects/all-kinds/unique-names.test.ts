import { uniqueNames } from '../../../../rules/objects/all-kinds/unique-names';
import { object, objects } from '../../judging';

const gateway = (name: string, namespace?: string) =>
  object('networking.istio.io/v1', 'Gateway', name, {}, namespace);

test.each([[['a', 'a']], [['a', 'b', 'a']], [['a', 'a', 'a']], [['b', 'a', 'a', 'c']]])(
  'objects of one name are rejected, once: %j',
  (names) => {
    const all = names.map((name) => gateway(name));
    expect(uniqueNames(all, undefined as never)).toEqual([
      {
        object: gateway('a'),
        problem: 'is rendered more than once',
        fix: "give each its own name (for the Gateway and the route of an exposed port, set 'name')",
      },
    ]);
  },
);

test('two versions of one API name the same object', () => {
  const older = { ...gateway('a'), apiVersion: 'networking.istio.io/v1beta1' };
  expect(objects(uniqueNames, [gateway('a'), older])).toHaveLength(1);
});

test('a kind without namespaces has one name for all of them', () => {
  const roles = ['reading', 'default'].map((namespace) =>
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'viewer', {}, namespace),
  );
  expect(objects(uniqueNames, roles)).toHaveLength(1);
});

test('one name in two namespaces, kinds or API groups is taken', () => {
  const others = [
    gateway('a'),
    gateway('a', 'default'),
    { ...gateway('a'), apiVersion: 'gateway.networking.k8s.io/v1' },
    { ...gateway('a'), kind: 'VirtualService' },
  ];
  expect(objects(uniqueNames, others)).toEqual([]);
});
