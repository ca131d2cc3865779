import { oneMtlsPolicyPerScope } from '../../../../rules/objects/policies/one-mtls-policy-per-scope';
import { object, objects } from '../../judging';

const policy = (name: string, labels?: object, namespace?: string) =>
  object(
    'security.istio.io/v1',
    'PeerAuthentication',
    name,
    { spec: labels ? { selector: { matchLabels: labels } } : {} },
    namespace,
  );

test('policies of different scopes are taken', () => {
  const taken = [
    policy('reading-mtls'),
    policy('archive-mtls', undefined, 'archive'),
    policy('default', undefined, 'aks-istio-system'),
    policy('shop', { app: 'shop' }),
    policy('shop-v1', { app: 'shop', version: 'v1' }),
    policy('shop', { app: 'shop' }, 'archive'),
  ];
  expect(objects(oneMtlsPolicyPerScope, taken)).toEqual([]);
});

test.each([
  ['the namespace', undefined, {}],
  ['the same pods', { app: 'shop', version: 'v1' }, { version: 'v1', app: 'shop' }],
])('a second policy for %s is rejected', (_, first, second) => {
  expect(objects(oneMtlsPolicyPerScope, [policy('older', first), policy('newer', second)])).toEqual([
    {
      problem: "is for the same pods as 'older': only the older of the two counts",
      fix: 'merge them into one',
    },
  ]);
});
