import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterError, type Cluster, type KubernetesObject } from '../../verify/check';
import type { ConnectOptions } from '../../verify/cluster';
import { main } from '../../verify/main';
import { lab, production } from '../fixtures/settings';
import { scratch } from '../support';
import { selected } from './selected';
import { VirtualClock } from './virtual-clock';

const folder = scratch();

/** A namespace of the mesh whose pods another revision may inject. */
const pets = (revision: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'pets', labels: { 'istio.io/rev': revision } },
});
const starting: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'late', namespace: 'pets' },
  spec: { containers: [{ name: 'istio-proxy', image: 'proxyv2:1.30.2' }] },
  status: { phase: 'Pending' },
};
const [HEALTHY, BROKEN, LATE] = [[pets('asm-1-30')], [pets('asm-1-29')], [pets('asm-1-30'), starting]];

/** What a run of the program did. */
interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it asked to be connected to. */
  readonly options: Partial<ConnectOptions>;
  readonly listed: readonly string[];
  /** Milliseconds that it waited. */
  readonly waited: number;
}

/** What happens when a kind is listed. */
type OnList = (kind: string) => void;

const forbid =
  (forbidden: string): OnList =>
  (kind) => {
    if (kind === forbidden) throw new ClusterError(`not allowed to list ${kind}`);
  };

/** Runs the program on a cluster that holds these objects. */
async function verify(
  args: readonly string[],
  objects: readonly KubernetesObject[] = HEALTHY,
  onList: OnList = () => {},
): Promise<Run> {
  const clock = new VirtualClock();
  let options: Partial<ConnectOptions> = {};
  const [stdout, stderr, listed]: string[][] = [[], [], []];
  const cluster: Cluster = {
    version: async () => '1.35',
    list: async (kind, where) => {
      listed!.push(kind.kind);
      onList(kind.kind);
      return selected(objects, kind, where);
    },
    exec: async () => '',
    get: async () => '',
  };
  const status = await main({
    args,
    environments: () => [lab, production],
    render: () => HEALTHY,
    connect: async (choice) => {
      options = choice;
      return { cluster, name: 'test' };
    },
    stdout: { write: (text) => stdout!.push(text) },
    stderr: { write: (text) => stderr!.push(text) },
    clock,
  });
  const waited = clock.now();
  return { status, stdout: stdout!.join(''), stderr: stderr!.join(''), options, listed: listed!, waited };
}

describe('the exit code', () => {
  test.each<[code: number, title: string, args: string[], objects: KubernetesObject[], onList: OnList]>([
    [0, 'where every check passes', ['api', 'namespace', 'drift'], HEALTHY, () => {}],
    [1, 'where the last of several checks fails', ['api', 'namespace'], BROKEN, () => {}],
    [1, 'where the first of several checks fails', ['namespace', 'api'], BROKEN, () => {}],
    [1, 'where time is up', ['api', 'sidecars'], LATE, () => {}],
    [2, 'where the cluster cannot be asked', ['api', 'namespace'], HEALTHY, forbid('Namespace')],
    [2, 'where it cannot be asked after a check failed', ['namespace', 'sidecars'], BROKEN, forbid('Pod')],
  ])('is %i %s', async (code, _, nouns, objects, onList) => {
    expect((await verify(['lab', ...nouns, '--timeout', '0'], objects, onList)).status).toBe(code);
  });
});

describe('the command line', () => {
  test.each<[title: string, args: string[], message: string]>([
    ['no environment', [], 'name an environment: lab, production\nusage: npm run verify'],
    [
      'an unknown environment',
      ['nowhere'],
      "there is no environment 'nowhere'; choose one: lab, production\nusage:",
    ],
    ['an unknown check', ['lab', 'api', 'mlts'], "there is no check 'mlts'\nusage: npm run verify"],
    ['a name that every object has', ['lab', 'constructor'], "there is no check 'constructor'\n"],
    ['an unknown option', ['lab', '--fast'], "Unknown option '--fast'"],
    [
      'a word as a time',
      ['lab', '--timeout', 'soon'],
      "--timeout is 'soon'; give a number of seconds, 0 or more",
    ],
    ['a negative time', ['lab', '--timeout=-5'], "--timeout is '-5'; give a number of seconds, 0 or more"],
    ['an endless time', ['lab', '--timeout', 'Infinity'], "--timeout is 'Infinity'; give"],
    ['an empty time', ['lab', '--timeout', ''], "--timeout is ''; give"],
    ['a file that cannot be written', ['lab', '--junit', join(folder, 'none/a.xml')], 'ENOENT: no such file'],
  ])('with %s is exit code 2 with one message, and asks nothing', async (_, args, message) => {
    const { status, stdout, stderr, listed } = await verify(args);
    expect({ status, stdout, listed }).toEqual({ status: 2, stdout: '', listed: [] });
    expect(stderr.startsWith(message)).toBe(true);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('with --help is exit code 0 with every check', async () => {
    const { status, stdout, stderr } = await verify(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(
      'checks: api, control-plane, mesh-config, namespace, sidecars, mtls, ingress, drift, leftovers',
    );
  });

  test('names the cluster', async () => {
    const args = ['lab', 'api', '--kubeconfig', 'file', '--context', 'aks-labs'];
    expect((await verify(args)).options).toMatchObject({ kubeconfig: 'file', context: 'aks-labs' });
    expect((await verify(['lab', 'api'])).options).toMatchObject({
      kubeconfig: undefined,
      context: undefined,
    });
  });

  test('names the checks, each of them once; without a name it is all of them', async () => {
    const nouns = async (...args: string[]) =>
      (JSON.parse((await verify(['lab', ...args, '--json', '--timeout', '0'])).stdout) as Report).results.map(
        ({ noun }) => noun,
      );
    expect(await nouns('namespace', 'api', 'namespace')).toEqual(['namespace', 'api']);
    expect([...new Set(await nouns())]).toEqual([
      'api',
      'control-plane',
      'mesh-config',
      'namespace',
      'sidecars',
      'mtls',
      'ingress',
      'drift',
      'leftovers',
    ]);
  });

  test.each([
    ['10', 10_000],
    ['0.5', 500],
    ['0', 0],
    [undefined, 300_000],
  ])('with --timeout %s waits for %i milliseconds', async (seconds, waited) => {
    const option = seconds === undefined ? [] : ['--timeout', seconds];
    const run = await verify(['lab', 'sidecars', ...option], LATE);
    expect(run.waited).toBe(waited);
  });
});

interface Report {
  readonly passed: boolean;
  readonly stopped?: string;
  readonly results: readonly { readonly noun: string; readonly verdict: string; readonly actual: string }[];
}

describe('the output', () => {
  const wait = 'wait  pods of pets are in the mesh: late is not ready\n';

  test('is the results alone, and progress goes to standard error', async () => {
    const { stdout, stderr } = await verify(['lab', 'api', 'sidecars', '--timeout', '10', '--json'], LATE);
    expect((JSON.parse(stdout) as Report).results).toMatchObject([
      { noun: 'api', verdict: 'passed', actual: '1.35' },
      { noun: 'sidecars', verdict: 'failed', actual: 'late is not ready' },
    ]);
    // What does not change while it is waited for is said once.
    expect(stderr.split(wait)).toHaveLength(2);
    expect(stderr).toMatch(/^lab on test\nok {4}.*\nwait {2}.*\nFAIL {2}.*\n$/);
  });

  test('is a table without --json', async () => {
    const { stdout } = await verify(['lab', 'namespace'], BROKEN);
    expect(stdout).toMatch(/\nFAIL {2}namespace .* istio\.io\/rev=asm-1-30 +istio\.io\/rev=asm-1-29\n/);
    expect(stdout).toContain('\n0 passed, 1 failed, 0 skipped\n');
  });

  test('has what was seen before the run stopped, and the run has not passed', async () => {
    const args = ['lab', 'api', 'namespace', '--json'];
    const { stdout, stderr } = await verify(args, HEALTHY, forbid('Namespace'));
    const stopped = 'not allowed to list Namespace';
    expect(JSON.parse(stdout)).toMatchObject({ passed: false, stopped, results: [{ noun: 'api' }] });
    expect(stderr.endsWith(`\n${stopped}\n`)).toBe(true);
    expect((await verify(args.slice(0, -1), HEALTHY, forbid('Namespace'))).stdout).toContain(
      '1 passed, 0 failed',
    );
  });
});

describe('the file of --junit', () => {
  const junit = join(folder, 'junit.xml');
  const written = () => readFileSync(junit, 'utf8');

  test('says that the run did not finish, until it has', async () => {
    let meanwhile = '';
    await verify(['lab', 'namespace', '--junit', junit], BROKEN, () => {
      meanwhile = written();
    });
    expect(meanwhile).toContain('<error message="the run did not finish"/>');
    expect(written()).toContain('tests="1" failures="1" errors="0"');
    expect(written()).toContain('<failure message="expected: istio.io/rev=asm-1-30');
  });

  test('says what stopped the run, beside what was seen before', async () => {
    await verify(['lab', 'api', 'namespace', '--junit', junit], HEALTHY, forbid('Namespace'));
    expect(written()).toContain('tests="2" failures="0" errors="1"');
    expect(written()).toContain('<error message="not allowed to list Namespace"/>');
  });
});

test('a bug of the program keeps its trace', async () => {
  const { status, stderr } = await verify(['lab', 'namespace'], HEALTHY, () => {
    throw new TypeError('bug');
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/TypeError: bug\n\s+at /);
});
