import { noOwnedNamespaceLabels } from '../../../../rules/settings/cluster/no-owned-namespace-labels';
import { changed, plain } from '../../../support';
import { settings } from '../../judging';

const broken = (values: object, namespace = 'reading') =>
  settings(
    noOwnedNamespaceLabels,
    changed(plain, {
      [`namespaces.${namespace}`]: { revision: plain.namespaces[namespace]?.revision, ...values },
    }),
  ).map(({ path, problem, fix }) => `${path}: ${problem}; ${fix}`);

test('labels and annotations of your own are taken', () => {
  const labels = {
    team: 'books',
    'example.com/cost-center': '4711',
    'istio-discovery': 'enabled',
    'pod-security.kubernetes.io/audit': 'restricted',
  };
  const annotations = { 'example.com/contact': 'Ada, room 4', 'aks-istio-cdk/waive-x': 'why' };
  expect(broken({ labels, annotations })).toEqual([]);
});

test.each([
  ['labels', 'istio.io/rev', /set 'revision' of the namespace instead/],
  ['labels', 'istio-injection', /makes the add-on skip the namespace; set 'revision'/],
  ['labels', 'istio.io/dataplane-mode', /no ambient mode/],
  ['labels', 'istio.io/use-waypoint', /no ambient mode/],
  ['labels', 'app.kubernetes.io/managed-by', /the engine sets it/],
  ['labels', 'kubernetes.io/metadata.name', /the API server sets it/],
  ['labels', 'sidecar.istio.io/inject', /reads it from pods.*'pod.metadata' of a workload/],
  ['annotations', 'traffic.sidecar.istio.io/excludeInboundPorts', /reads it from pods/],
  ['annotations', 'proxy.istio.io/config', /reads it from pods/],
  ['annotations', 'kubectl.kubernetes.io/last-applied-configuration', /kubectl keeps in it/],
])('among %s, %s has its own place', (list, key, said) => {
  const [fault, ...others] = broken({ [list]: { [key]: 'x', team: 'books' } });
  expect(fault).toMatch(said);
  expect(fault).toMatch(new RegExp(`^namespaces\\.reading\\.${list}\\.${key.replaceAll('.', '\\.')}: `));
  expect(others).toEqual([]);
});

test.each(['default', 'kube-system', 'aks-istio-ingress'])(
  'of %s, which is not rendered, neither would have an effect',
  (namespace) => {
    expect(broken({ labels: { team: 'a' }, annotations: { note: 'b' } }, namespace)).toEqual([
      expect.stringMatching(`is not rendered.*kubectl label namespace ${namespace}`),
      expect.stringMatching(`is not rendered.*kubectl annotate namespace ${namespace}`),
    ]);
  },
);
