import { sidecarHostsExist } from '../../../../rules/objects/policies/sidecar-hosts-exist';
import { object, objects } from '../../judging';

const known = [
  object('v1', 'Service', 'web'),
  object('v1', 'Service', 'till', {}, 'default'),
  object('networking.istio.io/v1', 'ServiceEntry', 'api', {
    spec: { hosts: ['api.example.com', '*.blob.example.com'] },
  }),
];
const judge = (hosts: string[], apiVersion = 'networking.istio.io/v1') =>
  objects(sidecarHostsExist, [
    ...known,
    object(apiVersion, 'Sidecar', 'shop', { spec: { egress: [{ hosts }] } }),
  ]);

test.each([
  ['Services', ['./web.reading.svc.cluster.local', 'default/till.default.svc.cluster.local']],
  ['hosts outside', ['./api.example.com', 'reading/*.blob.example.com']],
  ['all of a namespace, and none', ['./*', '*/*', '~/*']],
  ['some hosts of a wildcard', ['./*.example.com', '*/*.reading.svc.cluster.local']],
  ['a Service in any namespace', ['*/web.reading.svc.cluster.local']],
  ['what AKS runs', ['kube-system/*', 'default/kubernetes.default.svc.cluster.local', 'aks-istio-system/*']],
  [
    'what add-ons of AKS bring',
    ['*/agent.kube-system.svc.cluster.local', 'kube-system/agent.kube-system.svc.cluster.local'],
  ],
  ['hosts outside that others may make known', ['*/collector.example.com']],
])('%s that are rendered, or that others run, are taken', (_, hosts) => {
  expect(judge(hosts)).toEqual([]);
});

test.each([
  './wbe.reading.svc.cluster.local',
  './till.default.svc.cluster.local',
  'default/web.reading.svc.cluster.local',
  './blob.example.com',
  'default/api.example.com',
  './web',
  './*.example.org',
  '*/wbe.reading.svc.cluster.local',
  'default/kubernetes2.default.svc.cluster.local',
])('a host that is not rendered is rejected: %s', (host) => {
  expect(judge(['./*', host])).toEqual([
    {
      field: 'spec.egress.0.hosts',
      value: host,
      problem: 'no such Service or ServiceEntry is rendered',
      fix: 'name a host of this environment by its full name, or add what is missing',
    },
  ]);
});

test.each(['istio-system/*', 'elsewhere/x.elsewhere.svc.cluster.local'])(
  'a namespace that does not exist is rejected: %s',
  (host) => {
    expect(judge(['./*', host])).toEqual([
      {
        field: 'spec.egress.0.hosts',
        value: host,
        problem: `there is no namespace '${host.split('/')[0]}': the control plane of the add-on is in 'aks-istio-system'`,
        fix: 'remove it, or name a namespace of this environment',
      },
    ]);
  },
);

test('a Sidecar of another API is not judged, nor one without hosts', () => {
  expect(judge(['./nowhere.example.com'], 'example.com/v1')).toEqual([]);
  expect(objects(sidecarHostsExist, [object('networking.istio.io/v1', 'Sidecar', 'shop')])).toEqual([]);
});
