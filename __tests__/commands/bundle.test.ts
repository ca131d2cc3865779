import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../support';
import { project } from './started';

const folder = scratch();

describe('a package that others use is the same for all:', () => {
  const isA = "void import('c').then(({ isA }) => console.log(isA(new (require('a').A)())));";
  /** Of which c uses b, and b uses a. */
  const packages = {
    'package.json': '{ "dependencies": { "a": "1", "b": "1", "c": "1" } }',
    'main.ts': isA,
    'other.ts': "void import('c').then(({ isA }) => console.log(isA({})));",
    'node_modules/a/package.json': '{ "name": "a", "version": "1.0.0" }',
    'node_modules/a/index.js': 'exports.A = class A {};',
    'node_modules/b/package.json': '{ "name": "b", "version": "1.0.0" }',
    'node_modules/b/index.js': "const { A } = require('a');\nexports.isA = (of) => of instanceof A;",
    'node_modules/c/package.json': '{ "name": "c", "version": "1.0.0" }',
    'node_modules/c/index.js': "exports.isA = require('b').isA;",
  };
  const undeclared = { ...packages, 'package.json': '{}' };
  const isPackage = (file: string) => /^[abc]-\w+\.js$/.test(file);

  test.each([
    ['declared', packages],
    ['not declared', undeclared],
  ])('after another program, which uses only one of them, where they are %s', (name, files) => {
    const { start, startProgram } = project(folder, `other, ${name}`, files);
    expect([startProgram('other.ts'), startProgram('other.ts')]).toEqual(['false', 'false']);
    expect([start(), start()]).toEqual(['true', 'true']);
  });
  test('where the program itself does not use it', () => {
    const { start } = project(folder, 'indirect', {
      ...packages,
      'main.ts': "void import('b').then(({ isA }) => console.log(isA(new (require('c').A)())));",
      'node_modules/c/index.js': "exports.A = require('a').A;",
    });
    expect([start(), start()]).toEqual(['true', 'true']);
  });
  test('where any kept file is gone, which is there again after the next start', () => {
    const { start, cache } = project(folder, 'gone', packages);
    start();
    start();
    const files = readdirSync(cache).toSorted();
    expect(files.filter(isPackage)).toHaveLength(3);
    for (const file of files) {
      rmSync(join(cache, file));
      expect(start()).toBe('true');
      expect(readdirSync(cache).toSorted()).toEqual(files);
    }
  });
  test('where one can not be kept', () => {
    const { start, cache } = project(folder, 'in the way', packages);
    start();
    start();
    const file = readdirSync(cache).find((each) => /^b-\w+\.js$/.test(each))!;
    rmSync(join(cache, file));
    mkdirSync(join(cache, file));
    expect([start(), start()]).toEqual(['true', 'true']);
  });
  test('where one can not be made to one file, and then none is', () => {
    const { start, cache } = project(folder, 'broken package', {
      ...packages,
      'node_modules/b/index.js': `${packages['node_modules/b/index.js']}\ntry { require('./no.node'); } catch {}`,
      'node_modules/b/no.node': '',
    });
    expect([start(), start()]).toEqual(['true', 'true']);
    const program = join(
      cache,
      readdirSync(cache).find((file) => /^main\.ts-\w+\.js$/.test(file))!,
    );
    const { ino } = statSync(program);
    expect(start()).toBe('true');
    expect(statSync(program).ino).toBe(ino);
  });
  test('but not where another has a version of its own', () => {
    const { start } = project(folder, 'nested', {
      ...packages,
      'node_modules/b/node_modules/a/package.json': '{ "name": "a", "version": "2.0.0" }',
      'node_modules/b/node_modules/a/index.js': 'exports.A = class A {};',
    });
    expect([start(), start()]).toEqual(['false', 'false']);
  });
  test('where one can do without a package that is not there', () => {
    const { start, cache } = project(folder, 'optional', {
      ...packages,
      'package.json': packages['package.json'].replace('}', ', "d": "1" }'),
      'node_modules/b/index.js': `try { require('d'); } catch {}\n${packages['node_modules/b/index.js']}`,
    });
    expect([start(), start()]).toEqual(['true', 'true']);
    // Each was run, so that it is kept as V8 compiled it too.
    expect(readdirSync(cache).filter((file) => /^[abc]-\w+\.js\.v/.test(file))).toHaveLength(3);
  });
});

test('what was made in another way, or for a project that is gone, is removed by the next that is made', () => {
  const { root, start, cache } = project(folder, 'orphans');
  start();
  start();
  const files = readdirSync(cache);
  const starter = readFileSync(join(root, 'commands/start.js'), 'utf8');
  writeFileSync(join(root, 'commands/start.js'), `${starter}\n// changed`);
  expect([start(), start()]).toEqual(Array(2).fill('part 1, data 1, pack 1'));
  const now = readdirSync(cache);
  expect(now).toHaveLength(files.length);
  expect(now.filter((file) => files.includes(file))).toEqual([]);
});

test('an error of syntax shows once the file is loaded, as that of a transformation with its place', () => {
  const { start } = project(folder, 'syntax', {
    'main.ts':
      "void import('./part').catch(({ name, message }: Error) => console.log(`${name} ${message}`));",
    'part/index.ts': 'export const part = {\n  a: 1\n  b: 2,\n};',
  });
  const message = new RegExp(
    `^TransformError ${folder}/syntax/part/index\\.ts:3:2: ERROR: Expected "}" but found "b"$`,
  );
  for (const stdout of [start(), start()]) expect(stdout).toMatch(message);
});
