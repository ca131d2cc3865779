import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyEngine, runScript, scratch } from '../support';

const project = scratch();
copyEngine(project, {
  plain: `import { app } from '../applications/app';
export const plain = () => ({
  resourceGroup: { name: 'rg', location: 'westus3' },
  state: { backend: 'local' },
  cluster: { name: 'a', kubernetesVersion: '1.35', tier: 'Free', nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 1 } },
  mesh: { installedRevision: 'asm-1-30', revisions: ['asm-1-30'], ingressGateways: [] },
  namespaces: { shop: { revision: 'asm-1-30', applications: { app } } },
});
`,
});

/** States the one application of the environment. */
const write = (text: string) => writeFileSync(join(project, 'applications/app.ts'), text);

const synth = (variables: Record<string, string> = {}) =>
  runScript([join(project, 'main.ts'), 'kubernetes'], {
    variables: { CDK8S_OUTDIR: join(project, 'dist'), ...variables },
    project,
  });

describe('a hook', () => {
  beforeAll(() =>
    write(
      `import { application } from 'aks-istio-cdk';
const hooks = {
  'never ends': () => new Promise<void>(() => {}),
  'ends all': () => process.exit(0),
  throws: () => { throw 'boom'; },
  fails: () => { throw new Error('no such pool'); },
};
const customize = hooks[process.env.HOOK as keyof typeof hooks];
export const app = application({ web: { image: 'a:1' } }, { customize });
`,
    ),
  );

  test.each(['never ends', 'ends all'])('that %s is a fault, and no success', (HOOK) => {
    const { status, stdout, stderr } = synth({ HOOK });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('npm run synth\n    problem: exited before it finished');
  });

  test('that fails says in which line', () => {
    const { status, stderr } = synth({ HOOK: 'fails' });
    expect(status).toBe(1);
    expect(stderr).toContain('problem: no such pool (applications/app.ts:6)\n');
  });

  test('may throw what is no Error', () => {
    const { status, stderr } = synth({ HOOK: 'throws' });
    expect(status).toBe(1);
    expect(stderr).toContain('problem: boom\n');
  });
});

test.each([
  [
    'imports nothing',
    "import './nothere';\nexport const app = {};\n",
    /applications\/app\.ts, line 1\n {4}problem: Could not resolve "\.\/nothere"\n {4}fix: {5}import what exists/,
  ],
  [
    'imports a package that is not there',
    "import { all } from 'no-such-package';\nexport const app = all();\n",
    /applications\/app\.ts, line 1\n {4}problem: Cannot find module 'no-such-package'\n {4}fix: {5}fix the name in the import, or install/,
  ],
  [
    'misspells',
    "import * as door from 'aks-istio-cdk';\nexport const app = (door as never as { app(): object }).app();\n",
    /applications\/app\.ts, line 2\n {4}problem: .*is not a function/,
  ],
])('a file of the reader that %s is a fault with its place, and no trace', (_, text, message) => {
  write(text);
  const { status, stderr } = synth();
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
