import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../support';
import { controlPlane } from './handover';
import { writeKubeconfig } from './kubeconfig';
import { Live, resultsOf, verify, type Run } from './live';
import { lessened, rightsOf, type Lessened } from './roles';

const { suite, coordinates } = controlPlane();

/** The roles as a reader of the page would apply them. */
const documented = rightsOf(readFileSync(join(ROOT, 'docs/verify.md'), 'utf8'));
const cases = lessened(documented);

/** Runs at the same time. */
const LANES = 3;

suite('the roles of docs/verify.md', () => {
  const live = new Live(coordinates);
  const { admin } = live;
  const runs = new Map<Lessened, Promise<Run>>();

  beforeAll(async () => {
    await live.mend();
    for (const object of [...documented, ...cases.flatMap(({ objects }) => objects)])
      await admin.apply(object);
    const last = cases.at(-1)!;
    // The server takes a moment to learn of new rights, and takes them in the order in which they were made.
    while (!(await mayList(last.user, 'pods'))) await sleep(100);

    let turn = 0;
    const lanes = Array.from({ length: LANES }, () => Promise.resolve());
    for (const each of cases) {
      const lane = turn++ % LANES;
      const run = lanes[lane]!.then(async () => runAs(each));
      lanes[lane] = run.then(() => undefined);
      runs.set(each, run);
    }
  });
  afterAll(() => live.close());

  async function mayList(user: string, resource: string): Promise<boolean> {
    const { body } = await admin.ask<{ status: { allowed: boolean } }>(
      'POST',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: `system:serviceaccount:default:${user}`,
          resourceAttributes: { verb: 'list', resource },
        },
      },
    );
    return body.status.allowed;
  }

  async function runAs({ user }: Lessened): Promise<Run> {
    const { body } = await admin.ask<{ status: { token: string } }>(
      'POST',
      `/api/v1/namespaces/default/serviceaccounts/${user}/token`,
      { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    );
    return verify(writeKubeconfig(coordinates, user, body.status.token), [
      'example',
      '--timeout',
      '0',
      '--json',
    ]);
  }

  test('are enough for every check', async () => {
    const kubeconfig = writeKubeconfig(coordinates, 'verifier', coordinates.tokens.verifier);
    const run = await verify(kubeconfig, ['example', '--timeout', '0', '--json']);
    expect(resultsOf(run).filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    expect(run.status).toBe(0);
  });

  test.each(cases)('are not enough without $title', async (each) => {
    const { status, stdout, stderr } = await runs.get(each)!;
    const [, verb, what] = /not allowed to (list|exec in) ([^\s;]+)/.exec(stderr) ?? [stderr];
    expect(verb === 'list' ? what : `${verb} ${what}`).toMatch(each.missing);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      stopped: expect.stringContaining('not allowed to') as string,
    });
  });

  test('change nothing and read no Secret', () => {
    const rules = documented.flatMap((object) => object.rules ?? []);
    expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
    for (const { resources, verbs } of rules)
      expect(verbs).toEqual(resources.includes('pods/exec') ? ['get', 'create'] : ['list']);
  });
});
