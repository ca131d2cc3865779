import { environments } from '../../settings';
import { runScript, TODAY } from '../support';

const names = environments({}, TODAY).environments.map(({ environment }) => environment);

const keys = 'environment revision endOfLife endOfLifeExpected daysLeft kubernetes nextTargets phase'.split(
  ' ',
);

test('prints one line for each environment', () => {
  const { status, stdout } = runScript(['scripts/mesh-status.ts']);
  expect(status).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(
    /^environment +revision +end of life +days left +kubernetes +next +phase$/,
  );
  expect(
    stdout
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
