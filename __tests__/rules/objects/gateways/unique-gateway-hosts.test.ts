import { uniqueGatewayHosts } from '../../../../rules/objects/gateways/unique-gateway-hosts';
import type { KubernetesObject } from '../../../../objects/object';
import type { Plan } from '../../../../model/plan';

const environment = {} as Plan;
const gateway = (name: string, hosts: string[], number = 80, istio = 'external'): KubernetesObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { istio }, servers: [{ port: { number, name: 'http', protocol: 'HTTP' }, hosts }] },
});

test.each([
  ['the same host', 'a.example.com'],
  ['the same host, narrowed to one namespace', 'shop/a.example.com'],
])('rejects two Gateways with %s', (_, host) => {
  const [one, two] = [gateway('one', ['a.example.com']), gateway('two', [host])];
  expect(uniqueGatewayHosts([one, two], environment)).toEqual([
    {
      object: two,
      field: 'spec.servers',
      value: host,
      problem: 'Gateway shop/one has this host on the same port of the same ingress gateway',
      fix: 'name the host in one of them',
    },
  ]);
});

test('takes one host on two ports or two ingress gateways, and another host', () => {
  const gateways = [
    gateway('one', ['a.example.com']),
    gateway('tls', ['a.example.com'], 443),
    gateway('inside', ['a.example.com'], 80, 'internal'),
    gateway('other', ['b.example.com', '*.example.com']),
  ];
  expect(uniqueGatewayHosts(gateways, environment)).toEqual([]);
});

test('leaves Gateways of another API alone', () => {
  const other = { ...gateway('one', ['a.example.com']), apiVersion: 'gateway.networking.k8s.io/v1' };
  expect(uniqueGatewayHosts([other, other], environment)).toEqual([]);
});

test('rejects two servers of one Gateway with the same host on one port', () => {
  const one = gateway('one', ['a.example.com']);
  const [server] = (one.spec as { servers: object[] }).servers;
  const twice = { ...one, spec: { selector: { istio: 'external' }, servers: [server, server] } };
  expect(uniqueGatewayHosts([twice], environment)).toEqual([
    {
      object: twice,
      field: 'spec.servers',
      value: 'a.example.com',
      problem: 'another of its servers has this host on the same port',
      fix: 'name the host in one of them',
    },
  ]);
});

test('tells ingress gateways apart by their labels, in whatever order', () => {
  const selecting = (name: string, selector: object) => {
    const made = gateway(name, ['a.example.com']);
    return { ...made, spec: { ...(made.spec as object), selector } };
  };
  const [one, two] = [
    selecting('one', { istio: 'external', app: 'x' }),
    selecting('two', { app: 'x', istio: 'external' }),
  ];
  expect(uniqueGatewayHosts([one, two], environment)).toHaveLength(1);
  expect(uniqueGatewayHosts([one, selecting('two', { istio: 'external', app: 'y' })], environment)).toEqual(
    [],
  );
});
