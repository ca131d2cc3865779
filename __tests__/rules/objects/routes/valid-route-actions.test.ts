import { validRouteActions } from '../../../../rules/objects/routes/valid-route-actions';
import { full, objectsOf, plain } from '../../../support';
import { object, objects } from '../../judging';

const to = { route: [{ destination: { host: 'web' } }] };
const virtual = (spec: object) => object('networking.istio.io/v1', 'VirtualService', 'web', { spec });
const judge = (route: object) => objects(validRouteActions, [virtual({ hosts: ['web'], http: [to, route] })]);

test.each([[{ hosts: ['web'] }], [{ hosts: ['web'], http: [], tls: [], tcp: [] }]])(
  'a VirtualService without routes is rejected: %j',
  (spec) => {
    expect(objects(validRouteActions, [virtual(spec)])).toEqual([
      {
        field: 'spec',
        value: spec,
        problem: "has no route for http, tls or tcp: Istio's webhook rejects it",
        fix: 'add a route, or remove the VirtualService',
      },
    ]);
  },
);

test.each(['tls', 'tcp'])('routes for %s alone are enough, and have no other action', (by) => {
  expect(objects(validRouteActions, [virtual({ hosts: ['web'], [by]: [to, {}] })])).toEqual([]);
});

test.each([
  [to],
  [{ redirect: { uri: '/' } }],
  [{ directResponse: { status: 503 } }],
  [{ delegate: { name: 'part' } }],
  [{ redirect: { uri: '/' }, route: [] }],
  [{ delegate: { name: 'part' }, directResponse: { status: 503 } }],
  [{ ...to, fault: { abort: { httpStatus: 503 } }, rewrite: { uri: '/' } }],
])('a route that does one thing is taken: %j', (route) => {
  expect(judge(route)).toEqual([]);
});

test.each([[{}], [{ route: [] }], [{ redirect: null }], [{ match: [{ uri: { prefix: '/a' } }] }]])(
  'a route that does nothing is rejected: %j',
  (route) => {
    expect(judge(route)).toEqual([
      {
        field: 'spec.http.1',
        value: route,
        problem:
          "sets none of route, redirect, directResponse, delegate: Istio's webhook rejects a route without an action",
        fix: "set 'route' with a destination, or another of them",
      },
    ]);
  },
);

test.each([
  [{ ...to, redirect: { uri: '/' } }, ['route', 'redirect']],
  [{ ...to, directResponse: { status: 503 } }, ['route', 'directResponse']],
  [{ ...to, delegate: { name: 'part' } }, ['route', 'delegate']],
  [{ redirect: { uri: '/' }, delegate: { name: 'part' } }, ['redirect', 'delegate']],
  [{ redirect: { uri: '/' }, directResponse: { status: 503 } }, ['redirect', 'directResponse']],
])('a route that does two things is rejected: %j', (route, value) => {
  expect(judge(route)).toEqual([
    {
      field: 'spec.http.1',
      value,
      problem: `has ${value.join(' and ')}, and a route has one action: Istio's webhook rejects it`,
      fix: 'keep one of them, or make a route of each',
    },
  ]);
});

test.each([
  ['redirect', { uri: '/' }, 'fault', { abort: { httpStatus: 503 } }],
  ['redirect', { uri: '/' }, 'rewrite', { uri: '/' }],
  ['directResponse', { status: 503 }, 'fault', { abort: { httpStatus: 503 } }],
  ['directResponse', { status: 503 }, 'rewrite', { uri: '/' }],
])('beside %s %j, a route has no %s', (action, answer, name, value) => {
  expect(judge({ [action]: answer, [name]: value })).toEqual([
    {
      field: `spec.http.1.${name}`,
      value,
      problem: `cannot be combined with ${action}, which answers every request: Istio's webhook rejects it`,
      fix: `remove '${name}', or forward requests with 'route'`,
    },
  ]);
});

const statuses: readonly [
  string,
  (status: number) => object,
  readonly number[],
  readonly number[],
  string,
][] = [
  [
    'fault.abort.httpStatus',
    (httpStatus) => ({ ...to, fault: { abort: { httpStatus } } }),
    [200, 599],
    [0, 199, 600, 700],
    '503',
  ],
  [
    'directResponse.status',
    (status) => ({ directResponse: { status } }),
    [200, 599],
    [0, 199, 600, 700],
    '503',
  ],
  [
    'redirect.redirectCode',
    (redirectCode) => ({ redirect: { uri: '/', redirectCode } }),
    [300, 399],
    [200, 299, 400],
    '302',
  ],
];

test.each(statuses)('%s is a status that there is for it', (name, stating, taken, rejected, such) => {
  for (const value of rejected)
    expect(judge(stating(value))).toEqual([
      {
        field: `spec.http.1.${name}`,
        value,
        problem: `is not a valid status for it: these are ${taken.join(' to ')}`,
        fix: `set a status such as ${such}`,
      },
    ]);
  for (const value of taken) expect(judge(stating(value))).toEqual([]);
});

test('a redirect may state the code 0, which is the one that it has without a code', () => {
  expect(judge({ redirect: { uri: '/', redirectCode: 0 } })).toEqual([]);
});

test('an abort may answer with a status of gRPC', () => {
  expect(judge({ ...to, fault: { abort: { grpcStatus: 'NOT_FOUND' } } })).toEqual([]);
});

const shares: readonly [string, (value: unknown) => object][] = [
  ['fault.abort.percentage.value', (value) => ({ fault: { abort: { percentage: { value } } } })],
  ['fault.delay.percentage.value', (value) => ({ fault: { delay: { percentage: { value } } } })],
  ['mirrorPercentage.value', (value) => ({ mirrorPercentage: { value } })],
  ['mirrorPercent', (mirrorPercent) => ({ mirrorPercent })],
  ['mirrors.1.percentage.value', (value) => ({ mirrors: [{}, { percentage: { value } }] })],
];

test.each(shares)('%s is a share from 0 to 100', (name, stating) => {
  for (const value of [-1, 100.5])
    expect(judge({ ...to, ...stating(value) })).toEqual([
      {
        field: `spec.http.1.${name}`,
        value,
        problem: 'must be a share in percent, from 0 to 100',
        fix: 'set a percentage from 0 to 100',
      },
    ]);
  for (const value of [0, 0.5, 100]) expect(judge({ ...to, ...stating(value) })).toEqual([]);
});

const durations: readonly [string, (value: unknown) => object][] = [
  ['timeout', (timeout) => ({ timeout })],
  ['retries.perTryTimeout', (perTryTimeout) => ({ retries: { attempts: 2, perTryTimeout } })],
  ['retries.backoff', (backoff) => ({ retries: { attempts: 2, backoff } })],
  ['fault.delay.fixedDelay', (fixedDelay) => ({ fault: { delay: { fixedDelay } } })],
];

test.each(durations)('%s is a duration', (name, stating) => {
  for (const value of ['', '5', '5 s', 'soon', '0s', '0.5ms'])
    expect(judge({ ...to, ...stating(value) })).toEqual([
      {
        field: `spec.http.1.${name}`,
        value,
        problem: 'must be a duration of 1ms or more, in whole milliseconds, such as 500ms or 1m30s',
        fix: 'set a duration such as 10s',
      },
    ]);
  for (const value of ['1ms', '0.5s', '10s', '1m30s', '24h'])
    expect(judge({ ...to, ...stating(value) })).toEqual([]);
});

test('a value of another type is left to the rule of known fields', () => {
  expect(
    judge({ ...to, timeout: 5, mirrorPercent: '200', fault: { abort: { httpStatus: '9' }, delay: null } }),
  ).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(validRouteActions, await objectsOf(environment))).toEqual([]);
});
