import { validGatewayServers } from '../../../../rules/objects/gateways/valid-gateway-servers';
import { full, objectsOf, plain } from '../../../support';
import { object, objects } from '../../judging';

const gateway = (spec?: object) => object('networking.istio.io/v1', 'Gateway', 'web', { spec });
const judge = (protocol: string, tls?: object | null) =>
  objects(validGatewayServers, [
    gateway({
      servers: [
        { port: { number: 80, name: 'first', protocol: 'HTTP' }, hosts: ['*'] },
        { port: { number: 443, name: 'second', protocol }, hosts: ['*'], tls },
      ],
    }),
  ]);
const files = { serverCertificate: '/a/tls.crt', privateKey: '/a/tls.key' };

test.each<[{ servers?: [] } | undefined]>([[undefined], [{}], [{ servers: [] }]])(
  'a Gateway without servers is rejected: %j',
  (spec) => {
    expect(objects(validGatewayServers, [gateway(spec)])).toEqual([
      {
        field: 'spec.servers',
        value: spec?.servers,
        problem: "a Gateway without servers listens to nothing: Istio's webhook rejects it",
        fix: 'add a server with its port and hosts, or remove the Gateway',
      },
    ]);
  },
);

test('a Gateway of the Gateway API has listeners, and is not judged', () => {
  const other = object('gateway.networking.k8s.io/v1', 'Gateway', 'web', { spec: { listeners: [] } });
  expect(objects(validGatewayServers, [other])).toEqual([]);
});

test.each([
  ['HTTPS', undefined],
  ['TLS', undefined],
  ['https', undefined],
  ['HTTPS', null],
])('a server for %s without TLS settings is rejected: %j', (protocol, tls) => {
  expect(judge(protocol, tls)).toEqual([
    {
      field: 'spec.servers.1.tls',
      problem: `a server for ${protocol} has no 'tls': Istio's webhook rejects it`,
      fix: "set 'tls' with mode SIMPLE and a credentialName, or mode PASSTHROUGH if the workload itself has the certificate",
    },
  ]);
});

test.each([
  [{ mode: 'SIMPLE' }, 'serverCertificate and privateKey'],
  [{ mode: 'SIMPLE', credentialName: '', credentialNames: [] }, 'serverCertificate and privateKey'],
  [{ mode: 'SIMPLE', serverCertificate: '/a/tls.crt' }, 'privateKey'],
  [{ mode: 'SIMPLE', privateKey: '/a/tls.key' }, 'serverCertificate'],
  [{ mode: 'SIMPLE', tlsCertificates: [files, { privateKey: '/b/tls.key' }] }, 'serverCertificate'],
  [{ mode: 'MUTUAL' }, 'serverCertificate and privateKey and caCertificates'],
  [{ mode: 'MUTUAL', ...files }, 'caCertificates'],
  [{ mode: 'OPTIONAL_MUTUAL', tlsCertificates: [files] }, 'caCertificates'],
  [{ mode: 'MUTUAL', ...files, caCertCredentialName: 'web-cacert' }, 'caCertificates'],
])('a mode without its certificate is rejected: %j', (tls, missing) => {
  expect(judge('HTTPS', tls)).toEqual([
    {
      field: 'spec.servers.1.tls',
      value: tls,
      problem: `mode ${tls.mode} needs a certificate, and there is neither a credentialName nor ${missing}: Istio's webhook rejects it`,
      fix: "set 'credentialName', the Secret that holds the certificate",
    },
  ]);
});

test.each<[object]>([
  [{ mode: 'SIMPLE', credentialName: 'web' }],
  [{ mode: 'SIMPLE', credentialNames: ['web-rsa', 'web-ecdsa'] }],
  [{ mode: 'SIMPLE', ...files }],
  [{ mode: 'SIMPLE', tlsCertificates: [files, files] }],
  [{ mode: 'MUTUAL', credentialName: 'web' }],
  [{ mode: 'MUTUAL', ...files, caCertificates: '/a/ca.crt' }],
  [{ mode: 'ISTIO_MUTUAL' }],
  [{ mode: 'PASSTHROUGH' }],
  [{ mode: 'AUTO_PASSTHROUGH' }],
  [{}],
])('TLS settings of a server for HTTPS are taken: %j', (tls) => {
  expect(judge('HTTPS', tls)).toEqual([]);
});

const [rejected, unused] = ["Istio's webhook rejects this", 'this certificate is never used'];

test.each([
  ['HTTP', { mode: 'SIMPLE' }, 'mode', 'SIMPLE', rejected],
  ['http2', { mode: 'ISTIO_MUTUAL' }, 'mode', 'ISTIO_MUTUAL', rejected],
  ['HTTP_PROXY', { serverCertificate: '/a/tls.crt' }, 'serverCertificate', '/a/tls.crt', rejected],
  ['HTTP', { mode: 'PASSTHROUGH', privateKey: '/a/tls.key' }, 'privateKey', '/a/tls.key', rejected],
  [
    'HTTP',
    { mode: 'AUTO_PASSTHROUGH', caCertificates: '/a/ca.crt' },
    'caCertificates',
    '/a/ca.crt',
    rejected,
  ],
  ['GRPC', { credentialName: 'web', httpsRedirect: true }, 'credentialName', 'web', unused],
  ['GRPC-WEB', { credentialNames: ['web'] }, 'credentialNames', ['web'], unused],
  ['HTTP', { caCertCredentialName: 'web' }, 'caCertCredentialName', 'web', unused],
  ['HTTP', { tlsCertificates: [files] }, 'tlsCertificates', [files], unused],
])('a server for %s with more than a redirect is rejected: %j', (protocol, tls, field, value, outcome) => {
  expect(judge(protocol, tls)).toEqual([
    {
      field: `spec.servers.1.tls.${field}`,
      value,
      problem: `a server for ${protocol} does not encrypt: ${outcome}`,
      fix: "set the protocol to HTTPS, or keep only 'httpsRedirect' in 'tls'",
    },
  ]);
});

test('each thing that a server for HTTP has no use for is told', () => {
  const tls = { mode: 'SIMPLE', credentialName: 'web' };
  expect(judge('HTTP', tls).map(({ field }) => field)).toEqual([
    'spec.servers.1.tls.mode',
    'spec.servers.1.tls.credentialName',
  ]);
});

test.each<[object | null | undefined]>([
  [undefined],
  [null],
  [{}],
  [{ httpsRedirect: true }],
  [{ mode: 'PASSTHROUGH', httpsRedirect: true }],
])('a server for HTTP is taken with %j', (tls) => {
  expect(judge('HTTP', tls)).toEqual([]);
});

test('a server for TCP has no TLS settings', () => {
  expect(judge('TCP')).toEqual([]);
  expect(judge('TCP', { mode: 'PASSTHROUGH' })).toEqual([
    {
      field: 'spec.servers.1.tls',
      value: { mode: 'PASSTHROUGH' },
      problem: "a server for TCP accepts no 'tls': Istio's webhook rejects it",
      fix: "set the protocol to TLS, or remove 'tls'",
    },
  ]);
});

test('a server without a protocol is left to the rule of known fields', () => {
  expect(objects(validGatewayServers, [gateway({ servers: [{ hosts: ['*'] }] })])).toEqual([]);
});

test('two ports of a Gateway have two names', () => {
  const server = (number: number, name?: string) => ({
    port: { number, name, protocol: 'HTTP' },
    hosts: ['*'],
  });
  const servers = [server(80, 'http'), server(8080, 'more'), server(8081, 'http')];
  expect(objects(validGatewayServers, [gateway({ servers })])).toEqual([
    {
      field: 'spec.servers.2.port.name',
      value: 'http',
      problem: "the port of spec.servers.0 has this name too: Istio's webhook rejects two ports of one name",
      fix: 'rename one of them, such as https-shop',
    },
  ]);
  const [one, other] = servers.map((each) => gateway({ servers: [each] }));
  expect(objects(validGatewayServers, [one!, one!, other!])).toEqual([]);
  expect(objects(validGatewayServers, [gateway({ servers: [server(80), server(81)] })])).toEqual([]);
});

test('a server has hosts', () => {
  const port = { number: 80, name: 'http', protocol: 'HTTP' };
  expect(objects(validGatewayServers, [gateway({ servers: [{ port, hosts: [] }] })])).toEqual([
    {
      field: 'spec.servers.0.hosts',
      value: [],
      problem: "a server without hosts accepts no requests: Istio's webhook rejects it",
      fix: 'set the hosts that it accepts, or remove the server',
    },
  ]);
  expect(objects(validGatewayServers, [gateway({ servers: [{ port }] })])).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(validGatewayServers, await objectsOf(environment))).toEqual([]);
});
