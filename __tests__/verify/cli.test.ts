import { runScript } from '../support';

test('the program takes its command line, and ends with the exit code and one message', () => {
  const { status, stdout, stderr } = runScript(['verify/cli.ts', 'nowhere']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^there is no environment 'nowhere'; choose one: .+\nusage: npm run verify/);
  expect(stderr).not.toMatch(/^\s+at /m);
});
