import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { daysBetween } from '../../mesh/revisions';
import { environments } from '../../settings';
import { copyProject, ROOT, runScript, runScriptAt, scratch, TODAY } from '../support';

const names = environments({}, TODAY).environments.map(({ environment }) => environment);

const keys = 'environment revision endOfLife endOfLifeExpected daysLeft kubernetes nextTargets phase'.split(
  ' ',
);

test('prints one line for each environment', () => {
  const { status, stdout } = runScript(['scripts/mesh-status.ts']);
  expect(status).toBe(0);
  const [lines] = stdout.split('\n\n') as [string];
  expect(lines.split('\n')[0]).toMatch(
    /^environment +revision +end of life +days left +kubernetes +next +phase$/,
  );
  expect(
    lines
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]),
  ).toEqual(names);
});

test('prints the same as a JSON array', () => {
  const { status, stdout } = runScript(['scripts/mesh-status.ts', '--json']);
  const all = JSON.parse(stdout) as Record<string, unknown>[];
  expect(status).toBe(0);
  expect(all.map((each) => Object.keys(each))).toEqual(names.map(() => keys));
  expect(all.map(({ environment }) => environment)).toEqual(names);
});

test('refuses an option that it does not have', () => {
  expect(runScript(['scripts/mesh-status.ts', '--yaml'])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^Unknown option '--yaml'/),
  });
});

describe('at a time when the calendar has no successor of the newest revision', () => {
  const project = scratch();
  let printed: string;
  beforeAll(() => {
    copyProject(project);
    const fixture = readFileSync(join(ROOT, '__tests__/fixtures/settings.ts'), 'utf8');
    const declared = `${fixture.replace(/^import .*$/m, '')}
      const on = (environment: string, revision: string, kubernetesVersion = '1.35') => ({
        ...production,
        environment,
        resourceGroup: { name: environment, location: 'westus3' },
        cluster: { ...production.cluster, kubernetesVersion },
        mesh: { ...production.mesh, installedRevision: revision, revisions: [revision], namespaces: { shop: revision } },
      });
      export const declared = [
        on('ended', 'asm-1-28'), on('late', 'asm-1-29'), on('newest', 'asm-1-30'), on('newer', 'asm-1-31'),
        on('stuck', 'asm-1-29', '1.31'),
      ];`;
    writeFileSync(join(project, 'settings/declared.ts'), declared);
    printed = runScriptAt('2026-11-24T12:00:00Z', [join(project, 'scripts/mesh-status.ts')]).stdout;
  });

  test('an announced end is a day, an expected one says so', () => {
    expect(printed).toMatch(/^ended +asm-1-28 +2026-09-04 +-81 .* asm-1-30 +steady$/m);
    expect(printed).toMatch(/^late +asm-1-29 +2026-09-30 \(expected\) +-55 .* asm-1-30 +steady$/m);
    expect(printed).toMatch(/^newest +asm-1-30 +2026-12-31 \(expected\) +37 .*$/m);
  });

  test('it is said why there is no next revision', () => {
    expect(printed).toMatch(/^newest .* none in the calendar +steady$/m);
    expect(printed).toMatch(/^newer +asm-1-31 +not in the calendar .* newer than the calendar +steady$/m);
    expect(printed).toMatch(/^stuck .* none on Kubernetes 1\.31 +steady$/m);
  });

  test('it is said what to do, for the environment that it concerns', () => {
    expect(printed).toContain('\n\nasm-1-30 (newest): the calendar');
    expect(printed).toContain('see what is offered: az aks mesh get-revisions --location westus3\n');
  });
});

test('counts days by UTC, wherever it runs: here where it is already the next day', () => {
  const { stdout } = runScriptAt('2026-11-24T23:30:00Z', ['scripts/mesh-status.ts', '--json'], {
    TZ: 'Pacific/Kiritimati',
  });
  const [{ endOfLife, daysLeft }] = JSON.parse(stdout) as [{ endOfLife: string; daysLeft: number }];
  expect(daysLeft).toBe(daysBetween('2026-11-24', endOfLife));
});
