import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runIn } from '../copies/project';
import { ROOT, scratch } from '../support';

const folder = scratch();

/** A project with a program, a package and a cache of its own. */
function project(name: string, files: Readonly<Record<string, string>> = {}) {
  const root = join(folder, name);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    // A whole second, which can be put back exactly.
    utimesSync(join(root, path), 1_000, 1_000);
  };
  for (const [path, text] of Object.entries({ ...PROJECT, ...files })) put(path, text);
  for (const file of ['commands/start.js', 'commands/bundle.js']) cpSync(join(ROOT, file), join(root, file));
  for (const tool of ['esbuild', '@esbuild'])
    symlinkSync(join(ROOT, 'node_modules', tool), join(root, 'node_modules', tool));
  const start = (...args: string[]) => {
    const { status, stdout, stderr } = runIn(root, process.execPath, [
      'commands/start.js',
      'main.ts',
      ...args,
    ]);
    return status === 0 ? stdout.trim() : stderr;
  };
  return { root, put, start, cache: join(root, 'node_modules/.cache/aks-istio-cdk') };
}

const PROJECT = {
  'package.json': '{}',
  'tsconfig.json': '{}',
  'data.json': '{ "value": "data 1" }',
  'part/index.ts': "export const part: string = 'part 1';",
  'main.ts': `
    import { value } from './data.json';
    import { part } from './part';
    void (async () => console.log([part, value, (await import('pack')).version].join(', ')))();`,
  'node_modules/pack/package.json': '{ "name": "pack", "version": "1.0.0", "main": "v1.js" }',
  'node_modules/pack/v1.js': "exports.version = 'pack 1';",
  'node_modules/pack/v2.js': "exports.version = 'pack 2';",
};

/** Writes a file so that neither its size nor its time tells. */
function slip({ root, put }: ReturnType<typeof project>, path: string, text: string): void {
  const { size, mtimeMs } = statSync(join(root, path));
  put(path, text);
  expect(statSync(join(root, path))).toMatchObject({ size, mtimeMs });
}

describe('what was kept is not run where a source has changed:', () => {
  const own = project('stale');
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

test('where nothing has changed, what was kept is run and nothing is made anew', () => {
  const { start, cache } = project('unchanged');
  start();
  const files = readdirSync(cache);
  expect(files.filter((file) => file.includes(process.version))).toHaveLength(2);
  const numbers = () => files.map((file) => statSync(join(cache, file)).ino);
  const before = numbers();
  start();
  expect(readdirSync(cache)).toEqual(files);
  expect(numbers()).toEqual(before);
});

test.each(['--help', '-h'])(
  'of a start with %s, what V8 has compiled is not kept: it would be too little for others',
  (option) => {
    const { start, cache } = project(`asked${option}`);
    expect([start(option), start(option)]).toEqual(Array(2).fill('part 1, data 1, pack 1'));
    expect(readdirSync(cache).filter((file) => file.includes(process.version))).toEqual([]);
    start();
    expect(readdirSync(cache).filter((file) => file.includes(process.version))).toHaveLength(2);
  },
);

test('V8 compiles under flags of ours in Node 22 and later, and knows them', () => {
  const tag = "console.log(require('node:v8').cachedDataVersionTag())";
  const { root } = project('flags', { 'main.ts': tag });
  const started = runIn(root, process.execPath, ['commands/start.js', 'main.ts']);
  const bare = runIn(root, process.execPath, ['--eval', tag]);
  expect([started.stderr, bare.stderr]).toEqual(['', '']);
  expect(started.stdout === bare.stdout).toBe(Number.parseInt(process.versions.node, 10) < 22);
});

test('a program is kept even if its clock stands still before its sources were written', () => {
  const { root, cache } = project('still');
  const clock = ['--require', join(ROOT, '__tests__/fixtures/clock.js')];
  const start = () =>
    runIn(root, process.execPath, [...clock, 'commands/start.js', 'main.ts'], {
      TEST_CLOCK: '2001-01-01T00:00:00Z',
    });
  // What is too new by the clock of a busy machine is kept by the second start.
  for (const { status } of [start(), start()]) expect(status).toBe(0);
  expect(readdirSync(cache)).toContainEqual(expect.stringMatching(/^main\.ts-\w+\.js$/));
});

describe('the cache is a gain and no need:', () => {
  const expected = 'part 1, data 1, pack 1';

  test('it is deleted while the program runs', () => {
    const { start, put, cache } = project('deleted');
    const { 'main.ts': main } = PROJECT;
    put(
      'main.ts',
      `require('node:fs').rmSync(${JSON.stringify(cache)}, { recursive: true, force: true });${main}`,
    );
    expect([start(), start()]).toEqual([expected, expected]);
  });
  test('it can not be written', () => {
    const { start } = project('read-only', { 'node_modules/.cache': 'a file, also in the way of root' });
    expect([start(), start()]).toEqual([expected, expected]);
  });
  test.each([
    ['empty', () => ''],
    ['cut off', (text: string) => text.slice(0, -20)],
    ['something else', () => '{}'],
    ['of the same length', (text: string) => text.replaceAll('part 1', 'part 9')],
  ])('its files are %s', (name, change) => {
    const { start, cache } = project(`broken ${name}`);
    // What is too new by the clock of a busy machine is kept by the second start.
    expect([start(), start()]).toEqual([expected, expected]);
    const files = readdirSync(cache);
    for (const kind of [/\.js$/, /\.js\.map$/, /\.js\.v[\d.]+$/]) {
      const some = files.filter((file) => kind.test(file));
      expect(some.length).toBeGreaterThanOrEqual(1);
      for (const file of some.map((each) => join(cache, each))) {
        const { mtime } = statSync(file);
        writeFileSync(file, change(readFileSync(file, 'latin1')), 'latin1');
        // As where a disk was full, which leaves no later time.
        if (name === 'cut off') utimesSync(file, mtime, mtime);
      }
      expect([start(), start()]).toEqual([expected, expected]);
    }
  });
});

test('an error points at the line of the TypeScript', () => {
  const main =
    "interface Nothing { readonly a: string }\n\nexport const broken = (of?: Nothing) => {\n  throw new Error('x');\n};\nbroken();";
  const { start } = project('lines', { 'main.ts': main });
  for (const stderr of [start(), start()])
    expect(stderr).toMatch(/^ +at broken \(.*lines\/main\.ts:4:\d+\)$/m);
});

test('a trace of what is no error, such as cdktf keeps of each token, is not looked up', () => {
  const main = "const kept = { stack: '' };\nError.captureStackTrace(kept);\nconsole.log(kept.stack);";
  const { start } = project('kept-trace', { 'main.ts': main });
  expect(start()).toMatch(/^ +at .*\.cache\/aks-istio-cdk\/main\.ts-\w+\.js:\d+:\d+\)?$/m);
});

test('an error of syntax shows once the file is loaded, as that of a transformation with its place', () => {
  const { start } = project('syntax', {
    'main.ts':
      "void import('./part').catch(({ name, message }: Error) => console.log(`${name} ${message}`));",
    'part/index.ts': 'export const part = {\n  a: 1\n  b: 2,\n};',
  });
  const message = new RegExp(
    `^TransformError ${folder}/syntax/part/index\\.ts:3:2: ERROR: Expected "}" but found "b"$`,
  );
  for (const stdout of [start(), start()]) expect(stdout).toMatch(message);
});
