import { localityNeedsOutliers } from '../../rules/locality-needs-outliers';
import { APP, full, plain, running } from '../support';
import { settings } from './judging';

const steering = (traffic: object) =>
  running({ shop: { image: 'example.com/shop:1', ports: { http: 80 }, traffic } });
const zones = { localityLbSetting: { failoverPriority: ['topology.kubernetes.io/zone'] } };

test.each([
  { loadBalancer: zones, outlierDetection: {} },
  { loadBalancer: { simple: 'RANDOM' } },
  { loadBalancer: { localityLbSetting: { enabled: false } } },
])('load balancing is taken: %j', (traffic) => {
  expect(settings(localityNeedsOutliers, steering(traffic))).toEqual([]);
});

test('who steers nothing keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(localityNeedsOutliers, environment))).toEqual([]);
});

test('locality failover without outlier detection is refused', () => {
  expect(settings(localityNeedsOutliers, steering({ loadBalancer: zones }))).toEqual([
    {
      path: `${APP}.shop.traffic.outlierDetection`,
      value: undefined,
      problem: "'localityLbSetting' has no effect without it: nothing would tell when to leave a zone",
      fix: "state 'outlierDetection', such as { consecutive5xxErrors: 5 }",
    },
  ]);
});
