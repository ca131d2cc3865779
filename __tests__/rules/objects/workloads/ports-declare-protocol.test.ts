import { portsDeclareProtocol } from '../../../../rules/objects/workloads/ports-declare-protocol';
import { object, objects } from '../../judging';

const judge = (port: object, { namespace, type }: { namespace?: string; type?: string } = {}) =>
  objects(portsDeclareProtocol, [
    object('v1', 'Service', 'web', { spec: { type, ports: [{ name: 'http', port: 80 }, port] } }, namespace),
  ]);

test.each([
  { name: 'http', port: 8080 },
  { name: 'tcp-amqp', port: 5672 },
  { name: 'grpc-web-api', port: 8080 },
  { name: 'amqp', appProtocol: 'tcp', port: 5672 },
  { appProtocol: 'kubernetes.io/h2c', port: 8080 },
  { appProtocol: 'kubernetes.io/ws', port: 8080 },
  { appProtocol: 'kubernetes.io/wss', port: 8443 },
  { name: 'dns', protocol: 'UDP', port: 5353 },
  { name: 'media', protocol: 'SCTP', port: 5000 },
  { name: 'mail', port: 25 },
  { name: 'names', port: 53 },
  { port: 27017 },
  { name: 'db', port: 3306 },
])('a port is taken: %j', (port) => {
  expect(judge(port)).toEqual([]);
});

test.each([
  [{ name: 'queue-amqp', port: 5672 }, 'name', 'queue-amqp', 'tcp-queue-amqp'],
  [{ port: 8080 }, 'name', undefined, 'tcp-data'],
  [{ name: 'httpx', port: 8080, protocol: 'TCP' }, 'name', 'httpx', 'tcp-httpx'],
  [{ name: 'http', appProtocol: 'amqp', port: 5672 }, 'appProtocol', 'amqp', 'tcp-http'],
])('a port whose protocol Istio would have to guess is rejected: %j', (port, field, value, named) => {
  expect(judge(port)).toEqual([
    {
      field: `spec.ports.1.${field}`,
      value,
      problem: `does not declare the protocol of port ${port.port}, so Istio guesses it`,
      fix: `start the port's name with its protocol, such as 'http' or '${named}', or set 'appProtocol'; Istio knows http, http2, https, grpc, grpc-web, tcp, tls, mongo, mysql, redis`,
    },
  ]);
});

test('Services outside the mesh, and names for hosts elsewhere, are not judged', () => {
  expect(judge({ name: 'web', port: 80 }, { namespace: 'default' })).toEqual([]);
  expect(judge({ name: 'web', port: 80 }, { type: 'ExternalName' })).toEqual([]);
});
