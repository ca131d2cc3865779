import { routeHostsExist } from '../../../../rules/objects/routes/route-hosts-exist';
import { object, objects } from '../../judging';

const known = [
  object('v1', 'Service', 'web'),
  object('networking.istio.io/v1', 'ServiceEntry', 'inside', {
    spec: { hosts: ['legacy.default.svc.cluster.local'] },
  }),
];
const judge = (hosts: string[], gateways?: string[]) =>
  objects(routeHostsExist, [
    ...known,
    object('networking.istio.io/v1', 'VirtualService', 'web', { spec: { hosts, gateways } }),
  ]);

test.each([
  'web',
  'web.reading.svc.cluster.local',
  'legacy.default.svc.cluster.local',
  'kubernetes.default.svc.cluster.local',
  'kube-dns.kube-system.svc.cluster.local',
  '*.reading.svc.cluster.local',
])('a host in the cluster that is known is taken: %s', (host) => {
  expect(judge([host])).toEqual([]);
  expect(judge(['example.com', host], ['door', 'mesh'])).toEqual([]);
});

test.each(['example.com', 'www.example.org', '*.example.com', '*'])(
  'a host outside of the cluster is not judged: sidecars route it without a Service: %s',
  (host) => {
    expect(judge([host])).toEqual([]);
  },
);

test('hosts that only Gateways serve are not judged', () => {
  expect(judge(['intranet', 'web.default.svc.cluster.local'], ['door'])).toEqual([]);
});

const fix = 'name a Service of this environment, or a host of a ServiceEntry';

test.each([
  ['wbe', 'no Service reading/wbe is rendered', fix],
  [
    'web.default.svc.cluster.local',
    'no Service default/web is rendered',
    'did you mean web.reading.svc.cluster.local?',
  ],
  [
    'web.reading',
    "Istio reads a name with a dot as a full name, and knows no host 'web.reading'",
    'use the full name: web.reading.svc.cluster.local',
  ],
  [
    'wbe.reading',
    'no ServiceEntry with the host wbe.reading is rendered, and without one Istio does not know it',
    fix,
  ],
  [
    '*.elsewhere.svc.cluster.local',
    'no ServiceEntry with a host of *.elsewhere.svc.cluster.local is rendered, and without one Istio does not know it',
    fix,
  ],
])('a host in the cluster that nothing makes known is rejected: %s', (host, problem, way) => {
  expect(judge(['example.com', host])).toEqual([{ field: 'spec.hosts.1', value: host, problem, fix: way }]);
});
