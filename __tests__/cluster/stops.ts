import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { controlPlane } from './handover';
import { certificateOf, writeKubeconfig } from './kubeconfig';
import { portOf, verify, type Run } from './live';

const { suite, coordinates } = controlPlane();
const { folder, port, tokens } = coordinates;

suite('verify stops with exit code 2 and one fault', () => {
  test.concurrent.each<
    [title: string, kubeconfig: () => string | Promise<string>, where: string, problem: string, fix: string]
  >([
    [
      'where no server answers',
      async () => kubeconfig('nowhere', 'any', await closedPort()),
      'https://127.0.0.1:',
      'cannot read the version: ',
      'make sure that the cluster runs',
    ],
    [
      'where the server does not know who asks',
      () => kubeconfig('unknown', 'wrong'),
      `https://127.0.0.1:${port}`,
      'rejects the credentials of the kubeconfig',
      'log in again',
    ],
    [
      'where there is no right to ask',
      () => kubeconfig('stranger', tokens.stranger),
      `https://127.0.0.1:${port}`,
      'not allowed to list pods in aks-istio-system',
      'get the roles that npm run verify -- ENVIRONMENT --roles prints',
    ],
    [
      'where there is no kubeconfig',
      () => join(folder, 'no-kubeconfig'),
      `kubeconfig ${join(folder, 'no-kubeconfig')}`,
      'cannot be read: ENOENT',
      'pass another file with --kubeconfig',
    ],
  ])('%s', async (_, config, where, problem, fix) => {
    const run = await verify(await config(), ['example', '--timeout', '0', '--json']);
    const starts = (text: string) => expect.stringContaining(`  ${text}`) as string;
    expect(seen(run)).toEqual({
      status: 2,
      lines: [
        '1 fault; the cluster cannot be checked.',
        '',
        starts(where),
        starts(`problem: ${problem}`),
        starts(`fix:     ${fix}`),
      ],
    });
  });
});

suite('verify goes on', () => {
  test('where the server was busy when it was asked first', async () => {
    let calls = 0;
    const key = readFileSync(join(folder, 'apiserver.key'));
    const busy = createHttpsServer({ cert: readFileSync(certificateOf(folder)), key }, (_, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(429, { 'retry-after': '1' }).end('too many requests');
      else response.setHeader('content-type', 'application/json').end('{"major":"1","minor":"35"}');
    });
    const run = await verify(kubeconfig('busy', 'any', await portOf(busy)), [
      'example',
      'kubernetes-version',
    ]);
    busy.close();
    expect(run.stderr).toContain('ok    the cluster runs the Kubernetes version');
    // Rejected once, then asked before all checks, and by the check.
    expect({ status: run.status, calls }).toEqual({ status: 0, calls: 3 });
  });
});

function kubeconfig(user: string, token: string, at = port): string {
  return writeKubeconfig({ ...coordinates, port: at }, user, token);
}

/** A run without what it was able to check before it stopped. */
function seen({ stderr, status }: Run) {
  const lines = stderr.trim().split('\n');
  return { status, lines: lines.filter((line) => !/^(ok {4}|example on )/.test(line)) };
}

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  const closed = await portOf(server);
  await once(server.close(), 'close');
  return closed;
}
