import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CHECKS } from '../../verify';
import type { KubernetesObject } from '../../objects/object';
import { resultsTable } from '../../commands/verify-table';
import { ROOT } from '../support';
import { pod } from '../verify/healthy';
import { BROKEN } from './broken';
import type { Client, Id } from './client';
import { controlPlane } from './handover';
import { writeKubeconfig } from './kubeconfig';
import { NODE, answerOf } from './kwok';
import { Live, portOf, resultsOf, verify, type Run } from './live';

const { suite, coordinates } = controlPlane();

/** The page shows what is printed. */
const page = readFileSync(join(ROOT, 'docs/verify.md'), 'utf8');

suite('verify, asked of a real API server', () => {
  const { folder, tokens } = coordinates;
  const live = new Live(coordinates);
  const { admin } = live;
  let kubeconfig: string;
  /** Takes calls and never answers. */
  const mute = createServer();
  let waiting: Promise<Run>;

  beforeAll(async () => {
    // Its patience is long: the other tests run meanwhile.
    const port = await portOf(mute);
    waiting = verify(writeKubeconfig({ ...coordinates, port }, 'mute', 'any'), [
      'example',
      'kubernetes-version',
    ]);
    kubeconfig = writeKubeconfig(coordinates, 'admin', tokens.admin);
    await live.mend();
  });
  afterAll(() => {
    live.close();
    mute.close();
  });

  describe('of the healthy example', () => {
    test('passes', async () => {
      const junit = join(folder, 'junit.xml');
      const run = await verify(kubeconfig, ['example', '--timeout', '0', '--json', '--junit', junit]);
      const results = resultsOf(run);
      expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
      expect(page.includes(resultsTable(results))).toBe(true);
      expect(new Set(results.map(({ check }) => check))).toEqual(new Set(Object.keys(CHECKS)));
      expect(run.status).toBe(0);

      // Progress goes to standard error, so that standard output is JSON alone.
      expect(run.stderr).toContain('ok    pods of shop are in the mesh\n');
      expect(readFileSync(junit, 'utf8')).toContain(
        `<testsuite name="verify example" tests="${results.length}" failures="0"`,
      );
    });

    test('runs curl in a pod of each client, though it ends with an error outside', () => {
      for (const client of ['outside', 'inside'] as const)
        expect(readFileSync(`${answerOf(folder, client)}.arguments`, 'utf8')).toBe(
          '-sI -o /dev/null --max-time 10 -w %{http_code} %{exitcode} %header{server} web.shop.svc.cluster.local:80\n',
        );
    });
  });

  describe('fails', () => {
    test.each(BROKEN)('on $title', async ({ check, actual, isShown = false, breaks, mends }) => {
      await breaks(live);
      try {
        const run = await verify(kubeconfig, ['example', check, '--timeout', '0', '--json']);
        const failed = resultsOf(run).filter(({ verdict }) => verdict === 'failed');
        expect(new Set(failed.map((result) => `${result.check}: ${result.actual}`))).toEqual(
          new Set([`${check}: ${actual}`]),
        );
        expect(run.status).toBe(1);
        expect(page.includes(resultsTable(resultsOf(run)))).toBe(isShown);
      } finally {
        await mends?.(live);
        await live.mend();
      }
    });

    test('no longer, once all of that is mended', async () => {
      const run = await verify(kubeconfig, ['example', '--timeout', '0', '--json']);
      expect(resultsOf(run).filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    });
  });

  test('waits for a pod that starts', async () => {
    const late: KubernetesObject = pod('shop', 'late', 'late');
    await admin.apply(late);
    let bound: Promise<void> | undefined;
    const run = await verify(kubeconfig, ['example', 'sidecars', '--timeout', '30', '--json'], (text) => {
      if (text.startsWith('wait')) bound ??= bind(admin, late);
    });
    await bound;
    await admin.remove(late);
    expect(run.stderr).toContain('wait  pods of shop are in the mesh: late is not ready\n');
    expect(resultsOf(run)).toMatchObject([{ verdict: 'passed' }]);
    expect(run.status).toBe(0);
  });

  test('does not wait forever for a server that takes the call and never answers', async () => {
    const { status, stderr } = await waiting;
    expect(stderr).toContain(': cannot read the version: Connect Timeout Error');
    expect(status).toBe(2);
  });
});

/** Puts a pod on the node, as the scheduler does. */
async function bind(admin: Client, { metadata }: Id): Promise<void> {
  const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/binding`;
  const target = { apiVersion: 'v1', kind: 'Node', name: NODE };
  const { status, body } = await admin.ask('POST', path, {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata,
    target,
  });
  expect({ status, message: body.message }).toMatchObject({ status: 201 });
}
