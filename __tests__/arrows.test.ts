import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, run, scratch } from './support';

const folder = scratch();

/** What a file may not import, by the file. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  'mesh/x.ts': ['../model', '../aks/regions', 'cdk8s', 're2js'],
  'mesh/re2.ts': ['../model', 'zod'],
  'aks/x.ts': ['../mesh/revisions', 'zod'],
  'model/x.ts': ['../charts', '../rules/rule', '../environments', 'cdk8s', '../imports/networking.istio.io'],
  'model/hooks.ts': [
    '../charts',
    'constructs',
    'cdk8s',
    'cdktf',
    '@cdktf/provider-azurerm/lib/resource-group',
  ],
  'model/workload.ts': ['../charts', '@kubernetes/client-node'],
  'rules/x.ts': ['../charts', '../constructs/chart', 'cdk8s', '@kubernetes/client-node'],
  'constructs/x.ts': ['../model', '../mesh/gateways', '../charts/mtls', '@kubernetes/client-node'],
  'charts/x.ts': [
    '../stacks/cluster',
    '../environments',
    '../applications/shop',
    '../commands/today',
    'cdktf',
  ],
  'charts/index.ts': ['../stacks/cluster', '../environments'],
  'stacks/x.ts': ['../charts', '../rules', '../environments', 'cdk8s', '@cdktf/provider-azurerm'],
  'verify/x.ts': ['../charts/synth', '../rules', '../environments', '../commands/today', '../commands/table'],
  'commands/x.ts': ['../environments', '../environments/lab', '../applications/shop'],
  'commands/docs.ts': ['../environments'],
  'index.ts': ['./environments', './applications/shop'],
  'output.ts': ['./environments/lab'],
  '__tests__/model/x.ts': ['../../environments', '../../environments/lab', '../../applications/shop'],
};

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'mesh/x.ts': ['./revisions'],
  'mesh/re2.ts': ['re2js'],
  'aks/x.ts': ['./sizing'],
  'model/x.ts': ['../mesh/revisions', '../aks/regions', '../imports/istio.schema.json', 'zod', 'node:util'],
  'rules/x.ts': ['../model/workloads', '../mesh/revisions', '../aks/sizing', './rule'],
  'constructs/x.ts': ['../imports/networking.istio.io', 'cdk8s', 'cdk8s-plus-28', 'constructs'],
  'charts/x.ts': ['../model/ports', '../constructs/workload', '../rules', '../output', 'cdk8s-plus-28'],
  'stacks/x.ts': [
    '../model/environment',
    '../mesh/revisions',
    '@cdktf/provider-azurerm/lib/kubernetes-cluster',
  ],
  'verify/x.ts': ['../model/exposures', '../mesh/gateways', '../aks/namespaces', '@kubernetes/client-node'],
  'commands/environments.ts': ['../environments', '../rules'],
  'commands/x.ts': ['./environments', '../model/read', 'commander'],
  'main.ts': ['./commands/environments', './environments'],
  '__tests__/model/x.ts': ['../fixtures/environments', '../../model/read', '../../commands/environments'],
  '__tests__/applications/shop.ts': ['../../applications/shop'],
};

/** Packages of which some files may import types, and nothing that is loaded. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'model/hooks.ts': ['cdk8s', 'cdktf', '@cdktf/provider-azurerm/lib/resource-group'],
  'model/workload.ts': ['@kubernetes/client-node'],
  'rules/types.ts': ['@kubernetes/client-node'],
  'constructs/types.ts': ['@kubernetes/client-node'],
};

/** Where rooms of their own keep each list of cases: the linter knows a file by its path below its configuration. */
const PLACES = { forbidden: FORBIDDEN, allowed: ALLOWED, types: TYPES };

/** The imports that the linter refuses, each as `PLACE FILE MODULE`; it runs once for each place. */
const refused = new Set<string>();
let environmentRead: readonly string[];

beforeAll(() => {
  for (const [place, cases] of Object.entries(PLACES))
    for (const [file, modules] of Object.entries(cases)) {
      const keyword = place === 'types' ? 'import type' : 'import';
      write(
        place,
        file,
        modules.map((module, index) => `${keyword} { a as a${index} } from '${module}';\n`).join(''),
      );
    }
  for (const place of Object.keys(PLACES)) for (const found of lint(place)) refused.add(`${place} ${found}`);
  const line = 'export const name = process.env.RG_NAME;\n';
  for (const file of ['charts/x.ts', 'model/x.ts', 'environments/x.ts', 'main.ts', 'commands/x.ts'])
    write('variables', file, line);
  environmentRead = lint('variables');
});

function write(place: string, file: string, text: string): void {
  const path = join(folder, place, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, place, '.oxlintrc.json'));
}

/** What the linter refuses in a place: the file and the module or the like that is restricted there. */
function lint(place: string): string[] {
  const oxlint = join(ROOT, 'node_modules/.bin/oxlint');
  const script = 'cd "$1" && exec "$2" --format json';
  const { stdout } = run('sh', ['-c', script, 'sh', join(folder, place), oxlint]);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: readonly { message: string; filename: string }[];
  };
  return diagnostics.flatMap(({ message, filename }) => {
    const [, what] = /'(\S+)'.* is restricted/.exec(message) ?? [];
    return what === undefined ? [] : [`${filename} ${what}`];
  });
}

const each = (cases: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(cases).flatMap(([file, modules]) => modules.map((module) => [file, module] as const));

test.each(each(FORBIDDEN))('%s may not import %s', (file, module) => {
  expect(refused).toContain(`forbidden ${file} ${module}`);
});

test.each(each(ALLOWED))('%s may import %s', (file, module) => {
  expect(refused).not.toContain(`allowed ${file} ${module}`);
});

test.each(each(TYPES))('%s may import types of %s', (file, module) => {
  expect(refused).not.toContain(`types ${file} ${module}`);
});

test('types of a package are for the files that need them', () => {
  write('others', 'model/x.ts', "import type { a } from 'cdk8s';\n");
  expect(lint('others')).toEqual(['model/x.ts cdk8s']);
});

test('only the entry points read the variables of the shell', () => {
  expect(environmentRead.toSorted()).toEqual(
    ['charts/x.ts', 'environments/x.ts', 'model/x.ts'].map((file) => `${file} process.env`),
  );
});
