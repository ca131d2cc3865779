import { command, formatError, execute } from '../../commands/run';
import { FaultError } from '../../model/fault';

const fault = new FaultError([{ where: 'the list', problem: 'is broken', fix: 'mend it' }]);

/** The exit code and the messages of a command that is asked for help, with more to say. */
async function help(more: () => Promise<string>): Promise<{ code: number; printed: string[] }> {
  const printed: string[] = [];
  const program = command('test', 'A test.').configureOutput({ writeOut: () => {} });
  const code = await execute(program, ['--help'], { failure: 2, print: (text) => printed.push(text), more });
  return { code, printed };
}

test('an error of what the help adds is one for the reader, and not a crash', async () => {
  const more = async () => {
    throw fault;
  };
  expect(await help(more)).toEqual({ code: 2, printed: [fault.message] });
});

test('an error for the reader is its message, and a bug keeps its trace', async () => {
  for (const [error, message] of [
    [fault, new RegExp(`^${fault.message.split('\n')[0]}`)],
    [new TypeError('bug'), /^TypeError: bug\n\s+at /],
  ] as const) {
    const printed: string[] = [];
    const program = command('test', 'A test.').action(() => {
      throw error;
    });
    expect(await execute(program, [], { failure: 1, print: (text) => printed.push(text) })).toBe(1);
    expect(printed).toEqual([expect.stringMatching(message)]);
  }
});

test('an argument that a command does not take is a fault that names the command as one calls it', async () => {
  const printed: string[] = [];
  const program = command('test', 'A test.').option('--strict', 'be strict');
  expect(await execute(program, ['--srict'], { failure: 2, print: (text) => printed.push(text) })).toBe(2);
  expect(printed).toEqual([
    "1 fault; nothing was done.\n\n  npm run test\n    problem: unknown option '--srict'\n" +
      '    fix:     Did you mean --strict? npm run test -- --help lists what there is',
  ]);
});

test('an error of the syntax of a file is a fault of its line', () => {
  const error = Object.assign(
    new Error(
      'Transform failed with 1 error:\n/shop/environments/lab.ts:7:4: ERROR: Expected "}" but found "b"',
    ),
    {
      name: 'TransformError',
    },
  );
  expect(formatError(error, '', '/shop')).toBe(
    '1 fault; nothing was written.\n\n  environments/lab.ts, line 7\n    problem: Expected "}" but found "b"\n' +
      '    fix:     fix that line, or the end of the line before it: a missing comma shows on the next line',
  );
});

test.each([new Error('x'), new TypeError('x'), 'x', undefined])(
  '%s is a bug, of which there is no message',
  (error) => {
    expect(formatError(error)).toBeUndefined();
  },
);
