import { statSync } from 'node:fs';
import { join } from 'node:path';
import { V8 } from '../../commands/start.js';
import { runIn } from '../copies/project';
import { scratch } from '../support';
import { project, PROJECT } from './started';

const folder = scratch();

/** Writes a file so that neither its size nor its time tells. */
function slip({ root, put }: ReturnType<typeof project>, path: string, text: string): void {
  const { size, mtimeMs } = statSync(join(root, path));
  put(path, text);
  expect(statSync(join(root, path))).toMatchObject({ size, mtimeMs });
}

describe('what was kept is not run where a source has changed:', () => {
  const own = project(folder, 'stale');
  const later = (path: string, from: string, to: string) =>
    slip(own, path, PROJECT[path as keyof typeof PROJECT].replace(from, to));

  test('the first two starts say the same', () => {
    expect([own.start(), own.start()]).toEqual(Array(2).fill('part 1, data 1, pack 1'));
  });
  test.each([
    ['a file', 'part/index.ts', 'part 1', 'part 2', 'part 2, data 1, pack 1'],
    ['an imported JSON', 'data.json', 'data 1', 'data 2', 'part 2, data 2, pack 1'],
    ["a package's version", 'node_modules/pack/package.json', 'v1', 'v2', 'part 2, data 2, pack 2'],
    ["a package's file", 'node_modules/pack/v2.js', 'pack 2', 'pack 3', 'part 2, data 2, pack 3'],
  ])('%s, with its size and time as before', (_, path, from, to, expected) => {
    later(path, from, to);
    expect([own.start(), own.start(), own.start()]).toEqual(Array(3).fill(expected));
  });
  test('a file that an import now means instead of another', () => {
    own.put('part.ts', "export const part = 'part 3';");
    expect([own.start(), own.start()]).toEqual(Array(2).fill('part 3, data 2, pack 3'));
  });
});

test('V8 compiles under all flags of ours where they are known, and under none elsewhere', () => {
  const tag = "console.log(require('node:v8').cachedDataVersionTag())";
  const { root } = project(folder, 'flags', { 'main.ts': tag });
  const line = Number.parseInt(process.versions.node, 10);
  const flags = line >= V8.first && line <= V8.last ? V8.flags : [];
  const started = runIn(root, process.execPath, ['commands/start.js', 'main.ts']);
  const flagged = runIn(root, process.execPath, [...flags, '--eval', tag]);
  expect([started.stderr, flagged.stderr]).toEqual(['', '']);
  expect(started.stdout).toBe(flagged.stdout);
});

test('an error points at the line of the TypeScript', () => {
  const main =
    "interface Nothing { readonly a: string }\n\nexport const broken = (of?: Nothing) => {\n  throw new Error('x');\n};\nbroken();";
  const { start } = project(folder, 'lines', { 'main.ts': main });
  for (const stderr of [start(), start()])
    expect(stderr).toMatch(/^ +at broken \(.*lines\/main\.ts:4:\d+\)$/m);
});

test('a trace of what is no error, such as cdktf keeps of each token, is not looked up', () => {
  const main = "const kept = { stack: '' };\nError.captureStackTrace(kept);\nconsole.log(kept.stack);";
  const { start } = project(folder, 'kept-trace', { 'main.ts': main });
  expect(start()).toMatch(/^ +at .*\.cache\/aks-istio-cdk\/main\.ts-\w+\.js:\d+:\d+\)?$/m);
});
