import { runScript } from '../support';

const keys = 'environment revision endOfLife endOfLifeExpected daysLeft kubernetes nextTargets phase'.split(
  ' ',
);

test('prints one line for each environment', () => {
  const { status, stdout } = runScript(['scripts/mesh-status.ts']);
  expect(status).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(
    /^environment +revision +end of life +days left +kubernetes +next +phase$/,
  );
  expect(stdout).toMatch(
    /^lab +asm-1-30 +2026-12-31 \(expected\) +-?\d+ +1\.32 1\.33 1\.34 1\.35 1\.36 +.* +steady$/m,
  );
  expect(stdout).toMatch(/^production +asm-1-30 /m);
});

test('prints the same as a JSON array', () => {
  const { status, stdout } = runScript(['scripts/mesh-status.ts', '--json']);
  const all = JSON.parse(stdout) as Record<string, unknown>[];
  expect(status).toBe(0);
  expect(all.map((each) => Object.keys(each))).toEqual([keys, keys]);
  expect(all[0]).toMatchObject({
    environment: 'lab',
    revision: 'asm-1-30',
    endOfLife: '2026-12-31',
    endOfLifeExpected: true,
    kubernetes: ['1.32', '1.33', '1.34', '1.35', '1.36'],
    phase: 'steady',
  });
});

test('refuses an option that it does not have', () => {
  expect(runScript(['scripts/mesh-status.ts', '--yaml'])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^Unknown option '--yaml'/),
  });
});
