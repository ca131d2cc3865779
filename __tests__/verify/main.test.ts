import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ClusterError, type Cluster } from '../../verify/check';
import type { ConnectOptions } from '../../verify/cluster';
import { main } from '../../commands/verify';
import { CHECKS } from '../../verify';
import { buildRoles } from '../../verify/roles';
import { runScript, scratch } from '../support';
import { example, full } from './fixtures';
import { selected } from './selected';
import { VirtualClock } from './virtual-clock';
import type { KubernetesObject } from '../../objects/object';

const folder = scratch();

/** A namespace of the mesh whose pods another revision may inject. */
const home = (revision: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'istio.io/rev': revision } },
});
const starting: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'late', namespace: 'shop' },
  spec: { containers: [{ name: 'istio-proxy', image: 'proxyv2:1.30.2' }] },
  status: { phase: 'Pending' },
};
const [HEALTHY, BROKEN, LATE] = [[home('asm-1-30')], [home('asm-1-29')], [home('asm-1-30'), starting]];

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
    if (kind === forbidden)
      throw new ClusterError({ where: 'test', problem: `not allowed to list ${kind}`, fix: 'ask' });
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
    httpGet: async () => '',
    certificate: async () => '',
  };
  const status = await main({
    args,
    environments: async () => [example, full],
    render: async () => HEALTHY,
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
    [0, 'where every check passes', ['kubernetes-version', 'namespace', 'drift'], HEALTHY, () => {}],
    [1, 'where the last of several checks fails', ['kubernetes-version', 'namespace'], BROKEN, () => {}],
    [1, 'where the first of several checks fails', ['namespace', 'kubernetes-version'], BROKEN, () => {}],
    [1, 'where time is up', ['kubernetes-version', 'sidecars'], LATE, () => {}],
    [
      2,
      'where the cluster cannot be asked',
      ['kubernetes-version', 'namespace'],
      HEALTHY,
      forbid('Namespace'),
    ],
    [2, 'where it cannot be asked after a check failed', ['namespace', 'sidecars'], BROKEN, forbid('Pod')],
  ])('is %i %s', async (code, _, names, objects, onList) => {
    expect((await verify(['example', ...names, '--timeout', '0'], objects, onList)).status).toBe(code);
  });
});

describe('the command line', () => {
  const choices = 'choose one of example, full';
  const checks = Object.keys(CHECKS).join(', ');

  test.each<[title: string, args: string[], where: string, problem: string, fix: string]>([
    ['no environment', [], 'argument environment is missing', 'unknown environment', choices],
    [
      'an unknown environment',
      ['exampel'],
      "argument environment is 'exampel'",
      'unknown environment',
      choices,
    ],
    [
      'a misspelled environment',
      ['examples'],
      "argument environment is 'examples'",
      "unknown environment; did you mean 'example'?",
      choices,
    ],
    [
      'an unknown check',
      ['example', 'kubernetes-version', 'mtl'],
      "argument checks is 'mtl'",
      "unknown check; did you mean 'mtls'?",
      `choose one of ${checks}`,
    ],
    [
      'a name that every object has',
      ['example', 'constructor'],
      "argument checks is 'constructor'",
      'unknown check',
      `choose one of ${checks}`,
    ],
    [
      'an unknown option',
      ['example', '--fast'],
      'npm run verify',
      "unknown option '--fast'",
      'npm run verify -- --help lists what there is',
    ],
    ...['soon', '-5', 'Infinity', ''].map((value): [string, string[], string, string, string] => [
      `'${value}' as a time`,
      ['example', `--timeout=${value}`],
      `option --timeout is '${value}'`,
      'is not a number of seconds',
      'set a number, 0 or more',
    ]),
    [
      'a file that cannot be written',
      ['example', '--junit', join(folder, 'none/a.xml')],
      `option --junit is '${join(folder, 'none/a.xml')}'`,
      'cannot be written: ENOENT: no such file',
      'name a file in a folder that exists',
    ],
  ])('with %s is exit code 2 with one fault, and asks nothing', async (_, args, where, problem, fix) => {
    const { status, stdout, stderr, listed } = await verify(args);
    expect({ status, stdout, listed }).toEqual({ status: 2, stdout: '', listed: [] });
    expect(stderr).toMatch(/^1 fault; nothing was (checked|done)\.\n\n {2}/);
    expect(stderr).toContain(`\n  ${where}\n    problem: ${problem}`);
    expect(stderr).toContain(`\n    fix:     ${fix}\n`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test.each(['--help', '-h'])('with %s is exit code 0 with every check and option', async (option) => {
    const { status, stdout, stderr } = await verify([option]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`checks to make: ${checks} (default: all)`);
    for (const each of ['kubeconfig', 'context', 'timeout', 'json', 'junit', 'roles', 'help'])
      expect(stdout).toMatch(new RegExp(`--${each}\\b`));
  });

  test('with --roles prints roles for the environment and the checks, and asks nothing', async () => {
    const { status, stdout, stderr, listed } = await verify(['--roles', 'example', 'mtls']);
    expect({ status, stderr, listed }).toEqual({ status: 0, stderr: '', listed: [] });
    const roles = parseAllDocuments(stdout).map((document) => document.toJS() as object);
    expect(roles).toEqual(await buildRoles({ environment: example, rendered: HEALTHY }, ['mtls']));
    expect(stdout).toContain('resources: [peerauthentications]');
  });

  test('names the cluster', async () => {
    const args = ['example', 'kubernetes-version', '--kubeconfig', 'file', '--context', 'aks-labs'];
    expect((await verify(args)).options).toMatchObject({ kubeconfig: 'file', context: 'aks-labs' });
    expect((await verify(['example', 'kubernetes-version'])).options).toMatchObject({
      kubeconfig: undefined,
      context: undefined,
    });
  });

  test('names the checks, each of them once; without a name it is all of them', async () => {
    const names = async (...args: string[]) =>
      (
        JSON.parse((await verify(['example', ...args, '--json', '--timeout', '0'])).stdout) as Report
      ).results.map(({ check }) => check);
    expect(await names('namespace', 'kubernetes-version', 'namespace')).toEqual([
      'namespace',
      'kubernetes-version',
    ]);
    expect([...new Set(await names())]).toEqual(Object.keys(CHECKS));
  });

  test.each([
    ['10', 10_000],
    ['0.5', 500],
    ['0', 0],
    [undefined, 300_000],
  ])('with --timeout %s waits for %i milliseconds', async (seconds, waited) => {
    const option = seconds === undefined ? [] : ['--timeout', seconds];
    const run = await verify(['example', 'sidecars', ...option], LATE);
    expect(run.waited).toBe(waited);
  });
});

interface Report {
  readonly passed: boolean;
  readonly stopped?: string;
  readonly results: readonly { readonly check: string; readonly verdict: string; readonly actual: string }[];
}

describe('the output', () => {
  const wait = 'wait  pods of shop are in the mesh: late is not ready\n';

  test('is the results alone, and progress goes to standard error', async () => {
    const { stdout, stderr } = await verify(
      ['example', 'kubernetes-version', 'sidecars', '--timeout', '10', '--json'],
      LATE,
    );
    expect((JSON.parse(stdout) as Report).results).toMatchObject([
      { check: 'kubernetes-version', verdict: 'passed', actual: '1.35' },
      { check: 'sidecars', verdict: 'failed', actual: 'late is not ready' },
    ]);
    // What does not change while it is waited for is said once.
    expect(stderr.split(wait)).toHaveLength(2);
    expect(stderr).toMatch(/^example on test\nok {4}.*\nwait {2}.*\nFAIL {2}.*\n$/);
  });

  test('is a table without --json', async () => {
    const { stdout } = await verify(['example', 'namespace'], BROKEN);
    expect(stdout).toMatch(/\nFAIL {2}namespace .* istio\.io\/rev=asm-1-30 +istio\.io\/rev=asm-1-29\n/);
    expect(stdout).toContain('\n0 passed, 1 failed, 0 skipped\n');
  });

  test('has what was seen before the run stopped, and the run has not passed', async () => {
    const args = ['example', 'kubernetes-version', 'namespace', '--json'];
    const { stdout, stderr } = await verify(args, HEALTHY, forbid('Namespace'));
    const stopped = 'test: not allowed to list Namespace; ask';
    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      stopped,
      results: [{ check: 'kubernetes-version' }],
    });
    expect(stderr.endsWith('problem: not allowed to list Namespace\n    fix:     ask\n')).toBe(true);
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
    await verify(['example', 'namespace', '--junit', junit], BROKEN, () => {
      meanwhile = written();
    });
    expect(meanwhile).toContain('<error message="the run did not finish"/>');
    expect(written()).toContain('tests="1" failures="1" errors="0"');
    expect(written()).toContain('<failure message="expected: istio.io/rev=asm-1-30');
  });

  test('says what stopped the run, beside what was seen before', async () => {
    await verify(
      ['example', 'kubernetes-version', 'namespace', '--junit', junit],
      HEALTHY,
      forbid('Namespace'),
    );
    expect(written()).toContain('tests="2" failures="0" errors="1"');
    expect(written()).toContain('<error message="test: not allowed to list Namespace; ask"/>');
  });
});

test('a bug of the program keeps its trace', async () => {
  const { status, stderr } = await verify(['example', 'namespace'], HEALTHY, () => {
    throw new TypeError('bug');
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/TypeError: bug\n\s+at /);
});

test('the program takes its command line from the shell, and ends with the exit code and one fault', () => {
  const { status, stdout, stderr } = runScript(['commands/verify.ts', 'nowhere']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain("argument environment is 'nowhere'\n    problem: unknown environment");
  expect(stderr).not.toMatch(/^\s+at /m);
});
