import { join } from 'node:path';
import { captureCaller, parseStack, findLocation, findUserLine } from '../../model/trace';

const errorAt = (lines: string) => Object.assign(new Error(), { stack: `Error: at fault\n${lines}` });
const of = (lines: string) => parseStack(errorAt(lines))[0];
const file = '/my mesh (copy)/a.ts';

test.each([
  [`    at ${file}:1:2`],
  [`    at make (${file}:1:2)`],
  [`    at async make (${file}:1:2)`],
  [`    at async ${file}:1:2`],
  [`    at new Part (${file}:1:2)`],
  [`    at Object.<anonymous> (${file}:1:2)`],
  [`    at Of.make [as other] (${file}:1:2)`],
  [`    at part/a.ts (${file}:1:2)`],
  [`    at make (file:///my%20mesh%20(copy)/a.ts:1:2)`],
  [`    at readFileSync (node:fs:3:4)\n    at make (${file}:1:2)\n    at other (/b.ts:5:6)`],
])('%j names its file and line, whatever the path', (line) => {
  expect(of(line)).toEqual({ file, line: '1' });
});

test.each(['', '    at <anonymous>', '    at node:internal/main:1:2', '    at make (native)'])(
  '%j names no file',
  (line) => expect(of(line)).toBeUndefined(),
);

test('the place of a call is the line that made it, in a path that a message can show', () => {
  const make = () => captureCaller(make);
  const here = findLocation(new Error());
  expect(here).toMatch(/^__tests__\/model\/trace\.test\.ts:\d+$/);
  const [path, line] = here!.split(':');
  expect(findLocation(make())).toBe(`${path}:${Number(line) + 3}`);
  expect(parseStack(make())[0]!.file).toBe(join(process.cwd(), path!));
});

test("the user's own line is the first in a folder of his, whatever threw", () => {
  const lines = [
    '    at parse (/my mesh (copy)/model/x.ts:1:2)',
    '    at make (/my mesh (copy)/applications/shop/web.ts:3:4)',
    '    at lab (/my mesh (copy)/environments/lab.ts:5:6)',
  ];
  expect(findUserLine(errorAt(lines.join('\n')))).toBe('applications/shop/web.ts:3');
  expect(findUserLine(errorAt(lines[0]!))).toBeUndefined();
  expect(findUserLine('thrown')).toBeUndefined();
  expect(parseStack(errorAt(lines.join('\n'))).map(({ line }) => line)).toEqual(['1', '3', '5']);
});
