import { httpFieldsOnHttpPorts } from '../../../../rules/objects/policies/http-fields-on-http-ports';
import { object, objects } from '../../judging';

const pods = object('apps/v1', 'StatefulSet', 'queue', {
  spec: {
    template: {
      metadata: { labels: { app: 'queue' } },
      spec: {
        containers: [
          {
            name: 'queue',
            ports: [
              { name: 'http', containerPort: 8080 },
              { name: 'grpc-web', containerPort: 8081 },
              { name: 'tcp-amqp', containerPort: 5672 },
              { containerPort: 7000 },
            ],
          },
        ],
      },
    },
  },
});
const policy = (operation: object, labels: object = { app: 'queue' }, namespace?: string) =>
  object(
    'security.istio.io/v1',
    'AuthorizationPolicy',
    'callers',
    { spec: { selector: { matchLabels: labels }, rules: [{ to: [{ operation }] }] } },
    namespace,
  );
const judge = (...args: Parameters<typeof policy>) => objects(httpFieldsOnHttpPorts, [pods, policy(...args)]);

test.each([
  { ports: ['8080', '8081'], methods: ['GET'], paths: ['/'] },
  { ports: ['5672'] },
  { ports: ['7000'], methods: ['GET'] },
  {},
])('fields of requests on ports that carry them are taken: %j', (operation) => {
  expect(judge(operation)).toEqual([]);
});

test('pods without a TCP port, and of other policies, are not judged', () => {
  const operation = { methods: ['GET'] };
  expect(judge(operation, { app: 'web' })).toEqual([]);
  expect(judge(operation, { app: 'queue' }, 'archive')).toEqual([]);
});

test.each(['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'])(
  '%s on a TCP port is rejected',
  (field) => {
    const operation = { ports: ['5672', '8080'], [field]: ['x'] };
    expect(judge(operation)).toEqual([
      {
        field: 'spec.rules',
        value: operation,
        problem: `port 5672 carries no HTTP requests, so ${field} cannot be matched there`,
        fix: "set 'ports' that carry HTTP, and add a rule without these fields for the others",
      },
    ]);
  },
);

test('without ports, a rule is for the TCP ports too; without a selector, for all pods', () => {
  const operation = { methods: ['GET'], paths: ['/'] };
  const fault = expect.objectContaining({
    value: operation,
    problem: 'port 5672 carries no HTTP requests, so methods, paths cannot be matched there',
  });
  expect(judge(operation)).toEqual([fault]);
  expect(judge(operation, {})).toEqual([fault]);
});

test('a policy for a Gateway is for no pods of its namespace', () => {
  const spec = { rules: [{ to: [{ operation: { hosts: ['a.example.com'] } }] }] };
  const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' }];
  const forAll = object('security.istio.io/v1', 'AuthorizationPolicy', 'all', { spec });
  const forGateway = object('security.istio.io/v1', 'AuthorizationPolicy', 'one', {
    spec: { ...spec, targetRefs },
  });
  expect(objects(httpFieldsOnHttpPorts, [pods, forAll])).toHaveLength(1);
  expect(objects(httpFieldsOnHttpPorts, [pods, forGateway])).toEqual([]);
});

describe('a gateway that passes TLS through', () => {
  const gateway = (tls: object, protocol = 'TLS') =>
    object('networking.istio.io/v1', 'Gateway', 'door', {
      spec: {
        selector: { istio: 'aks-istio-ingressgateway-external' },
        servers: [{ port: { number: 443, name: 'door', protocol }, hosts: ['door.example.com'], tls }],
      },
    });
  const passing = gateway({ mode: 'PASSTHROUGH' });
  const at = (kind: string, operation: object) =>
    policy(operation, { istio: `aks-istio-ingressgateway-${kind}` }, 'aks-istio-ingress');
  const judged = (...all: Parameters<typeof objects>[1]) => objects(httpFieldsOnHttpPorts, all);

  test.each([{ hosts: ['web.example.com'] }, { ports: ['443'], paths: ['/'] }])(
    'has no policy by requests on its port: %j is rejected',
    (operation) => {
      expect(judged(passing, at('external', operation))).toEqual([
        expect.objectContaining({
          problem: expect.stringContaining('port 443 carries no HTTP requests') as string,
        }),
      ]);
    },
  );

  test.each(['TCP', 'TLS'])('reads no requests of %s without a mode either', (protocol) => {
    const door = gateway({}, protocol);
    expect(judged(door, at('external', { methods: ['GET'] }))).toHaveLength(1);
    expect(judged(door, at('internal', { methods: ['GET'] }))).toEqual([]);
  });

  test('may have one on another port, and so may another gateway, and one that ends TLS itself', () => {
    const hosts = ['web.example.com'];
    expect(judged(passing, at('external', { hosts, ports: ['80'] }))).toEqual([]);
    expect(judged(passing, at('internal', { hosts }))).toEqual([]);
    expect(judged(gateway({ mode: 'SIMPLE' }, 'HTTPS'), at('external', { hosts }))).toEqual([]);
  });
});
