import { localityNeedsOutlierDetection } from '../../../../rules/settings/traffic/locality-needs-outlier-detection';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const steering = (traffic: object) =>
  running({ shop: { image: 'example.com/shop:1', ports: { http: 80 }, traffic } });
const zones = { localityLbSetting: { failoverPriority: ['topology.kubernetes.io/zone'] } };

test.each([
  { loadBalancer: zones, outlierDetection: {} },
  { loadBalancer: { simple: 'RANDOM' } },
  { loadBalancer: { localityLbSetting: { enabled: false } } },
])('load balancing is taken: %j', (traffic) => {
  expect(settings(localityNeedsOutlierDetection, steering(traffic))).toEqual([]);
});

test('who steers nothing keeps the rule', () => {
  expect(
    [plain, full].flatMap((environment) => settings(localityNeedsOutlierDetection, environment)),
  ).toEqual([]);
});

test('locality failover without outlier detection is rejected', () => {
  expect(settings(localityNeedsOutlierDetection, steering({ loadBalancer: zones }))).toEqual([
    {
      path: `${APP}.shop.traffic.outlierDetection`,
      value: undefined,
      problem: "'localityLbSetting' has no effect without it: nothing tells Istio when to leave a zone",
      fix: "set 'outlierDetection', such as { consecutive5xxErrors: 5 }",
    },
  ]);
});
