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

suite('verify stops with exit code 2 and one message', () => {
  test.concurrent.each<[title: string, kubeconfig: () => string | Promise<string>, message: string]>([
    [
      'where no server answers',
      async () => kubeconfig('nowhere', 'any', await closedPort()),
      ': cannot read the version: ',
    ],
    [
      'where the server does not know who asks',
      () => kubeconfig('unknown', 'wrong'),
      'rejects the credentials of the kubeconfig; log in again',
    ],
    [
      'where there is no right to ask',
      () => kubeconfig('stranger', tokens.stranger),
      'not allowed to list pods in aks-istio-system; docs/verify.md has the roles that verify needs',
    ],
    [
      'where there is no kubeconfig',
      () => join(folder, 'no-kubeconfig'),
      'cannot read the kubeconfig: ENOENT',
    ],
  ])('%s', async (_, config, message) => {
    expect(seen(await verify(await config(), ['lab', '--timeout', '0', '--json']))).toEqual(stop(message));
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
    const run = await verify(kubeconfig('busy', 'any', await portOf(busy)), ['lab', 'api']);
    busy.close();
    expect(run.stderr).toContain('ok    the cluster runs the Kubernetes version');
    // Refused once, then asked before all checks, and by the check.
    expect({ status: run.status, calls }).toEqual({ status: 0, calls: 3 });
  });
});

function kubeconfig(user: string, token: string, at = port): string {
  return writeKubeconfig({ ...coordinates, port: at }, user, token);
}

/** A run without what it was able to check before it stopped. */
function seen({ stderr, status }: Run) {
  const lines = stderr.trim().split('\n');
  return { status, errors: lines.filter((line) => !/^(ok {4}|lab on )/.test(line)) };
}

function stop(message: string) {
  return { status: 2, errors: [expect.stringContaining(message) as string] };
}

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  const closed = await portOf(server);
  await once(server.close(), 'close');
  return closed;
}
