import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { blocks, copyProject, filesShown, page, succeed, write } from '../copies/project';
import { one, ROOT, scratch, type Manifest } from '../support';

const readme = page('README.md');
const [application] = filesShown(readme, ['ts']);

/** An environment with the application in a namespace of the mesh. */
const environment = `import type { Environment } from 'aks-istio-cdk';
import { hello } from '../applications/hello';

const installedRevision = 'asm-1-30';

export const page = (): Environment => ({
  resourceGroup: { name: 'rg-page', location: 'westeurope' },
  state: { backend: 'local' },
  cluster: {
    name: 'page',
    kubernetesVersion: '1.35',
    tier: 'Standard',
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 3 },
  },
  mesh: { installedRevision, revisions: [installedRevision], ingressGateways: ['external'] },
  namespaces: { hello: { revision: installedRevision, applications: { hello } } },
});
`;

const project = join(scratch(), 'project');
let objects: Manifest[];
beforeAll(() => {
  copyProject(project);
  for (const room of ['applications', 'environments']) rmSync(join(project, room), { recursive: true });
  write(project, [
    application!,
    { path: 'environments/page.ts', text: environment },
    {
      path: 'environments/index.ts',
      text: "import { page } from './page';\n\nexport const environments = { page };\n",
    },
  ]);
  succeed(project, process.execPath, ['commands/start.js', 'main.ts', 'kubernetes']);
  const folder = join(project, 'dist/page');
  objects = readdirSync(folder)
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as Manifest)
    .filter(({ metadata: { namespace, name } }) => (namespace ?? name) === 'hello');
});

test('the application of the README is ten lines', () => {
  expect(application!.text.trimEnd().split('\n')).toHaveLength(10);
});

test('it becomes the objects that the README lists', () => {
  const listed = [...readme.matchAll(/^\| `([A-Z]\w+ [\w-]+)` +\|/gm)].map(([, object]) => object);
  expect(listed.toSorted()).toEqual(
    objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted(),
  );
});

test('its VirtualService is what the README shows', () => {
  const [shown] = blocks(readme, 'yaml');
  expect(parse(shown!)).toEqual(one(objects, 'VirtualService', 'hello-route').spec);
});

test('the README lists every page of docs/', () => {
  const pages = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  expect(pages.filter((file) => !readme.includes(`](docs/${file})`))).toEqual([]);
});
