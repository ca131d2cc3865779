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

describe('with the lab on another revision', () => {
  const project = scratch();
  const file = join(project, 'settings/lab.ts');
  beforeAll(() => copyProject(project));
  const on = (revision: string, kubernetesVersion = '1.35') => {
    const lab = readFileSync(join(ROOT, '__tests__/fixtures/settings.ts'), 'utf8');
    const [, literal] = /export const lab: Settings = (\{.*?^\});/ms.exec(lab)!;
    const settings = literal!.replaceAll('asm-1-30', revision).replace("'1.35'", `'${kubernetesVersion}'`);
    writeFileSync(file, `export const lab = ${settings};\n`);
    return runScriptAt('2026-11-24T12:00:00Z', [join(project, 'scripts/mesh-status.ts')]).stdout;
  };

  test('an announced end is a day, an expected one says so', () => {
    expect(on('asm-1-28')).toMatch(/^lab +asm-1-28 +2026-09-04 +-81 .* asm-1-30 +steady$/m);
    expect(on('asm-1-29')).toMatch(/^lab +asm-1-29 +2026-09-30 \(expected\) +-55 .* asm-1-30 +steady$/m);
  });

  test('says why there is no next revision', () => {
    expect(on('asm-1-30')).toMatch(/^lab .* none in the calendar +steady$/m);
    expect(on('asm-1-31')).toMatch(
      /^lab +asm-1-31 +not in the calendar .* newer than the calendar +steady$/m,
    );
    expect(on('asm-1-29', '1.31')).toMatch(/^lab .* none on Kubernetes 1\.31 +steady$/m);
  });

  test('where the calendar ends, says what to do', () => {
    expect(on('asm-1-30')).toContain('see what is offered: az aks mesh get-revisions --location westus3\n');
  });
});

// Where it is already the next day, or still the one before.
test.each([
  ['2026-11-24T23:30:00Z', 'Pacific/Kiritimati'],
  ['2026-11-24T00:30:00Z', 'Pacific/Honolulu'],
])('counts days by UTC, wherever it runs: at %s in %s', (time, TZ) => {
  const { stdout } = runScriptAt(time, ['scripts/mesh-status.ts', '--json'], { TZ });
  const [{ endOfLife, daysLeft }] = JSON.parse(stdout) as [{ endOfLife: string; daysLeft: number }];
  expect(daysLeft).toBe(daysBetween('2026-11-24', endOfLife));
});
