import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runScript, scratch } from '../support';

const folder = scratch();

/** Runs a command that throws. */
function throwing(expression: string) {
  const file = join(folder, 'command.ts');
  const report = JSON.stringify(join(ROOT, 'scripts/report'));
  writeFileSync(
    file,
    `import { reportingErrors } from ${report};\nfunction command() { throw ${expression}; }\nvoid reportingErrors(command);\n`,
  );
  return runScript([file]);
}

test('an error for the reader is its message alone', () => {
  expect(throwing("new Error('state a region')")).toEqual({
    status: 1,
    stdout: '',
    stderr: 'state a region\n',
  });
});

test('a bug keeps its trace, which says where it is', () => {
  const { status, stderr } = throwing("new TypeError('x is undefined')");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^TypeError: x is undefined\n\s+at command \(.*command\.ts/);
});
