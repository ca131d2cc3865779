import { join } from 'node:path';
import { copyProject, runIn, write } from './copies/project';
import { scratch } from './support';

/** What files of a user may import, by file: of the engine only its one entry, of packages any of their own. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'environments/lab.ts': [
    'aks-istio-cdk',
    './azure/batch',
    './shared',
    '../applications/shop',
    '../applications/team/web',
    'a-package-of-mine',
    '@mine/package/deep/path',
    'node:fs',
  ],
  'environments/azure/batch.ts': [
    'aks-istio-cdk',
    'cdktf',
    '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool',
    '@cdktf/provider-random/lib/password',
    'constructs',
    './pools/large',
    '../shared',
    '../../applications/shop',
  ],
  'environments/azure/pools/large.ts': ['cdktf', '../batch', '../../shared', '../../../applications/shop'],
  'applications/shop.ts': [
    'aks-istio-cdk',
    './team/web',
    '../imports/networking.istio.io',
    'cdk8s',
    'cdk8s-plus-28',
    'a-package-of-mine',
  ],
  'applications/team/web.ts': ['aks-istio-cdk', './parts', '../shop', '../../imports/networking.istio.io'],
  'applications/team/parts/index.ts': ['../web', '../../shop', '../../../imports/networking.istio.io'],
};

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'environments/lab.ts': [
    '..',
    '../index',
    '../main',
    '../model/environment',
    '../imports/networking.istio.io',
    '@cdktf/provider-azurerm',
    '@cdktf/provider-azurerm/lib',
    'cdk8s',
    'cdk8s-plus-28/lib/imports/k8s',
  ],
  'environments/azure/batch.ts': [
    '../../stacks/cluster',
    '../../index',
    '@cdktf/provider-azurerm',
    '@cdktf/provider-azurerm/lib/index',
  ],
  'environments/azure/pools/large.ts': ['../../../stacks/cluster'],
  'applications/shop.ts': [
    '../index',
    '../model/application',
    '../environments/lab',
    'cdktf',
    '@cdktf/provider-azurerm/lib/resource-group',
  ],
  'applications/team/web.ts': ['../../model/application', '../../environments', 'cdktf'],
  'applications/team/parts/index.ts': ['../../../mesh/gateways'],
};

const each = (cases: typeof ALLOWED) =>
  Object.entries(cases).flatMap(([path, modules]) => modules.map((module) => [path, module] as const));

/** A file that imports the modules, before it runs and while it does. */
const importing = (modules: readonly string[]) =>
  modules
    .map((module, index) => `import { a as a${index} } from '${module}';\nvoid a${index};\n`)
    .concat(modules.map((module) => `void import('${module}');\n`))
    .join('');

/** What the linter says of a copy of the project with these files. */
function lint(cases: typeof ALLOWED): string {
  const project = join(scratch(), 'project');
  copyProject(project);
  write(
    project,
    Object.entries(cases).map(([path, modules]) => ({ path, text: importing(modules) })),
  );
  const { stdout } = runIn(project, 'npx', ['oxlint', '--format', 'unix', 'environments', 'applications']);
  return stdout;
}

describe('the linter', () => {
  let allowed: string;
  let refused: string[];
  beforeAll(() => {
    allowed = lint(ALLOWED);
    refused = lint(REFUSED).split('\n');
  });

  test('lets files of a user import each other, packages and what is theirs of the engine', () => {
    expect(allowed.split('\n').filter((line) => line.includes('restricted'))).toEqual([]);
  });

  test.each(each(REFUSED))('lets %s not import %s, in either way', (path, module) => {
    const found = refused.filter((line) => line.startsWith(`${path}:`) && line.includes(`'${module}' `));
    expect(found).toHaveLength(2);
  });
});
