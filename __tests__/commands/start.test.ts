import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePackages, bundleProgram } from '../../commands/bundle';
import { ROOT, scratch } from '../support';
import { project, PROJECT } from './started';

const folder = scratch();
const printed = 'part 1, data 1, pack 1';
const twice = (start: () => string) => [start(), start()];

describe('nothing stale runs:', () => {
  const own = project(folder, 'stale');

  test('a start that changes nothing says the same', () => {
    expect(twice(own.start)).toEqual([printed, printed]);
  });
  test.each([
    ['a file', 'part/index.ts', 'part 1', 'part 2', 'part 2, data 1, pack 1'],
    ['an imported JSON', 'data.json', 'data 1', 'data 2', 'part 2, data 2, pack 1'],
    ["a package's file", 'node_modules/pack/v1.js', 'pack 1', 'pack 3', 'part 2, data 2, pack 3'],
  ])('%s was edited, and its size and time were put back', (_, path, from, to, expected) => {
    const { size, mtimeMs } = statSync(join(own.root, path));
    own.put(path, PROJECT[path as keyof typeof PROJECT].replace(from, to));
    expect(statSync(join(own.root, path))).toMatchObject({ size, mtimeMs });
    expect(twice(own.start)).toEqual([expected, expected]);
  });
  test('another version of a package was installed', () => {
    own.put('node_modules/pack/package.json', '{ "name": "pack", "version": "2.0.0", "main": "v2.js" }');
    own.put('node_modules/.package-lock.json', '{ "version": 2 }');
    expect(twice(own.start)).toEqual(Array(2).fill('part 2, data 2, pack 2'));
  });
  test('a file was added, which an import now means instead of another, and removed again', () => {
    own.put('part.ts', "export const part = 'part 3';");
    expect(twice(own.start)).toEqual(Array(2).fill('part 3, data 2, pack 2'));
    rmSync(join(own.root, 'part.ts'));
    expect(twice(own.start)).toEqual(Array(2).fill('part 2, data 2, pack 2'));
  });
});

test.each(['package.json', 'tsconfig.json', 'commands/start.js', 'commands/bundle.js'])(
  'a bundle is made anew where %s has changed, which is no source of the program',
  (path) => {
    const { root, start, put, cache } = project(folder, `setting ${path.replace('/', ' ')}`);
    /** The sources of a bundle with their stamps are its last line. */
    const programs = () =>
      readdirSync(cache)
        .filter((name) => name.endsWith('.js'))
        .map((name) => readFileSync(join(cache, name), 'utf8'))
        .filter((code) => code.includes('part 1'));
    expect(start()).toBe(printed);
    const before = programs();
    expect(before).toHaveLength(1);
    expect([start(), programs()]).toEqual([printed, before]);
    put(path, `${readFileSync(join(root, path), 'utf8')}\n`);
    expect(start()).toBe(printed);
    expect(programs()).not.toEqual(before);
  },
);

describe('a start needs no cache:', () => {
  test('it cannot be written', () => {
    const { start } = project(folder, 'read-only', {
      'node_modules/.cache': 'a file, also in the way of root',
    });
    expect(twice(start)).toEqual([printed, printed]);
  });
  test('it is deleted while the program runs', () => {
    const { start, put, cache } = project(folder, 'deleted');
    const { 'main.ts': main } = PROJECT;
    put(
      'main.ts',
      `require('node:fs').rmSync(${JSON.stringify(cache)}, { recursive: true, force: true });${main}`,
    );
    expect(twice(start)).toEqual([printed, printed]);
  });
  test('its files are cut off', () => {
    const { start, cache } = project(folder, 'cut off');
    start();
    const files = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    expect(files.length).toBeGreaterThan(2);
    for (const file of files.map(({ parentPath, name }) => join(parentPath, name))) {
      writeFileSync(file, readFileSync(file).subarray(0, -20));
      expect(start()).toBe(printed);
    }
  });
  test('a package has a file that only Node can load', () => {
    const { start, cache } = project(folder, 'native', {
      'node_modules/pack/v1.js': "try { require('./no.node'); } catch {}\nexports.version = 'pack 1';",
      'node_modules/pack/no.node': '',
    });
    expect(twice(start)).toEqual([printed, printed]);
    expect(existsSync(cache)).toBe(true);
  });
});

test('all packages of a synth are in one file: Node would take three times as long to load them by itself', async () => {
  const { packages } = await bundleProgram(join(folder, 'program.js'), join(ROOT, 'main.ts'), ROOT);
  const { code } = await bundlePackages(join(folder, 'packages.js'), packages);
  expect(packages).toContain('cdk8s');
  expect(packages.filter((name) => !code.includes(name))).toEqual([]);
});

test('runs at once do not mix, whether or not a source changes between them', async () => {
  const { startBeside, put } = project(folder, 'at once');
  for (const part of ['part 1', 'part 2']) {
    put('part/index.ts', `export const part: string = '${part}';`);
    const all = await Promise.all(Array.from({ length: 4 }, () => startBeside()));
    expect(all).toEqual(Array(4).fill(`${part}, data 1, pack 1`));
  }
});

test('a class of a package is one class, for those who import it at once, later, or by another package', () => {
  const { start } = project(folder, 'one class', {
    'main.ts': `
      import { A } from 'a';
      void (async () => console.log((await import('a')).A === A, (await import('b')).isA(new A())))();`,
    'node_modules/a/package.json': '{ "name": "a", "version": "1.0.0" }',
    'node_modules/a/index.js': 'exports.A = class A {};',
    'node_modules/b/package.json': '{ "name": "b", "version": "1.0.0" }',
    'node_modules/b/index.js':
      "try { require('optional'); } catch {}\nexports.isA = (value) => value instanceof require('a').A;",
  });
  expect(twice(start)).toEqual(Array(2).fill('true true'));
});

test('a source knows where it is, and whether it is what was started', () => {
  const { start, root } = project(folder, 'place', {
    'main.ts': "import { place } from './part';\nif (require.main === module) console.log(place.join(' '));",
    'part/index.ts':
      "if (require.main === module) throw new Error('not started');\nexport const place = [__dirname, __filename, import.meta.dirname, import.meta.url];",
  });
  const part = join(root, 'part');
  const places = [part, join(part, 'index.ts'), part, `file://${part}/index.ts`].join(' ');
  expect(twice(start)).toEqual([places, places]);
});

test('an error that nobody catches points at the line of the TypeScript', () => {
  const main =
    "interface Nothing { readonly a: string }\n\nexport const broken = (of?: Nothing) => {\n  throw new Error('x');\n};\nbroken();";
  const { start } = project(folder, 'lines', { 'main.ts': main });
  for (const stderr of twice(start)) expect(stderr).toMatch(/^ +at broken \(.*lines\/main\.ts:4:\d+\)$/m);
});

test('an error of syntax is thrown once its file is loaded, with its place', () => {
  const { start } = project(folder, 'syntax', {
    'main.ts':
      "void import('./part').catch(({ name, message }: Error) => console.log(`${name} ${message}`));",
    'part/index.ts': 'export const part = {\n  a: 1\n  b: 2,\n};',
  });
  const message = `TransformError ${folder}/syntax/part/index.ts:3:2: ERROR: Expected "}" but found "b"`;
  expect(twice(start)).toEqual([message, message]);
});
