import { callTargetsExist } from '../../../../rules/settings/calls/call-targets-exist';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const calling = (calls: object) =>
  running({
    basket: { image, calls },
    orders: { image, ports: { http: 80, 'tcp-amqp': 5672 } },
    worker: { image },
  });
const path = (callee: string) => `${APP}.basket.calls.${callee}`;

test('calls that lead to a workload and a port are taken', () => {
  expect([plain, full].flatMap((environment) => settings(callTargetsExist, environment))).toEqual([]);
  const calls = { orders: { port: 'http', methods: ['GET'], paths: ['/orders/*'] } };
  expect(settings(callTargetsExist, calling(calls))).toEqual([]);
  expect(settings(callTargetsExist, calling({ orders: { port: 'tcp-amqp' } }))).toEqual([]);
});

test('a call to a workload that does not exist is rejected, with those that do', () => {
  expect(settings(callTargetsExist, calling({ oders: 'http' }))).toEqual([
    {
      path: path('oders'),
      value: 'http',
      problem: "the application 'app' has no workload 'oders'; it has basket, orders, worker",
      fix: "did you mean 'orders'?",
    },
  ]);
});

test.each([
  ['ap/orders', 'app/orders'],
  ['reading/app/order', 'reading/app/orders'],
])('%s is rejected with the name that is meant, in as many words', (callee, meant) => {
  expect(settings(callTargetsExist, calling({ [callee]: 'http' }))).toMatchObject([
    { fix: `did you mean '${meant}'?` },
  ]);
  expect(settings(callTargetsExist, calling({ [meant]: 'http' }))).toEqual([]);
});

test('a name that is like no other has no such advice', () => {
  expect(settings(callTargetsExist, calling({ 'warehouse/stock': 'http' }))).toMatchObject([
    { fix: 'call one that exists' },
  ]);
});

test('a port whose name says no protocol is looked up like any other, with the one that is meant', () => {
  expect(settings(callTargetsExist, calling({ orders: 'web' }))).toMatchObject([
    { problem: "'orders' has no such port; it has http, tcp-amqp" },
  ]);
  expect(settings(callTargetsExist, calling({ orders: 'htpp' }))).toMatchObject([
    { fix: "did you mean 'http'?" },
  ]);
});

test('a call to a port that does not exist is rejected, with those that do', () => {
  expect(settings(callTargetsExist, calling({ orders: { port: 'grpc' }, worker: 'http' }))).toEqual([
    {
      path: path('orders'),
      value: 'grpc',
      problem: "'orders' has no such port; it has http, tcp-amqp",
      fix: "call one of its ports, or add it to the 'ports' of 'orders'",
    },
    {
      path: path('worker'),
      value: 'http',
      problem: "'worker' has no such port; it has none",
      fix: "call one of its ports, or add it to the 'ports' of 'worker'",
    },
  ]);
});

test('a workload whose pods call each other is accepted', () => {
  const environment = running({ basket: { image, ports: { http: 80 }, calls: { basket: 'http' } } });
  expect(settings(callTargetsExist, environment)).toEqual([]);
});

test.each([{ methods: ['GET'] }, { paths: ['/'] }])('%j of a TCP port is rejected', (request) => {
  const call = { port: 'tcp-amqp', ...request };
  expect(settings(callTargetsExist, calling({ orders: call }))).toEqual([
    {
      path: path('orders'),
      value: call,
      problem: "the port 'tcp-amqp' carries no HTTP requests, so methods and paths do not apply",
      fix: "set only the port: 'tcp-amqp'",
    },
  ]);
});
