import { getValueAt, type Fault } from '../../../model/fault';
import { faultsWith, FIX } from '../faults';
import { workloadSchema } from '../../../model/schema/workload';

const WORKLOADS = 'namespaces.reading.applications.library.workloads';
/** The workload of the fixture, and where it is stated. */
const loans = (path: string) => `${WORKLOADS}.loans.${path}`;
const stated = (path: string) => ({
  where: expect.stringMatching(
    new RegExp(`^plain: ${path.replaceAll(/[.*/]/g, '\\$&')} \\(__tests__/fixtures/library\\.ts:\\d+\\)$`),
  ),
  fix: FIX,
});

test.each<[field: string, value: unknown, problem: string]>([
  ['image', 'two words', 'must be an image with its tag or digest'],
  ['image', 5, 'must be a string: an image'],
  ['replicas', -1, 'must be a whole number from 0 to 10000'],
  ['replicas', 1.5, 'must be a whole number from 0 to 10000'],
  [
    'replicas',
    '3',
    'must be a whole number from 0 to 10000, or { min, max, cpu, memory, metrics, behavior }',
  ],
  ['replicas', { min: 0, max: 3 }, 'must be a whole number from 1 to 10000'],
  ['replicas', { min: 1 }, 'must be a whole number from 1 to 10000'],
  ['env', { NAME: null }, 'must be a string, a number, a boolean, or a Kubernetes value source'],
  ['files', { '/etc/x': 5 }, 'must be the content as a string, { configMap, key } or { secret, key }'],
  ['files', { '/etc/x': { configMap: 'x' } }, 'a key of letters, digits, dots, hyphens and underscores'],
  ['files', { '/etc/x': { secret: 'X', key: 'x' } }, 'a DNS name'],
  ['ports', { http: 0 }, 'must be a whole number from 1 to 65535'],
  ['ports', { http: 65536 }, 'must be a whole number from 1 to 65535'],
  ['ports', { http: 80.5 }, 'must be a port number from 1 to 65535, or { port, targetPort }'],
  ['ports', { http: Number.NaN }, 'must be a port number from 1 to 65535'],
  ['ports', { http: '80' }, 'must be a port number from 1 to 65535, or { port, targetPort }'],
  ['ports', { http: { port: 0, targetPort: 8080 } }, 'must be a whole number from 1 to 65535'],
  ['ports', { http: { port: 80, targetPort: 65536 } }, 'must be a whole number from 1 to 65535'],
  ['ports', { http: { port: 80 } }, 'must be a whole number from 1 to 65535'],
  ['versions', {}, 'must have at least one version'],
  ['calls', { ledger: { port: 'http', methods: ['FETCH'] } }, 'must be one of GET, HEAD, POST'],
  ['calls', { ledger: { port: 'http', paths: ['overdue'] } }, 'must be a path that starts with a slash'],
  ['calls', { ledger: 5 }, 'must be the name of a port, { port, methods, paths }, or a list of them'],
  ['expose', { grpc: { hosts: [] } }, 'must have at least one host name, or * for any host'],
  ['expose', { grpc: { hosts: '*' } }, 'must be a list of host names'],
  ['expose', { grpc: { hosts: ['http://a.example.com'] } }, 'must be a host name, *.DOMAIN'],
  ['expose', { grpc: { hosts: ['a..b'] } }, 'must be a host name, *.DOMAIN'],
  ['expose', { grpc: { hosts: ['*'], gateway: 'public' } }, 'must be one of external, internal'],
  ['expose', { grpc: { hosts: ['*'], answers: { status: 99 } } }, 'must be a whole number from 100 to 599'],
  ['expose', { grpc: { hosts: ['*'], answers: { path: 'x' } } }, 'must be a path that starts with a slash'],
  ['testClient', 'yes', 'must be true or false'],
  ['app', 'My App', 'must be a DNS label'],
  ['container', { ports: [{ containerPort: '80' }] }, 'must be a number'],
  ['container', { command: 'sleep' }, 'must be a list: [ ... ]'],
  ['pod', { metadata: { labels: { tier: 1 } } }, 'must be a string'],
  ['pod', { spec: { tolerations: { key: 'x' } } }, 'must be a list: [ ... ]'],
  ['deployment', { spec: { minReadySeconds: 'x' } }, 'must be a number'],
  ['cronJob', {}, 'must be an object: { ... }'],
  ['cronJob', { spec: {} }, 'must be a string'],
])('%s: %j is rejected, at the value, for the file of the application', (field, value, problem) => {
  const faults = faultsWith({ [loans(field)]: value });
  expect(faults).toEqual([expect.objectContaining({ problem: expect.stringContaining(problem), fix: FIX })]);
  const [{ where, value: shown }] = faults as [Fault];
  const [, path] = /^plain: (\S+) \(__tests__\/fixtures\/library\.ts:\d+\)$/.exec(where) ?? [];
  expect(path).toMatch(new RegExp(`^${loans(field)}`));
  expect(shown).toEqual(getValueAt({ [field]: value }, path!.slice(loans('').length).split('.')));
});

test('the place and the value are those inside the data', () => {
  const wrong = { http: { port: 80, targetPort: 65536 } };
  expect(faultsWith({ [loans('ports')]: wrong })).toEqual([
    {
      ...stated(loans('ports.http.targetPort')),
      value: 65536,
      problem: 'must be a whole number from 1 to 65535',
    },
  ]);
});

test.each<[path: string, value: unknown, fix: string]>([
  [loans('imag'), 'x', "rename it to 'image'"],
  [loans('container.resources'), { requets: {} }, "rename it to 'requests'"],
  [loans('container.imagePulPolicy'), 'Always', "rename it to 'imagePullPolicy'"],
  [loans('pod'), { spex: {} }, "rename it to 'spec'"],
  [loans('pod.spec'), { tolerations: [{ kee: 'x' }] }, "rename it to 'key'"],
  [loans('serviceAccount.metadata'), { anotations: {} }, "rename it to 'annotations'"],
  [loans('service.spec'), { sesionAffinity: 'None' }, "rename it to 'sessionAffinity'"],
  [loans('env.A'), { secretKeyRef: { name: 'x', key: 'y', optionl: true } }, "rename it to 'optional'"],
  [loans('calls.ledger'), { port: 'http', method: ['GET'] }, "rename it to 'methods'"],
  [`${WORKLOADS}.catalog.versions.v1.imagee`, 'x', "rename it to 'image'"],
  [`${WORKLOADS}.catalog.versions.v1.container`, { comand: [] }, "rename it to 'command'"],
  [`${WORKLOADS}.catalog.versions.v1.ports`, { http: 80 }, `move it to '${WORKLOADS}.catalog.ports'`],
  [`${WORKLOADS}.catalog.expose.http.answers.txt`, 'x', "rename it to 'text'"],
  [`${WORKLOADS}.reminders.cronJob.spec.schedul`, 'x', "rename it to 'schedule'"],
])('there is no field of this name in %s: %j', (path, value, fix) => {
  const faults = faultsWith({ [path]: value });
  expect(faults).toEqual([expect.objectContaining({ problem: 'unknown field', fix })]);
  expect(faults[0]!.where).toContain(`plain: ${path}`);
});

const FORM = 'must be lower-case letters, digits and single hyphens, with a letter or digit at both ends';

test.each([
  ['web', 'must start with the protocol: PROTOCOL or PROTOCOL-NAME, such as http, grpc-api or tcp-amqp'],
  ['rabbit-amqp', 'must start with the protocol'],
  ['httpx', 'must start with the protocol'],
  ['http_main', FORM],
  ['http-', FORM],
  ['http--main', FORM],
  ['http-Main', FORM],
  ['http-my-frontend-port', 'must have at most 15 characters'],
  ['http-sixteen-lon', 'must have at most 15 characters'],
])('a port named %s is rejected', (name, problem) => {
  expect(faultsWith({ [loans('ports')]: { [name]: 80 } })).toEqual([
    { ...stated(loans('ports')), value: name, problem: expect.stringContaining(problem) },
  ]);
});

test('a port name of 15 characters is taken', () => {
  expect(faultsWith({ [loans('ports')]: { 'grpc-web-basket': 80 } })).toEqual([]);
});

test.each(['hello_World', 'Hello', '1st', 'a'.repeat(53), 'ends-'])(
  'a workload named %s is rejected',
  (name) => {
    expect(faultsWith({ [`${WORKLOADS}.${name}`]: { image: 'x' } })).toEqual([
      {
        ...stated(WORKLOADS),
        value: name,
        problem:
          'must be a name of 1 to 52 lower-case letters, digits and hyphens that starts with a letter and does not end with a hyphen',
      },
    ]);
  },
);

test.each<[path: string, value: unknown, problem: string]>([
  ['workloads', [], 'must be a map: { NAME: VALUE, ... }'],
  ['configMaps', { rules: { a: 1 } }, 'must be a string'],
  ['configMaps', { rules: { 'a b': 'x' } }, 'must be a key of letters'],
  ['secrets', { Login: {} }, 'must be a DNS name'],
  ['source', { yml: 'x' }, 'must be { yaml: PATH } or { helm: CHART, ... }'],
  ['source', { helm: 'x', values: 1 }, 'must be a map'],
  ['customize', 'x', 'must be a function'],
])('of an application, %s: %j is rejected', (field, value, problem) => {
  expect(faultsWith({ [`namespaces.reading.applications.library.${field}`]: value })).toEqual([
    expect.objectContaining({ problem: expect.stringContaining(problem) }),
  ]);
});

test('what people write is taken', () => {
  const container = { resources: { requests: { cpu: '100m', memory: 1073741824 } } };
  const env = { PORT: 80, BETA: true, LOGIN: { secretKeyRef: { name: 'login', key: 'user' } } };
  expect(faultsWith({ [loans('container')]: container, [loans('env')]: env })).toEqual([]);
});

test.each(['shop', 'ghcr.io/Example/shop:1', 'ghcr.io/example/shop', 'a b:1', 'localhost:5000/shop', ''])(
  'the image %j has no tag or is no image, and is rejected',
  (image) => {
    expect(workloadSchema.safeParse({ image }).success).toBe(false);
  },
);

test.each([
  'nginx:1.27',
  'localhost:5000/shop:1',
  'ghcr.io/example/shop:1.2.3@sha256:0a1b',
  'mcr.microsoft.com/mirror/docker/library/mongo@sha256:0a1b',
])('the image %j is accepted', (image) => expect(workloadSchema.safeParse({ image }).success).toBe(true));
