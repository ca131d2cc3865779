import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, run, scratch } from './support';

const folder = scratch();
copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));

/** Lints one line as if it stood in that file. */
function lint(file: string, line: string) {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, line);
  return run(join(ROOT, 'node_modules/.bin/oxlint'), ['--config', join(folder, '.oxlintrc.json'), path])
    .stdout;
}

const use = (module: string) => `import { thing } from '${module}';\nexport const used = thing;\n`;

test.each([
  ['mesh/x.ts', '../settings'],
  ['mesh/x.ts', 'cdk8s'],
  ['settings/x.ts', '../charts'],
  ['settings/x.ts', 'cdk8s'],
  ['constructs/x.ts', '../settings'],
  ['constructs/x.ts', '../charts/store'],
  ['charts/x.ts', '../stacks/cluster'],
  ['charts/x.ts', 'cdktf'],
  ['stacks/x.ts', '../charts'],
  ['stacks/x.ts', 'cdk8s'],
  ['stacks/x.ts', '@cdktf/provider-azurerm'],
  ['rules/x.ts', '../charts'],
  ['verify/x.ts', '../charts'],
])('%s may not import %s', (file, module) => {
  expect(lint(file, use(module))).toContain(`'${module}' import is restricted`);
});

test.each([
  ['mesh/x.ts', './revisions'],
  ['settings/x.ts', '../mesh/revisions'],
  ['constructs/x.ts', '../imports/networking.istio.io'],
  ['charts/x.ts', '../constructs/microservice'],
  ['stacks/x.ts', '@cdktf/provider-azurerm/lib/kubernetes-cluster'],
  ['stacks/x.ts', '../settings'],
])('%s may import %s', (file, module) => {
  expect(lint(file, use(module))).not.toContain('restricted');
});

test('only the entry points read the environment', () => {
  const line = 'export const name = process.env.RG_NAME;\n';
  expect(lint('charts/x.ts', line)).toContain("'process.env' is restricted");
  expect(lint('main.ts', line)).not.toContain('restricted');
});
