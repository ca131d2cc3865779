import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Yaml } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { blocks, copyProject, page, runIn, write } from './copies/project';
import { one, scratch, type Manifest } from './support';

const [text = ''] = page('docs/traffic.md').split('\n## A canary, step by step\n');
const files = blocks(text, 'ts').map((block) => ({ path: /^\/\/ (\S+)\n/.exec(block)![1]!, text: block }));
const names = files.map(({ path }) => basename(path, '.ts'));

/** A namespace for each application of the page. */
const environment = `import type { Environment } from 'aks-istio-cdk';
${names.map((name) => `import { ${name} } from '../applications/${name}';`).join('\n')}

const revision = 'asm-1-30';

export const page = (): Environment => ({
  resourceGroup: { name: 'rg-page', location: 'westeurope' },
  state: { backend: 'local' },
  cluster: {
    name: 'page',
    kubernetesVersion: '1.35',
    tier: 'Standard',
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 3 },
  },
  mesh: { installedRevision: revision, revisions: [revision], ingressGateways: ['external'] },
  namespaces: {
${names.map((name) => `    ${name}: { revision, applications: { ${name} } },`).join('\n')}
  },
});
`;

const project = join(scratch(), 'project');
beforeAll(() => {
  copyProject(project);
  for (const room of ['applications', 'environments']) rmSync(join(project, room), { recursive: true });
  write(project, [
    ...files,
    { path: 'environments/page.ts', text: environment },
    {
      path: 'environments/index.ts',
      text: "import { page } from './page';\n\nexport const environments = { page };\n",
    },
    {
      path: 'tsconfig.page.json',
      text: '{ "extends": "./tsconfig.json", "include": ["applications", "environments"] }',
    },
  ]);
});

test('every example of the page compiles', () => {
  const { status, stdout } = runIn(project, 'node_modules/.bin/tsc', ['--project', 'tsconfig.page.json']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

test('every example of the page renders what the page shows', () => {
  const { status, stderr } = runIn(project, process.execPath, ['commands/start.js', 'main.ts', 'kubernetes']);
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.not.stringContaining('fault') });
  const folder = join(project, 'dist/page');
  const objects = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as Manifest);
  const shown = blocks(text, 'yaml');
  expect(shown.length).toBeGreaterThan(10);
  expect(shown).toEqual(shown.map((block) => rendered(objects, block.split('\n')[0]!)));
});

/** What a block shows, by its first line: `# APPLICATION: KIND NAME, FIELD`, where the field is one of the spec, or all of it. */
function rendered(objects: readonly Manifest[], line: string): string {
  const [, namespace, kind, name, field] = /^# (\S+): (\w+) ([^\s,]+)(?:, (\w+))?$/.exec(line)!;
  const own = objects.filter(({ metadata }) => metadata.namespace === namespace);
  const spec = one(own, kind!, name!).spec as Readonly<Record<string, unknown>>;
  return `${line}\n${Yaml.stringify(field === undefined ? spec : { [field]: spec[field] })}`;
}
