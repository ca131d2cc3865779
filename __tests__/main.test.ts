import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'yaml';
import { copyProject, runIn, write } from './copies/project';
import { ROOT, scratch } from './support';

const folder = scratch();

const ENVIRONMENTS = `
import { application, type Environment, type Environments, type Variables } from 'aks-istio-cdk';

const environment = (
  name: string,
  { LOCATION = 'westeurope', MESH_REVISION: revision = 'asm-1-30' }: Variables,
): Environment => ({
  resourceGroup: { name, location: LOCATION },
  state: { backend: 'local' },
  cluster: {
    name: 'test',
    kubernetesVersion: '1.35',
    tier: 'Free',
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 1 },
  },
  mesh: { installedRevision: revision, revisions: [revision], ingressGateways: ['external'] },
  namespaces: {
    shop: { revision, applications: { web: application({ web: { image: 'example/web:1', ports: { http: 80 } } }) } },
  },
});

export const environments: Environments = {
  staging: ({ RG_NAME = 'rg-staging', ...others }) => environment(RG_NAME, others),
  live: () => environment('rg-live', {}),
};
`;
const names = ['staging', 'live'];

/** The project with environments of its own, so that making yours breaks no test. */
const project = join(folder, 'project');
copyProject(project);
for (const room of ['environments', 'applications']) rmSync(join(project, room), { recursive: true });
write(project, [{ path: 'environments/index.ts', text: ENVIRONMENTS }]);

/** Where one run writes to, for the variables that the CLIs set too. */
const into = (name: string) => ({
  CDK8S_OUTDIR: join(folder, name, 'dist'),
  CDKTF_OUTDIR: join(folder, name, 'cdktf.out'),
});

/** Runs main.ts with arguments of its own and, before it, of Node. */
const synth = (args: readonly string[], variables: Record<string, string>, node: readonly string[] = []) =>
  runIn(project, process.execPath, [...node, 'commands/start.js', 'main.ts', ...args], variables);

/** The same as if it were that time. */
const synthAt = (time: string, args: readonly string[], variables: Record<string, string>) =>
  synth(args, { ...variables, TEST_CLOCK: time }, ['--require', join(ROOT, '__tests__/fixtures/clock.js')]);

/** Every file below a folder, with its text. */
function contentsOf(path: string): Record<string, string> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [relative(path, file), readFileSync(file, 'utf8')]),
  );
}

describe('npm run synth', () => {
  test('writes both halves of every environment, says what it wrote, and leaves nothing else', () => {
    const TMPDIR = join(folder, 'tmp');
    mkdirSync(TMPDIR);
    const { status, stdout } = synth([], { ...into('first'), TMPDIR });
    expect(readdirSync(TMPDIR)).toEqual([]);
    expect(status).toBe(0);
    for (const name of names) expect(stdout).toMatch(new RegExp(`${name}: \\d+ objects in \\d+ files\n`));
    expect(stdout).toMatch(/synthesized in \d+\.\d s\n$/);
    const files = Object.keys(contentsOf(join(folder, 'first')));
    expect(files).toContain('cdktf.out/manifest.json');
    for (const name of names)
      expect(files).toEqual(
        expect.arrayContaining([
          `cdktf.out/stacks/${name}/cdk.tf.json`,
          `dist/${name}/31-workload-shop.web.web.k8s.yaml`,
        ]),
      );
  });

  test('gives the same bytes from the same settings, wherever it runs', () => {
    synth([], into('second'));
    expect(contentsOf(join(folder, 'second'))).toEqual(contentsOf(join(folder, 'first')));
  });

  test('stops at a wrong value with all faults and no trace, and leaves the last good output', () => {
    synth(['kubernetes'], into('good'));
    const before = contentsOf(join(folder, 'good'));
    const { status, stdout, stderr } = synth(['kubernetes'], {
      ...into('good'),
      RG_NAME: '',
      LOCATION: 'West US',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^2 faults; nothing was written\./);
    expect(stderr).toContain("staging: resourceGroup.location (environments/staging.ts) is 'West US'");
    expect(stderr).toContain(', in the variable LOCATION, which is set');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(contentsOf(join(folder, 'good'))).toEqual(before);
  });

  test('warns of a revision that the calendar does not have, and stops only if asked to be strict', () => {
    const variables = { ...into('strict'), MESH_REVISION: 'asm-9-99' };
    const lenient = synth(['kubernetes'], variables);
    expect(lenient).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("staging: mesh.revisions (environments/staging.ts) is 'asm-9-99'"),
    });
    const strict = synth(['kubernetes', '--strict'], variables);
    expect(strict).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('does not have it yet'),
    });
  });

  test('tells every waiver on a line of its own, whichever half is asked for', () => {
    const file = 'environments/index.ts';
    const waived = ENVIRONMENTS.replace(
      'ports: { http: 80 }',
      `ports: { http: 80 }, service: {
        metadata: { annotations: { 'aks-istio-cdk/waive-load-balancers-accept-plaintext': 'ends in March' } },
        spec: { type: 'LoadBalancer' },
      }`,
    );
    write(project, [{ path: file, text: waived }]);
    try {
      const { status, stderr } = synth(['kubernetes'], into('waived'));
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: names
          .map(
            (name) =>
              `waived: ${name}: load-balancers-accept-plaintext for Service shop/web: ends in March\n`,
          )
          .join(''),
      });
    } finally {
      write(project, [{ path: file, text: ENVIRONMENTS }]);
    }
  });

  test('names the folders of environments that are gone, and leaves them alone', () => {
    const gone = join(folder, 'gone/dist/old/00-mesh-config.k8s.yaml');
    mkdirSync(dirname(gone), { recursive: true });
    writeFileSync(gone, '');
    const { status, stderr } = synth(['kubernetes'], into('gone'));
    expect(status).toBe(0);
    expect(stderr).toContain(`${dirname(gone)} belongs to no environment; delete it\n`);
    expect(stderr).not.toContain(`${names[0]} belongs`);
    expect(readFileSync(gone, 'utf8')).toBe('');
  });

  test.each([[['--strict']], [[]]])(
    'ends with a note, and no warning, where support ends soon and the calendar has no successor: %j',
    (args) => {
      const { status, stderr } = synthAt('2026-11-24T12:00:00Z', args, into('note'));
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr:
          'note: the support of asm-1-30 (staging, live) is expected to end in 37 days, and the calendar has no later revision yet; ' +
          'npm run mesh:status says what to do\n',
      });
    },
  );

  test.each([
    [['--srict'], ["unknown option '--srict'", 'Did you mean --strict?']],
    [['kubernets'], ["'kubernets'", 'terraform, kubernetes']],
  ])('rejects the arguments %j, and says which there are', (args, messages) => {
    const { status, stdout, stderr } = synth(args, into('arguments'));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    for (const message of [...messages, '--help']) expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test.each([
  ['kubernetes', 'stacks/synth.ts'],
  ['terraform', 'charts/synth.ts'],
])('what makes the other half is not loaded for that of %s: it may even be broken', (half, other) => {
  write(project, [{ path: other, text: "throw new Error('loaded');\n" }]);
  try {
    expect(synth([half], into(`only-${half}`))).toMatchObject({ status: 0, stderr: '' });
  } finally {
    write(project, [{ path: other, text: readFileSync(join(ROOT, other), 'utf8') }]);
  }
});

function scriptsOf(file: string): Record<string, string> {
  return (JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as { scripts: Record<string, string> }).scripts;
}

test('no npx, no type-check and no CLI is on the way to the output', () => {
  const { app } = parse(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')) as { app: string };
  const cdktf = JSON.parse(readFileSync(join(ROOT, 'cdktf.json'), 'utf8')) as { app: string };
  expect([scriptsOf('package.json').synth, app, cdktf.app]).toEqual([
    'node commands/start.js main.ts',
    'node commands/start.js main.ts kubernetes',
    'node commands/start.js main.ts terraform',
  ]);
});
