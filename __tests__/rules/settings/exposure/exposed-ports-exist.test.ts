import { exposedPortsExist } from '../../../../rules/settings/exposure/exposed-ports-exist';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const exposing = (port: string, ports?: object, more: object = {}) =>
  running({ shop: { image: 'example.com/shop:1', ports, expose: { [port]: { hosts: ['*'], ...more } } } });
const PASSED = { tls: { mode: 'PASSTHROUGH' } };

test('ports of the workload that carry HTTP are taken', () => {
  const environments = [plain, full, exposing('grpc-api', { 'grpc-api': 9000 })];
  expect(environments.flatMap((environment) => settings(exposedPortsExist, environment))).toEqual([]);
});

test.each([
  [{ 'http-web': 80, grpc: 9000 }, 'http-web, grpc'],
  [undefined, 'none'],
])('a port that the workload does not have is rejected: of %j', (ports, has) => {
  expect(settings(exposedPortsExist, exposing('http', ports))).toEqual([
    {
      path: `${APP}.shop.expose.http`,
      value: 'http',
      problem: `the workload has no such port; it has ${has}`,
      fix: "expose one of its ports, or add it to 'ports'",
    },
  ]);
});

test('a port whose name says no protocol, and one that is misspelled, are told what the workload has', () => {
  expect(settings(exposedPortsExist, exposing('web', { 'http-web': 80 }))).toMatchObject([
    { problem: 'the workload has no such port; it has http-web' },
  ]);
  expect(settings(exposedPortsExist, exposing('http-wbe', { 'http-web': 80 }))).toMatchObject([
    { fix: "did you mean 'http-web'?" },
  ]);
});

test.each([
  ['tcp-amqp', 'expose a port whose name starts with http or grpc'],
  [
    'https',
    "expose a port whose name starts with http or grpc, or pass TLS through with 'tls.mode' PASSTHROUGH",
  ],
  [
    'tls-web',
    "expose a port whose name starts with http or grpc, or pass TLS through with 'tls.mode' PASSTHROUGH",
  ],
])('a port that speaks no HTTP is rejected: %s', (port, fix) => {
  expect(settings(exposedPortsExist, exposing(port, { [port]: 5672 }))).toEqual([
    {
      path: `${APP}.shop.expose.${port}`,
      value: port,
      problem: 'the gateway forwards HTTP, but the name of this port does not say HTTP',
      fix,
    },
  ]);
});

test.each(['https', 'tls-web'])('TLS is passed through to a port that speaks it: %s', (port) => {
  expect(settings(exposedPortsExist, exposing(port, { [port]: 443 }, PASSED))).toEqual([]);
});

test.each(['http', 'tcp-amqp'])('TLS is not passed through to a port that does not speak it: %s', (port) => {
  expect(settings(exposedPortsExist, exposing(port, { [port]: 80 }, PASSED))).toEqual([
    {
      path: `${APP}.shop.expose.${port}`,
      value: port,
      problem: 'the gateway passes TLS through, but the name of this port does not say TLS',
      fix: "expose a port whose name starts with https or tls, or use another 'tls.mode'",
    },
  ]);
});
