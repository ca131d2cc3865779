import { allowedNotDenied } from '../../../../rules/objects/policies/allowed-not-denied';
import { object, objects } from '../../judging';

const selecting = (labels: object | undefined) => (labels ? { selector: { matchLabels: labels } } : {});
const allow = (labels?: object, rules: object[] = [{ to: [{ operation: { ports: ['80'] } }] }]) =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'callers', {
    spec: { action: 'ALLOW', ...selecting(labels), rules },
  });
const deny = (rules: object[], labels?: object, namespace?: string) =>
  object(
    'security.istio.io/v1',
    'AuthorizationPolicy',
    'nobody',
    { spec: { action: 'DENY', ...selecting(labels), rules } },
    namespace,
  );
const SHOP = { app: 'shop' };
const FAULT = {
  problem: "allows what AuthorizationPolicy 'nobody' denies to everyone",
  fix: 'remove one of the two, or narrow the one that denies',
};

test.each([
  ['without one that denies', allow(SHOP), allow()],
  ['beside one that denies some', allow(SHOP), deny([{ to: [{ operation: { methods: ['POST'] } }] }])],
  ['beside one that denies somebody', allow(SHOP), deny([{ from: [{ source: { namespaces: ['x'] } }] }])],
  ['beside one that denies under a condition', allow(SHOP), deny([{ when: [{ key: 'a' }] }])],
  ['beside one that denies nothing', allow(SHOP), deny([])],
  ['beside one that denies other pods', allow(SHOP), deny([{}], { app: 'web' })],
  ['beside one that denies some of its pods', allow(SHOP), deny([{}], { app: 'shop', version: 'v2' })],
  ['of another namespace', allow(SHOP), deny([{}], undefined, 'archive')],
  ['that allows nothing itself', allow(undefined, []), deny([{}])],
])('a policy that allows is taken %s', (_, ...rendered) => {
  expect(objects(allowedNotDenied, rendered)).toEqual([]);
});

test.each([
  ['all pods of the namespace', deny([{}])],
  ['the same pods', deny([{ from: [] }], SHOP)],
  ['all pods, in one rule of two', deny([{ to: [{ operation: { ports: ['1'] } }] }, {}])],
  ['all pods of the mesh', deny([{}], undefined, 'aks-istio-system')],
])('a policy that allows is rejected beside one that denies %s for everybody', (_, other) => {
  expect(objects(allowedNotDenied, [allow({ app: 'shop', version: 'v1' }), other])).toEqual([FAULT]);
});

test('a dry run denies nobody', () => {
  const { metadata, ...rest } = deny([{}]);
  const trial = { ...rest, metadata: { ...metadata, annotations: { 'istio.io/dry-run': 'true' } } };
  expect(objects(allowedNotDenied, [allow(SHOP), trial])).toEqual([]);
});

test('a policy that denies all at a Gateway is for that Gateway alone', () => {
  const at = (name: string, rendered: ReturnType<typeof allow>) => ({
    ...rendered,
    spec: { ...(rendered.spec as object), targetRefs: [{ kind: 'Gateway', name }] },
  });
  expect(objects(allowedNotDenied, [allow(SHOP), allow(), at('external', deny([{}]))])).toEqual([]);
  expect(objects(allowedNotDenied, [at('internal', allow()), at('external', deny([{}]))])).toEqual([]);
  expect(objects(allowedNotDenied, [at('external', allow()), at('external', deny([{}]))])).toEqual([FAULT]);
  expect(objects(allowedNotDenied, [at('external', allow()), deny([{}])])).toEqual([FAULT]);
});
