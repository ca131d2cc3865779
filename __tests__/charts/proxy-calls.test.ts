import { ProxyCalls } from '../../charts/proxy-calls';
import { object } from '../rules/judging';

const service = object('v1', 'Service', 'spans');
const callee = { service, labels: { app: 'spans' }, port: 14317, pods: [] };
const call = (...namespaces: string[]) => ({
  from: namespaces.map((namespace) => ({ namespace, labels: {} })),
  callee,
  host: 'spans.reading.svc.cluster.local',
  port: 4317,
  cause: {},
});

test('a namespace has its own proxies of a call that the whole mesh makes, however many there are', () => {
  const calls = new ProxyCalls();
  const names = Array.from({ length: 100 }, (_, index) => `team-${index}`);
  calls.add([call(...names)]);
  for (const name of names)
    expect(calls.outOf(name).map(({ from }) => from)).toEqual([[{ namespace: name, labels: {} }]]);
  expect(calls.outOf('elsewhere')).toEqual([]);
});

test('a workload has all proxies that call it, and the port of its container', () => {
  const calls = new ProxyCalls();
  calls.add([call('a', 'b'), { ...call('c'), callee: undefined }]);
  expect(calls.into({ namespace: 'reading', name: 'spans' })).toEqual([
    { from: call('a', 'b').from, port: 14317 },
  ]);
  expect(calls.into({ namespace: 'reading', name: 'other' })).toEqual([]);
  expect(calls.outOf('c')).toHaveLength(1);
});

test('a Gateway of the Gateway API is one of the namespace that it is in', () => {
  const calls = new ProxyCalls();
  const labels = { 'gateway.networking.k8s.io/gateway-name': 'own' };
  calls.add([{ ...call(), from: [{ namespace: 'a', labels }] }, call('b')]);
  expect([calls.gatewaysIn('a'), calls.gatewaysIn('b')]).toEqual([['own'], []]);
});
