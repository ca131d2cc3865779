import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyEngine, runScript, scratch } from '../support';

const folder = scratch();

/** An environment with one application, which has this file and this text. */
function projectWith(name: string, application: string) {
  const project = join(folder, name);
  mkdirSync(project);
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
  writeFileSync(join(project, 'applications/app.ts'), application);
  const main = join(project, 'main.ts');
  return runScript([main, 'kubernetes'], {
    variables: { CDK8S_OUTDIR: join(folder, `${name}-dist`) },
    project,
  });
}

const hooked = (hook: string) =>
  `import { application } from 'aks-istio-cdk';\nexport const app = application({ web: { image: 'a:1' } }, { customize: ${hook} });\n`;

test.each([
  ['never-ends', '() => new Promise<void>(() => {})'],
  ['ends-all', '() => process.exit(0)'],
])('a hook that %s is a fault, and no success', (name, hook) => {
  const { status, stdout, stderr } = projectWith(name, hooked(hook));
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('npm run synth\n    problem: it ended before its work was done');
});

test('what is thrown need not be an Error', () => {
  const { status, stderr } = projectWith('throws', hooked("() => { throw 'boom'; }"));
  expect(status).toBe(1);
  expect(stderr).toContain('problem: boom\n');
});

test.each([
  [
    'imports-nothing',
    "import './nothere';\nexport const app = {};\n",
    /applications\/app\.ts\n {4}problem: Cannot find module '\.\/nothere'/,
  ],
  [
    'misspells',
    "import * as door from 'aks-istio-cdk';\nexport const app = (door as never as { app(): object }).app();\n",
    /applications\/app\.ts, line 2\n {4}problem: .*is not a function/,
  ],
])('a file of the reader that %s is a fault with its place, and no trace', (name, text, message) => {
  const { status, stderr } = projectWith(name, text);
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
