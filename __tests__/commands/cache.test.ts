import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runIn } from '../copies/project';
import { ROOT, scratch } from '../support';
import { project, PROJECT } from './started';

const folder = scratch();

test('where nothing has changed, what was kept is run and nothing is made anew', () => {
  const { start, cache } = project(folder, 'unchanged');
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
    const { start, cache } = project(folder, `asked${option}`);
    expect([start(option), start(option)]).toEqual(Array(2).fill('part 1, data 1, pack 1'));
    expect(readdirSync(cache).filter((file) => file.includes(process.version))).toEqual([]);
    start();
    expect(readdirSync(cache).filter((file) => file.includes(process.version))).toHaveLength(2);
  },
);

test('a program is kept even if its clock stands still before its sources were written', () => {
  const { root, cache } = project(folder, 'still');
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
    const { start, put, cache } = project(folder, 'deleted');
    const { 'main.ts': main } = PROJECT;
    put(
      'main.ts',
      `require('node:fs').rmSync(${JSON.stringify(cache)}, { recursive: true, force: true });${main}`,
    );
    expect([start(), start()]).toEqual([expected, expected]);
  });
  test('it can not be written', () => {
    const { start } = project(folder, 'read-only', {
      'node_modules/.cache': 'a file, also in the way of root',
    });
    expect([start(), start()]).toEqual([expected, expected]);
  });
  // The line is in the map, which is read for an error only.
  const { 'main.ts': main } = PROJECT;
  const withLine = `${main}\nconsole.log(/main\\.ts:\\d+/.exec(new Error('x').stack!)![0]);`;
  const shown = `main.ts:${withLine.split('\n').length}\n${expected}`;
  test.each([
    ['gone', undefined],
    ['empty', () => ''],
    ['cut off', (text: string) => text.slice(0, -20)],
    ['something else', () => '{}'],
    [
      'of the same length',
      (text: string) => text.replaceAll('part 1', 'part 9').replaceAll('main.ts', 'mine.ts'),
    ],
  ])('its files are %s', (name, change) => {
    const { start, cache } = project(folder, `broken ${name}`, { 'main.ts': withLine });
    // What is too new by the clock of a busy machine is kept by the second start.
    expect([start(), start()]).toEqual([shown, shown]);
    const files = readdirSync(cache);
    for (const kind of [/\.js$/, /\.js\.map$/, /\.js\.v[\d.]+$/]) {
      const some = files.filter((file) => kind.test(file));
      expect(some.length).toBeGreaterThanOrEqual(1);
      for (const file of some.map((each) => join(cache, each))) {
        if (change === undefined) {
          rmSync(file);
          continue;
        }
        const { mtime } = statSync(file);
        writeFileSync(file, change(readFileSync(file, 'latin1')), 'latin1');
        // As where a disk was full, which leaves no later time.
        if (name === 'cut off') utimesSync(file, mtime, mtime);
      }
      expect(start()).toBe(shown);
    }
    expect(start()).toBe(shown);
  });
});
