import { isHttp, parseProtocol, PROTOCOLS, type PortName } from '../../mesh/protocols';

test.each(PROTOCOLS)('a port that is called %s, alone or with a name, tells that protocol', (protocol) => {
  expect(parseProtocol(protocol)).toBe(protocol);
  expect(parseProtocol(`${protocol}-shop`)).toBe(protocol);
});

test.each(['web', 'httpx', 'http_web', 'my-http', '', 'HTTP', 'amqp-tcp'])('%j tells none', (name) => {
  expect(parseProtocol(name)).toBeUndefined();
  expect(isHttp(name)).toBe(false);
});

test('requests of HTTP and gRPC can be told apart, those inside of TLS and TCP cannot', () => {
  expect(PROTOCOLS.filter((protocol) => isHttp(`${protocol}-shop`))).toEqual([
    'http',
    'http2',
    'grpc',
    'grpc-web',
  ]);
});

test('a port name without a protocol does not compile', () => {
  const right: PortName[] = ['http', 'grpc-api', 'tcp-amqp'];
  // @ts-expect-error Istio knows no protocol 'web'
  const wrong: PortName = 'web';
  expect([...right, wrong].map(parseProtocol)).toEqual(['http', 'grpc', 'tcp', undefined]);
});
