import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { ClusterError, type Cluster } from '../../verify/check';
import { scratch } from '../support';
import { ApiServer, type Behavior, type Printed } from './api-server';
import { RealClient, writeKubeconfig } from './real-client';
import type { KubernetesObject } from '../../objects/object';

const folder = scratch();
const server = new ApiServer();
const other = new ApiServer();
const client = new RealClient();
let kubeconfig: string;
let cluster: Cluster;

beforeAll(async () => {
  await Promise.all([server.start(), other.start()]);
  kubeconfig = writeKubeconfig(join(folder, 'config'), { first: server.url, second: other.url });
  ({ cluster } = await client.connect({ kubeconfig }));
});
afterAll(async () => Promise.all([server.stop(), other.stop(), client.stop()]));
beforeEach(() => {
  server.behavior = {};
  server.calls.length = 0;
  client.isImpatient = false;
});

const object = (apiVersion: string, kind: string, namespace: string, name: string): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace, labels: { app: name } },
});
const POD = { apiVersion: 'v1', kind: 'Pod' };

/** What an error says of the cluster, on one line. */
async function lineOf(answer: Promise<unknown>): Promise<string> {
  const error: unknown = await answer.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  return error instanceof ClusterError ? error.line : String(error);
}

describe('version', () => {
  test.each([
    [{ major: '1', minor: '35' }, '1.35'],
    [{ major: '1', minor: '35+' }, '1.35'],
  ])('of %j is %s', async (version, expected) => {
    server.behavior = { version };
    expect(await cluster.version()).toBe(expected);
  });

  test('of what is no API server is an error', async () => {
    server.behavior = { version: { status: 'ok' } };
    expect(await lineOf(cluster.version())).toContain(
      `${server.url}: cannot read the version: the answer is not that of a Kubernetes API server`,
    );
  });
});

describe('list', () => {
  const objects = [
    object('v1', 'Pod', 'reading', 'a'),
    object('v1', 'Pod', 'reading', 'b'),
    object('v1', 'Pod', 'other', 'a'),
    object('security.istio.io/v1', 'PeerAuthentication', 'reading', 'mtls'),
  ];
  const names = async (...query: Parameters<Cluster['list']>) =>
    (await cluster.list(...query)).map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
  beforeEach(() => {
    server.behavior = { objects };
  });

  test.each<[title: string, query: Parameters<Cluster['list']>, expected: string[]]>([
    ['all of the cluster', [POD], ['reading/a', 'reading/b', 'other/a']],
    ['those of a namespace', [POD, { namespace: 'reading' }], ['reading/a', 'reading/b']],
    ['the one of a name', [POD, { namespace: 'reading', name: 'a' }], ['reading/a']],
    ['those with a label', [POD, { namespace: 'reading', labels: 'app=b' }], ['reading/b']],
    ['none where there are none', [{ apiVersion: 'v1', kind: 'Service' }], []],
    ['none of a kind that is not installed', [{ apiVersion: 'v1', kind: 'Widget' }], []],
    [
      'none of a group that is not installed',
      [{ apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry' }],
      [],
    ],
    [
      'those of a CRD',
      [{ apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication' }],
      ['reading/mtls'],
    ],
  ])('gives %s', async (_, query, expected) => {
    expect(await names(...query)).toEqual(expected);
  });

  test('says of each object what it is', async () => {
    expect(await cluster.list(POD, { namespace: 'other' })).toMatchObject([
      { apiVersion: 'v1', kind: 'Pod' },
    ]);
  });
});

test('a NetworkPolicy is as it was written, though `from` is a word of JavaScript', async () => {
  const spec = {
    podSelector: {},
    ingress: [
      { from: [{ podSelector: { matchLabels: { app: 'a' } } }], ports: [{ port: 80 }] },
      { ports: [] },
    ],
    egress: [{ to: [{ podSelector: {} }] }],
  };
  const kind = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
  const closed = { ...object(kind.apiVersion, kind.kind, 'reading', 'closed'), spec: { podSelector: {} } };
  server.behavior = { objects: [{ ...object(kind.apiVersion, kind.kind, 'reading', 'a'), spec }, closed] };
  const [policy, bare] = JSON.parse(JSON.stringify(await cluster.list(kind))) as KubernetesObject[];
  expect([policy!.spec, bare!.spec]).toEqual([spec, { podSelector: {} }]);
});

describe('a question ends with an error', () => {
  const list = async () => cluster.list(POD, { namespace: 'reading' });

  test.each<[title: string, reject: Behavior['reject'], message: string]>([
    [
      'where the list is forbidden',
      (path) => (path.includes('/pods') ? 403 : undefined),
      'URL: not allowed to list pods in reading; get the roles that npm run verify -- ENVIRONMENT --roles prints',
    ],
    ['where nothing is allowed', () => 403, 'not allowed to list pods in reading; '],
    [
      'where the server does not know who asks',
      () => 401,
      'URL: rejects the credentials of the kubeconfig; log in again',
    ],
    ['where the server fails', () => 500, 'HTTP-Code: 500'],
    ['where the server stays busy', () => 429, 'URL: too busy to list pods in reading; try again later'],
  ])('%s', async (_, reject, message) => {
    server.behavior = { reject };
    expect(await lineOf(list())).toContain(message.replace('URL', server.url));
  });

  test('where no answer comes', async () => {
    const arrived = new Promise<void>((resolve) => {
      const reject = () => {
        resolve();
        return 'mute' as const;
      };
      server.behavior = { reject };
    });
    client.isImpatient = true;
    expect(await lineOf(list())).toContain(`${server.url}: cannot list pods in reading: no answer in 20 s`);
    // A call that arrives late would be taken for one of the next test.
    await arrived;
  });

  test('where no server listens', async () => {
    const gone = new ApiServer();
    await gone.start();
    const { url } = gone;
    await gone.stop();
    const connection = await client.connect({
      kubeconfig: writeKubeconfig(join(folder, 'gone'), { gone: url }),
    });
    expect(await lineOf(connection.cluster.version())).toContain(
      `${url}: cannot read the version: connect ECONNREFUSED`,
    );
  });
});

test('a busy server is asked again', async () => {
  let isBusy = true;
  const reject = () => {
    const code = isBusy ? 429 : undefined;
    isBusy = false;
    return code;
  };
  server.behavior = { reject };
  expect(await cluster.version()).toBe('1.35');
  expect(server.calls).toEqual(['/version', '/version']);
});

describe('exec', () => {
  const deployment: KubernetesObject = {
    ...object('apps/v1', 'Deployment', 'reading', 'curl'),
    spec: {
      selector: { matchLabels: { app: 'curl' } },
      template: { spec: { containers: [{ name: 'main' }, { name: 'istio-proxy' }] } },
    },
  };
  const pod = (name: string, isReady: boolean, app = 'curl'): KubernetesObject => ({
    ...POD,
    metadata: { name, namespace: 'reading', labels: { app } },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  });
  const objects = [deployment, pod('starting', false), pod('other', true, 'other'), pod('ready', true)];
  const run = async () => cluster.exec('curl', 'reading', ['curl', '-I', 'a b']);
  const success = { status: 'Success' };
  const failure = (reason: string, message: string) => ({ status: 'Failure', reason, message });

  test('runs the command in the first container of the pod that is ready', async () => {
    server.behavior = { objects, exec: { stdout: '200 0 envoy\n', status: success } };
    expect(await run()).toBe('200 0 envoy');
    const { pathname, searchParams } = new URL(server.calls.at(-1)!, server.url);
    expect(pathname).toBe('/api/v1/namespaces/reading/pods/ready/exec');
    expect(searchParams.getAll('command')).toEqual(['curl', '-I', 'a b']);
    expect(searchParams.get('container')).toBe('main');
  });

  test.each<[title: string, printed: Printed, actual: string]>([
    [
      'what a command prints that ends with an error',
      { stdout: '000 56', stderr: 'reset', status: failure('NonZeroExitCode', 'exit status 56') },
      '000 56',
    ],
    [
      'standard error where standard output is empty',
      { stderr: 'no such host', status: failure('NonZeroExitCode', 'exit status 6') },
      'no such host',
    ],
    [
      'the exit code where nothing is printed',
      { status: failure('NonZeroExitCode', 'command terminated with non-zero exit code: exit status 6') },
      'no result from curl in reading/ready: command terminated with non-zero exit code: exit status 6',
    ],
    [
      'the reason where the command did not run',
      { status: failure('InternalError', 'exec: "curl": executable file not found in $PATH') },
      'no result from curl in reading/ready: exec: "curl": executable file not found in $PATH',
    ],
    [
      // kwok reports the exit code of a command this way.
      'what was printed where the server reports the exit code as an error of its own',
      { stdout: '000 56', status: failure('InternalError', 'cmd wait: curl: exit status 56') },
      '000 56',
    ],
    [
      'that nothing was printed',
      { status: success },
      'no result from curl in reading/ready: it printed nothing',
    ],
    ['that the connection was closed', {}, 'no result from curl in reading/ready: the connection was closed'],
  ])('gives %s', async (_, exec, actual) => {
    server.behavior = { objects, exec };
    expect(await run()).toBe(actual);
  });

  test.each<[title: string, present: KubernetesObject[], actual: string]>([
    ['there is no Deployment', [], 'no Deployment reading/curl'],
    ['no pod is ready', [deployment, pod('starting', false)], 'no pod of Deployment reading/curl is ready'],
  ])('says that %s', async (_, present, actual) => {
    server.behavior = { objects: present };
    expect(await run()).toBe(actual);
  });

  test('is an error where it is forbidden', async () => {
    server.behavior = { objects, reject: (path) => (path.includes('/exec') ? 403 : undefined) };
    expect(await lineOf(run())).toContain('not allowed to exec in reading/ready; get the roles');
  });
});

describe('get', () => {
  let received: IncomingMessage | undefined;
  let isMute = false;
  const site = createServer((call, response) => {
    received = call;
    if (!isMute) response.writeHead(418).end('tea');
  });
  let port: number;
  beforeAll(async () => {
    await once(site.listen(0, '127.0.0.1'), 'listening');
    ({ port } = site.address() as AddressInfo);
  });
  afterAll(() => {
    site.closeAllConnections();
    site.close();
  });

  test('gives status and body, and asks for the path as the given host', async () => {
    expect(
      await cluster.httpGet({ address: '127.0.0.1', port, path: '/books?all', host: 'shop.example.com' }),
    ).toEqual({
      status: 418,
      body: 'tea',
    });
    expect(received).toMatchObject({ url: '/books?all', headers: { host: 'shop.example.com' } });
  });

  test('asks as the address where no host is given', async () => {
    await cluster.httpGet({ address: '127.0.0.1', port, path: '/' });
    expect(received).toMatchObject({ headers: { host: `127.0.0.1:${port}` } });
  });

  test('gives up where no answer comes', async () => {
    [client.isImpatient, isMute] = [true, true];
    expect(await cluster.httpGet({ address: '127.0.0.1', port, path: '/' })).toBe('no answer in time');
  });
});

describe('the kubeconfig', () => {
  test.each([
    ['its current context', {}, 'first', server],
    ['the context that is asked for', { context: 'second' }, 'second', other],
  ])('gives the cluster of %s', async (_, choice, context, expected) => {
    const { cluster: chosen, name } = await client.connect({ kubeconfig, ...choice });
    expect(name).toBe(`${context} (${expected.url})`);
    expected.calls.length = 0;
    await chosen.version();
    expect(expected.calls).toEqual(['/version']);
  });

  test('is that of KUBECONFIG where no file is given', async () => {
    client.variable = kubeconfig;
    expect((await client.connect({})).name).toBe(`first (${server.url})`);
    client.variable = '';
  });

  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  test.each<[title: string, choice: () => { kubeconfig: string; context?: string }, line: RegExp]>([
    [
      'that is missing',
      () => ({ kubeconfig: join(folder, 'none') }),
      /^kubeconfig .*none: cannot be read: ENOENT.*; pass another file with --kubeconfig$/,
    ],
    [
      'that is not YAML',
      () => ({ kubeconfig: file('broken', 'users:\n- user:\n   token: SECRET\n  bad\n') }),
      /broken: is not a valid kubeconfig: [^\n]*; fix the file, or pass another one with --kubeconfig$/,
    ],
    [
      'that is empty',
      () => ({ kubeconfig: file('blank', '') }),
      /blank: is not a valid kubeconfig: [^\n]*empty; fix the file, or pass another one with --kubeconfig$/,
    ],
    [
      'without the context',
      () => ({ kubeconfig, context: 'third' }),
      /: has no context 'third'; choose one of first, second$/,
    ],
    [
      'without the cluster of the context',
      () => ({
        kubeconfig: file(
          'half',
          '{clusters: [], users: [], contexts: [{name: a, context: {cluster: b, user: c}}]}',
        ),
        context: 'a',
      }),
      /half: has no cluster for the context 'a'; choose another one with --context$/,
    ],
    [
      'without a current context',
      () => ({ kubeconfig: file('empty', '{clusters: [], users: [], contexts: []}') }),
      /^kubeconfig .*empty: has no current context, or there is no kubeconfig; /,
    ],
  ])('%s is an error that shows no secret', async (_, choice, line) => {
    const shown = await lineOf(client.connect(choice()));
    expect(shown).toMatch(line);
    expect(shown).not.toContain('SECRET');
  });
});
