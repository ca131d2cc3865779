import { CHECKS } from '../../verify';
import { groupKind } from '../../objects/identity';
import { buildRoles } from '../../verify/roles';
import { fakeCluster } from './fake-cluster';
import { example, full } from './fixtures';
import { stageOf, type Stage } from './healthy';

interface Role {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

let shop: Stage;
let harbor: Stage;
beforeAll(async () => {
  [shop, harbor] = await Promise.all([stageOf(example), stageOf(full)]);
});

const rolesFor = async (stage: Stage, names = Object.keys(CHECKS)) =>
  (await buildRoles(stage, names)) as Role[];
const rulesOf = async (stage: Stage, names?: string[]) =>
  (await rolesFor(stage, names)).flatMap(({ rules = [] }) => rules);
const listed = async (stage: Stage, names?: string[]) =>
  (await rulesOf(stage, names))
    .filter(({ verbs }) => verbs.join() === 'list')
    .flatMap(({ resources }) => resources);

test('let a command run in the namespaces of the test clients, and nowhere else', async () => {
  const execs = (await rolesFor(shop)).filter(({ kind }) => kind === 'Role');
  expect(execs.map(({ metadata }) => metadata.namespace).toSorted()).toEqual(['default', 'shop']);
  for (const { rules } of execs)
    expect(rules).toEqual([{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] }]);
  expect((await rolesFor(harbor)).map(({ kind }) => kind)).toEqual(['ClusterRole', 'ClusterRoleBinding']);
});

test('let nothing be changed, and no Secret be read', async () => {
  for (const stage of [shop, harbor])
    for (const { resources, verbs } of await rulesOf(stage)) {
      expect(resources).not.toContain('secrets');
      expect(verbs).toEqual(resources.includes('pods/exec') ? ['get', 'create'] : ['list']);
    }
});

test('let everything be listed that is rendered, but Secrets', async () => {
  const widget = { apiVersion: 'example.com/v1', kind: 'Policy', metadata: { name: 'a', namespace: 'shop' } };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'shop' } };
  const stage = { ...shop, rendered: [...shop.rendered, widget, secret] };
  expect(await rulesOf(stage)).toContainEqual({
    apiGroups: ['example.com'],
    resources: ['policies'],
    verbs: ['list'],
  });
  expect(await listed(stage)).not.toContain('secrets');
  expect(await listed(shop)).not.toContain('policies');
});

test('are those of the named checks alone', async () => {
  expect(await rolesFor(shop, ['kubernetes-version'])).toEqual([]);
  expect(await listed(shop, ['namespace'])).toEqual(['namespaces']);
  expect(await listed(shop, ['mtls'])).toEqual(['pods', 'deployments', 'peerauthentications']);
});

test('bind each role to the group', async () => {
  const bindings = (await rolesFor(shop)).filter(({ kind }) => kind.endsWith('Binding'));
  expect(bindings).toHaveLength(3);
  for (const binding of bindings)
    expect(binding).toMatchObject({
      roleRef: { kind: binding.kind.replace('Binding', ''), name: 'mesh-verifier' },
      subjects: [{ kind: 'Group', name: 'mesh-verifiers' }],
    });
});

test('a healthy cluster is asked for nothing more than one that has nothing', async () => {
  const asked: string[] = [];
  const live = fakeCluster({ objects: shop.healthy });
  const cluster = {
    ...live,
    list: async (...[kind, where]: Parameters<typeof live.list>) => {
      asked.push(groupKind(kind).toLowerCase());
      return live.list(kind, where);
    },
  };
  for (const { expectations } of Object.values(CHECKS))
    for (const each of expectations(shop)) if ('actual' in each) await each.actual(cluster);
  const singular = (resource: string) => resource.replace(/ies$/, 'y').replace(/s$/, '');
  const allowed = (await rulesOf(shop))
    .filter(({ verbs }) => verbs.join() === 'list')
    .flatMap(({ apiGroups, resources }) =>
      resources.map((each) => groupKind({ apiVersion: `${apiGroups[0]}/v1`, kind: singular(each) })),
    );
  expect([...new Set(asked)].toSorted()).toEqual(allowed.toSorted());
});
