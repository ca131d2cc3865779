import { faultsWith, problemAt, type Case } from '../faults';

const TRAFFIC = 'namespaces.reading.applications.library.workloads.catalog.traffic';

const DURATION = 'must be a duration of 1ms or more, in whole milliseconds, such as 500ms or 1m30s';
const PERCENT = 'must be a share in percent, from 0 to 100';

describe('a duration', () => {
  test.each<Case>(
    ['0s', '0', '10', '10 s', '-1s', '1d', '0.5ms', '1.5ms', '1s ', ''].map((value): Case => [
      'not whole milliseconds',
      value,
      '',
      DURATION,
    ]),
  )('%s: %j is rejected at %j', (_, stated, where, problem) => {
    expect(problemAt(`${TRAFFIC}.timeout`, where, stated)).toMatch(problem);
  });

  test.each(['1ms', '500ms', '10s', '0.5s', '1.001s', '1m30s', '2h', '1h0m0.001s'])(
    '%s is taken',
    (timeout) => {
      expect(faultsWith({ [TRAFFIC]: { timeout } })).toEqual([]);
    },
  );
});

describe('retries', () => {
  const CONDITIONS =
    /^must be statuses such as 503, or of 5xx, gateway-error, .*, separated by commas without spaces$/;
  test.each<Case>([
    ['fewer than none', { attempts: -1 }, '.attempts', 'must be a whole number from 0 to 100'],
    ['a condition that Envoy does not know', { attempts: 1, retryOn: '5xx,timeout' }, '.retryOn', CONDITIONS],
    ['a status that is none', { attempts: 1, retryOn: '700' }, '.retryOn', CONDITIONS],
    ['conditions apart by spaces', { attempts: 1, retryOn: '5xx, reset' }, '.retryOn', CONDITIONS],
    [
      'a policy of what never happens',
      { attempts: 0, retryOn: '5xx' },
      '',
      "sets 0 'attempts', so that nothing is retried",
    ],
  ])('%s: %j is rejected at %j', (_, stated, where, problem) => {
    expect(problemAt(`${TRAFFIC}.retries`, where, stated)).toMatch(problem);
  });

  test('take all conditions of Envoy and statuses', () => {
    const retries = {
      attempts: 3,
      retryOn: '5xx,reset-before-request,retriable-4xx,503',
      perTryTimeout: '1s',
    };
    expect(faultsWith({ [TRAFFIC]: { retries } })).toEqual([]);
  });
});

describe('traffic', () => {
  test.each<Case>([
    ['no weight', { weights: {} }, '.weights', 'must have at least one version'],
    ['a weight above all', { weights: { v1: 110 } }, '.weights.v1', 'must be a whole number from 0 to 100'],
    ['a part of a percent', { weights: { v1: 0.5 } }, '.weights.v1', 'must be a whole number from 0 to 100'],
    ['no route', { routes: [] }, '.routes', 'must have at least one route'],
    [
      'a route of all requests',
      { routes: [{ version: 'v1' }] },
      '.routes.0',
      "must set 'headers' or 'cookie': 'weights' is for all other requests",
    ],
    ['a mirror to nobody', { mirror: {} }, '.mirror', "must set either 'version' or 'workload'"],
    [
      'a mirror to two',
      { mirror: { version: 'v2', workload: 'loans' } },
      '.mirror',
      "must set either 'version' or 'workload'",
    ],
    ['a share above all', { mirror: { version: 'v2', percentage: 101 } }, '.mirror.percentage', PERCENT],
    ['no fault', { fault: {} }, '.fault', "must set 'delay' or 'abort'"],
    [
      'an abort of a status that is none',
      { fault: { abort: { httpStatus: 700 } } },
      '.fault.abort.httpStatus',
      'must be a whole number from 200 to 599',
    ],
    [
      'an abort of less than none',
      { fault: { abort: { httpStatus: 503, percentage: -1 } } },
      '.fault.abort.percentage',
      PERCENT,
    ],
    ['a delay of nothing', { fault: { delay: { fixedDelay: '0s' } } }, '.fault.delay.fixedDelay', DURATION],
    ['no pool', { connectionPool: {} }, '.connectionPool', "must set 'tcp' or 'http'"],
    [
      'a pool of no connections',
      { connectionPool: { tcp: { maxConnections: 0 } } },
      '.connectionPool.tcp.maxConnections',
      'must be a whole number from 1 to 2147483647',
    ],
    [
      'two ways to choose a pod',
      { loadBalancer: { simple: 'RANDOM', consistentHash: { useSourceIp: true } } },
      '.loadBalancer',
      "cannot set both 'simple' and 'consistentHash'",
    ],
    [
      'a way that Istio does not have',
      { loadBalancer: { simple: 'LEAST_CONN' } },
      '.loadBalancer.simple',
      'must be one of LEAST_REQUEST, ROUND_ROBIN, RANDOM',
    ],
    [
      'two ways to fail over',
      {
        loadBalancer: {
          localityLbSetting: {
            failover: [{ from: 'westus3', to: 'eastus' }],
            failoverPriority: ['topology.kubernetes.io/zone'],
          },
        },
      },
      '.loadBalancer.localityLbSetting',
      "cannot set both 'failover' and 'failoverPriority'",
    ],
    [
      'a region that takes over for itself',
      { loadBalancer: { localityLbSetting: { failover: [{ from: 'westus3', to: 'westus3' }] } } },
      '.loadBalancer.localityLbSetting.failover.0',
      'must fail over to another region',
    ],
    [
      'a zone where a region is meant',
      { loadBalancer: { localityLbSetting: { failover: [{ from: 'westus3/1', to: 'eastus' }] } } },
      '.loadBalancer.localityLbSetting.failover.0.from',
      'must be a region',
    ],
    [
      'a percentage of pods that Istio does not send',
      { outlierDetection: { maxEjectionPercent: 0 } },
      '.outlierDetection.maxEjectionPercent',
      'must be a whole number from 1 to 100',
    ],
    [
      'a percentage of pods above all',
      { outlierDetection: { maxEjectionPercent: 101 } },
      '.outlierDetection.maxEjectionPercent',
      'must be a whole number from 1 to 100',
    ],
    ['a TLS mode, which would switch mutual TLS off', { tls: { mode: 'SIMPLE' } }, '.tls', 'unknown field'],
  ])('%s: %j is rejected at %j', (_, stated, where, problem) => {
    expect(problemAt(TRAFFIC, where, stated)).toMatch(problem);
  });
});
