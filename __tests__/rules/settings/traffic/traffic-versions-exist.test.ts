import { trafficVersionsExist } from '../../../../rules/settings/traffic/traffic-versions-exist';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const steering = (traffic: object, versions?: object) =>
  running({ shop: { image: 'example.com/shop:1', ports: { http: 80 }, versions, traffic } });
const all = {
  weights: { v1: 90, v2: 10 },
  routes: [{ headers: { 'x-team': 'qa' }, version: 'v2' }],
  mirror: { version: 'v2' },
};

test('versions that run are taken', () => {
  const environments = [plain, full, steering(all, { v1: {}, v2: {} })];
  expect(environments.flatMap((environment) => settings(trafficVersionsExist, environment))).toEqual([]);
});

test.each([
  ['weights.v3', { weights: { v1: 90, v3: 10 } }],
  ['routes.1.version', { routes: [all.routes[0], { cookie: { name: 'a', value: 'b' }, version: 'v3' }] }],
  ['mirror.version', { mirror: { version: 'v3' } }],
])('a version that nobody runs is rejected in %s', (field, traffic) => {
  expect(settings(trafficVersionsExist, steering(traffic, { v1: {}, v2: {} }))).toEqual([
    {
      path: `${APP}.shop.traffic.${field}`,
      value: 'v3',
      problem: 'the workload has no such version; it has v1, v2',
      fix: "add it to 'versions', or remove it here",
    },
  ]);
});

test('of a workload without versions, each is rejected that is named', () => {
  expect(settings(trafficVersionsExist, steering(all)).map(({ problem }) => problem)).toEqual(
    Array.from({ length: 4 }, () => 'the workload has no such version; it has none'),
  );
});

test('what every object has is no version', () => {
  const weights = { constructor: 100 };
  expect(settings(trafficVersionsExist, steering({ weights }, { v1: {} }))).toHaveLength(1);
});
