import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Cluster, KubernetesObject } from '../../verify/check';
import { scratch } from '../support';
import { ApiServer, type Behaviour, type Printed } from './api-server';
import { RealClient, writeKubeconfig } from './real-client';

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
  // Its process takes a second to start, and longer on a busy machine.
}, 60_000);
afterAll(async () => Promise.all([server.stop(), other.stop(), client.stop()]));
beforeEach(() => {
  server.behaviour = {};
  server.calls.length = 0;
  client.isImpatient = false;
});

const object = (apiVersion: string, kind: string, namespace: string, name: string): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace, labels: { app: name } },
});
const POD = { apiVersion: 'v1', kind: 'Pod' };

describe('version', () => {
  test.each([
    [{ major: '1', minor: '35' }, '1.35'],
    [{ major: '1', minor: '35+' }, '1.35'],
  ])('of %j is %s', async (version, expected) => {
    server.behaviour = { version };
    expect(await cluster.version()).toBe(expected);
  });

  test('of what is no API server is an error', async () => {
    server.behaviour = { version: { status: 'ok' } };
    await expect(cluster.version()).rejects.toThrow(
      `${server.url}: cannot read the version: the answer is not that of a Kubernetes API server`,
    );
  });
});

describe('list', () => {
  const objects = [
    object('v1', 'Pod', 'pets', 'a'),
    object('v1', 'Pod', 'pets', 'b'),
    object('v1', 'Pod', 'shop', 'a'),
    object('security.istio.io/v1', 'PeerAuthentication', 'pets', 'mtls'),
  ];
  const names = async (...query: Parameters<Cluster['list']>) =>
    (await cluster.list(...query)).map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
  beforeEach(() => {
    server.behaviour = { objects };
  });

  test.each<[title: string, query: Parameters<Cluster['list']>, expected: string[]]>([
    ['all of the cluster', [POD], ['pets/a', 'pets/b', 'shop/a']],
    ['those of a namespace', [POD, { namespace: 'pets' }], ['pets/a', 'pets/b']],
    ['the one of a name', [POD, { namespace: 'pets', name: 'a' }], ['pets/a']],
    ['those with a label', [POD, { namespace: 'pets', labels: 'app=b' }], ['pets/b']],
    ['none where there are none', [{ apiVersion: 'v1', kind: 'Service' }], []],
    ['none of a kind that is not installed', [{ apiVersion: 'v1', kind: 'Widget' }], []],
    [
      'none of a group that is not installed',
      [{ apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry' }],
      [],
    ],
    ['those of a CRD', [{ apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication' }], ['pets/mtls']],
  ])('gives %s', async (_, query, expected) => {
    expect(await names(...query)).toEqual(expected);
  });

  test('says of each object what it is', async () => {
    expect(await cluster.list(POD, { namespace: 'shop' })).toMatchObject([{ apiVersion: 'v1', kind: 'Pod' }]);
  });
});

describe('a question ends with an error', () => {
  const list = async () => cluster.list(POD, { namespace: 'pets' });

  test.each<[title: string, refuse: Behaviour['refuse'], message: string]>([
    [
      'where the list is forbidden',
      (path) => (path.includes('/pods') ? 403 : undefined),
      'not allowed to list pods in pets; docs/verify.md has the roles that verify needs',
    ],
    ['where nothing is allowed', () => 403, 'not allowed to list pods in pets; '],
    [
      'where the server does not know who asks',
      () => 401,
      'URL rejects the credentials of the kubeconfig; log in again',
    ],
    ['where the server fails', () => 500, 'HTTP-Code: 500'],
    ['where the server stays busy', () => 429, 'URL is too busy to list pods in pets; try again later'],
  ])('%s', async (_, refuse, message) => {
    server.behaviour = { refuse };
    await expect(list()).rejects.toThrow(message.replace('URL', server.url));
  });

  test('where no answer comes', async () => {
    const arrived = new Promise<void>((resolve) => {
      const refuse = () => {
        resolve();
        return 'mute' as const;
      };
      server.behaviour = { refuse };
    });
    client.isImpatient = true;
    await expect(list()).rejects.toThrow(`${server.url}: cannot list pods in pets: no answer in 20 s`);
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
    await expect(connection.cluster.version()).rejects.toThrow(`${url}: cannot read the version: `);
  });
});

test('a busy server is asked again', async () => {
  let isBusy = true;
  const refuse = () => {
    const code = isBusy ? 429 : undefined;
    isBusy = false;
    return code;
  };
  server.behaviour = { refuse };
  expect(await cluster.version()).toBe('1.35');
  expect(server.calls).toEqual(['/version', '/version']);
});

describe('exec', () => {
  const deployment: KubernetesObject = {
    ...object('apps/v1', 'Deployment', 'pets', 'curl'),
    spec: {
      selector: { matchLabels: { app: 'curl' } },
      template: { spec: { containers: [{ name: 'main' }, { name: 'istio-proxy' }] } },
    },
  };
  const pod = (name: string, isReady: boolean, app = 'curl'): KubernetesObject => ({
    ...POD,
    metadata: { name, namespace: 'pets', labels: { app } },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  });
  const objects = [deployment, pod('starting', false), pod('other', true, 'other'), pod('ready', true)];
  const run = async () => cluster.exec('curl', 'pets', ['curl', '-I', 'a b']);
  const success = { status: 'Success' };
  const failure = (reason: string, message: string) => ({ status: 'Failure', reason, message });

  test('runs the command in the first container of the pod that is ready', async () => {
    server.behaviour = { objects, exec: { stdout: '200 0 envoy\n', status: success } };
    expect(await run()).toBe('200 0 envoy');
    const { pathname, searchParams } = new URL(server.calls.at(-1)!, server.url);
    expect(pathname).toBe('/api/v1/namespaces/pets/pods/ready/exec');
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
      'no result from curl in pets/ready: command terminated with non-zero exit code: exit status 6',
    ],
    [
      'the reason where the command did not run',
      { status: failure('InternalError', 'exec: "curl": executable file not found in $PATH') },
      'no result from curl in pets/ready: exec: "curl": executable file not found in $PATH',
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
      'no result from curl in pets/ready: it printed nothing',
    ],
    ['that the connection was closed', {}, 'no result from curl in pets/ready: the connection was closed'],
  ])('gives %s', async (_, exec, actual) => {
    server.behaviour = { objects, exec };
    expect(await run()).toBe(actual);
  });

  test.each<[title: string, present: KubernetesObject[], actual: string]>([
    ['there is no Deployment', [], 'no Deployment pets/curl'],
    ['no pod is ready', [deployment, pod('starting', false)], 'no pod of Deployment pets/curl is ready'],
  ])('says that %s', async (_, present, actual) => {
    server.behaviour = { objects: present };
    expect(await run()).toBe(actual);
  });

  test('is an error where it is forbidden', async () => {
    server.behaviour = { objects, refuse: (path) => (path.includes('/exec') ? 403 : undefined) };
    await expect(run()).rejects.toThrow('not allowed to exec in pets/ready; docs/verify.md has');
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

  test('gives status and body, and asks as the given host', async () => {
    expect(await cluster.get('127.0.0.1', port, 'store.example.com')).toEqual({ status: 418, body: 'tea' });
    expect(received).toMatchObject({ url: '/', headers: { host: 'store.example.com' } });
  });

  test('asks as the address where no host is given', async () => {
    await cluster.get('127.0.0.1', port);
    expect(received).toMatchObject({ headers: { host: `127.0.0.1:${port}` } });
  });

  test('gives up where no answer comes', async () => {
    [client.isImpatient, isMute] = [true, true];
    expect(await cluster.get('127.0.0.1', port)).toBe('no answer in time');
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
  test.each<[title: string, choice: () => { kubeconfig: string; context?: string }, message: RegExp]>([
    [
      'that is missing',
      () => ({ kubeconfig: join(folder, 'none') }),
      /^cannot read the kubeconfig: ENOENT.*; pass another one with --kubeconfig$/,
    ],
    [
      'that is not YAML',
      () => ({ kubeconfig: file('broken', 'users:\n- user:\n   token: SECRET\n  bad\n') }),
      /broken is not a valid kubeconfig: [^\n]*$/,
    ],
    ['that is empty', () => ({ kubeconfig: file('blank', '') }), /blank is not a valid kubeconfig$/],
    [
      'without the context',
      () => ({ kubeconfig, context: 'third' }),
      /^the kubeconfig has no context 'third'; it has first, second$/,
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
      /^the kubeconfig has no cluster for the context 'a'; choose another context$/,
    ],
    [
      'without a current context',
      () => ({ kubeconfig: file('empty', '{clusters: [], users: [], contexts: []}') }),
      /^no kubeconfig with a current context was found; /,
    ],
  ])('%s is an error that shows no secret', async (_, choice, message) => {
    const error = await client.connect(choice()).catch((reason: Error) => reason);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('SECRET');
  });
});
