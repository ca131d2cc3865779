import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runIn } from './copies/project';
import { copyWithPages, formatSurroundings, PAGES, synthPages } from './examples';
import { scratch } from './support';

const project = join(scratch(), 'project');
beforeAll(() => {
  copyWithPages(project);
  formatSurroundings(project);
  // Only the examples are asked about.
  rmSync(join(project, '__tests__'), { recursive: true });
});

test.each([
  ['compiles', 'tsc', []],
  ['keeps the rules of the linter', 'oxlint', ['--deny-warnings', 'applications', 'environments']],
  ['is formatted', 'prettier', ['--check', 'applications', 'environments']],
])('every example of the pages %s', (_, program, args) => {
  const { status, stdout, stderr } = runIn(project, join('node_modules/.bin', program), args);
  expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: expect.any(String) as string });
});

test.each(['kubernetes', 'terraform'] as const)('every example of the pages renders: %s', (half) => {
  synthPages(project, half);
  const made = (name: string) =>
    half === 'kubernetes' ? `dist/${name}` : `cdktf.out/stacks/${name}/cdk.tf.json`;
  expect(PAGES.filter((name) => !existsSync(join(project, made(name))))).toEqual([]);
});
