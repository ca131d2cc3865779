import { sidecarHostsExist } from '../../../../rules/objects/policies/sidecar-hosts-exist';
import { plain } from '../../../support';
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
  ['what other teams run', ['*/collector.example.com', 'elsewhere/x.elsewhere.svc.cluster.local']],
])('%s that are rendered, or not of this environment, are taken', (_, hosts) => {
  expect(Object.keys(plain.namespaces)).not.toContain('elsewhere');
  expect(judge(hosts)).toEqual([]);
});

test.each([
  './wbe.reading.svc.cluster.local',
  './till.default.svc.cluster.local',
  'default/web.reading.svc.cluster.local',
  './blob.example.com',
  'default/api.example.com',
])('a host that is not rendered is rejected: %s', (host) => {
  expect(judge(['./*', host])).toEqual([
    {
      field: 'spec.egress',
      value: host,
      problem: 'no such Service or ServiceEntry is rendered',
      fix: 'name a host of this environment, or add what is missing',
    },
  ]);
});

test('a Sidecar of another API is not judged, nor one without hosts', () => {
  expect(judge(['./nowhere.example.com'], 'example.com/v1')).toEqual([]);
  expect(objects(sidecarHostsExist, [object('networking.istio.io/v1', 'Sidecar', 'shop')])).toEqual([]);
});
