import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { staleFolders, write, type Half } from '../output';
import { scratch } from './support';

const folder = scratch();

/** A half of these files, by path. */
const half = (target: string, files: Record<string, string>): Half => ({
  target: join(folder, target),
  make: async () => ({
    files: new Map(Object.entries(files).map(([path, content]) => [path, { content }])),
    parts: [{ path: 'lab', contents: `${Object.keys(files).length} files` }],
  }),
});
const broken: Half = {
  target: join(folder, 'broken'),
  make: async () => {
    throw new Error('the second half fails');
  },
};
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

test('puts each half where it is for, and says what is there', async () => {
  const written = await write([
    half('a', { 'lab/1.k8s.yaml': 'one' }),
    half('b', { 'stacks/lab/cdk.tf.json': '{}' }),
  ]);
  expect(written).toEqual([
    { path: join(folder, 'a/lab'), contents: '1 files' },
    { path: join(folder, 'b/lab'), contents: '1 files' },
  ]);
  expect([read('a/lab/1.k8s.yaml'), read('b/stacks/lab/cdk.tf.json')]).toEqual(['one', '{}']);
});

test('writes nothing of one half if the other fails', async () => {
  await expect(write([half('a', { 'lab/1.k8s.yaml': 'two' }), broken])).rejects.toThrow(
    'the second half fails',
  );
  expect(read('a/lab/1.k8s.yaml')).toBe('one');
});

test.each([
  ['is a file', 'file', () => writeFileSync(join(folder, 'file'), '')],
  [
    'has a folder in the place of a file',
    'c',
    () => mkdirSync(join(folder, 'c/lab/1.k8s.yaml'), { recursive: true }),
  ],
])('writes nothing at all if a target %s, and says which', async (_, target, make) => {
  make();
  const halves = [half('a', { 'lab/1.k8s.yaml': 'three' }), half(target, { 'lab/1.k8s.yaml': 'x' })];
  await expect(write(halves)).rejects.toThrow(
    /^1 fault; nothing was changed.*the output\n +problem: can't be written: /s,
  );
  expect(read('a/lab/1.k8s.yaml')).toBe('one');
  expect(readdirSync(join(folder, 'a/lab'))).toEqual(['1.k8s.yaml']);
});

test('removes what was generated beside its files before, and nothing else', async () => {
  mkdirSync(join(folder, 'd/lab'), { recursive: true });
  for (const name of ['lab/9.k8s.yaml', 'lab/mine.yaml', 'lab/notes.txt', 'other.k8s.yaml'])
    writeFileSync(join(folder, 'd', name), '');
  // A folder with other files alone, as that of cdktf's manifest, is no folder of generated files.
  await write([half('d', { 'lab/1.k8s.yaml': 'one', 'manifest.json': '{}' })]);
  expect(existsSync(join(folder, 'd/lab/9.k8s.yaml'))).toBe(false);
  expect([readdirSync(join(folder, 'd/lab')), existsSync(join(folder, 'd/other.k8s.yaml'))]).toEqual([
    ['1.k8s.yaml', 'mine.yaml', 'notes.txt'],
    true,
  ]);
});

test('what an environment has beside its folder goes with the settings that made it', async () => {
  const lab = { 'lab/1.k8s.yaml': 'one' };
  const patches = { 'lab.gateways/a.patch.yaml': 'a', 'lab.gateways/b.patch.yaml': 'b' };
  const other = { 'laboratory.gateways/a.patch.yaml': 'a', 'laboratory/1.k8s.yaml': 'one' };
  const seen = () => readdirSync(join(folder, 'h'), { recursive: true }).map(String).toSorted();
  await write([half('h', { ...lab, ...patches, ...other })]);
  mkdirSync(join(folder, 'h/lab.empty'));
  await write([half('h', { ...lab, 'lab.gateways/a.patch.yaml': 'a' })]);
  expect(seen()).toEqual([
    'lab',
    'lab.empty',
    'lab.gateways',
    'lab.gateways/a.patch.yaml',
    'lab/1.k8s.yaml',
    'laboratory',
    'laboratory.gateways',
    'laboratory.gateways/a.patch.yaml',
    'laboratory/1.k8s.yaml',
  ]);
  await write([half('h', lab)]);
  expect(seen().filter((path) => path.startsWith('lab.'))).toEqual(['lab.empty']);
});

test('a folder beside that of an environment stays where the reader has a file of his own in it', async () => {
  await write([half('i', { 'lab/1.k8s.yaml': 'one', 'lab.gateways/a.patch.yaml': 'a' })]);
  writeFileSync(join(folder, 'i/lab.gateways/notes.txt'), '');
  await write([half('i', { 'lab/1.k8s.yaml': 'one' })]);
  expect(readdirSync(join(folder, 'i/lab.gateways'))).toEqual(['notes.txt']);
});

test('two halves for one folder both arrive', async () => {
  await write([half('e', { 'lab/1.k8s.yaml': 'one' }), half('e', { 'stacks/lab/cdk.tf.json': '{}' })]);
  expect([read('e/lab/1.k8s.yaml'), read('e/stacks/lab/cdk.tf.json')]).toEqual(['one', '{}']);
});

test('one folder under several names is one, and its run does not wait for itself', async () => {
  mkdirSync(join(folder, 'n'));
  symlinkSync(join(folder, 'n'), join(folder, 'o'));
  const names = ['n', 'n/', './n', 'o'].map((name) => `${folder}/${name}`);
  const halves = names.map((target, index) => ({
    ...half('n', { [`lab/${index}.k8s.yaml`]: 'one' }),
    target,
  }));
  const started = performance.now();
  await write(halves);
  expect(readdirSync(join(folder, 'n/lab'))).toHaveLength(4);
  // A lock of nobody lasts for three times as long.
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a folder in the place of the lock is a fault, and nothing is left beside it', async () => {
  mkdirSync(join(folder, 'p/.synth-lock'), { recursive: true });
  await expect(write([half('p', { 'lab/1.k8s.yaml': 'one' })])).rejects.toThrow("can't be written: ");
  expect(readdirSync(join(folder, 'p'))).toEqual(['.synth-lock']);
});

test('names the folders of environments that are gone, and leaves them to the reader', async () => {
  for (const path of ['f/old', 'f/stacks/old', 'f/notes', 'f/lab', 'f/stacks/lab'])
    mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'f/old/0000-x.k8s.yaml'), '');
  writeFileSync(join(folder, 'f/stacks/old/cdk.tf.json'), '{}');
  writeFileSync(join(folder, 'f/notes/todo.txt'), '');
  for (const name of ['old.gateways', 'lab.gateways']) {
    mkdirSync(join(folder, 'f', name));
    writeFileSync(join(folder, 'f', name, 'a.patch.yaml'), '');
  }
  writeFileSync(join(folder, 'f/lab/0000-x.k8s.yaml'), '');
  writeFileSync(join(folder, 'f/stacks/lab/cdk.tf.json'), '{}');
  const written = [
    { path: join(folder, 'f/lab'), contents: '' },
    { path: join(folder, 'f/lab.gateways'), contents: '' },
    { path: join(folder, 'f/stacks/lab/cdk.tf.json'), contents: '' },
  ];
  expect(staleFolders(written)).toEqual(
    ['old', 'old.gateways', 'stacks/old'].map((path) => join(folder, 'f', path)),
  );
  expect(existsSync(join(folder, 'f/old/0000-x.k8s.yaml'))).toBe(true);
});

test('a program can be run, also where its content is as before', async () => {
  const target = join(folder, 'j');
  const put = (isExecutable: boolean) => {
    const files = new Map([
      ['program', { content: Buffer.from('#!/bin/sh'), isExecutable }],
      ['text', { content: 'one' }],
    ]);
    return write([{ target, make: async () => ({ files, parts: [] }) }]);
  };
  const isProgram = (name: string) => (statSync(join(target, name)).mode & 0o111) > 0;
  await put(false);
  expect([isProgram('program'), isProgram('text')]).toEqual([false, false]);
  await put(true);
  expect([isProgram('program'), isProgram('text')]).toEqual([true, false]);
  // Some file systems have nothing but programs.
  utimesSync(join(target, 'program'), 1, 1);
  await put(false);
  expect(statSync(join(target, 'program')).mtimeMs).toBe(1000);
});

test('what fails once files are put in place says that some of them are new', async () => {
  const both = half('k', { lab: 'a file', 'lab/1.k8s.yaml': 'and a folder' });
  await expect(write([both])).rejects.toThrow(
    /^1 fault; some files are new and some are old.*the output\n +problem: was put in place only in part: /s,
  );
  expect(existsSync(join(folder, 'k/.synth-lock'))).toBe(false);
});

test('what waits in the place of a new file is written over only if it is a file, and nothing that it leads to', async () => {
  const lab = join(folder, 'l/lab');
  mkdirSync(lab, { recursive: true });
  writeFileSync(join(folder, 'l/mine'), 'mine');
  symlinkSync(join(folder, 'l/mine'), join(lab, '1.k8s.yaml.new'));
  await write([half('l', { 'lab/1.k8s.yaml': 'one' })]);
  expect([read('l/mine'), read('l/lab/1.k8s.yaml'), readdirSync(lab)]).toEqual([
    'mine',
    'one',
    ['1.k8s.yaml'],
  ]);
  mkdirSync(join(lab, '3.k8s.yaml.new'));
  const more = half('l', { 'lab/1.k8s.yaml': 'two', 'lab/3.k8s.yaml': 'three' });
  await expect(write([more])).rejects.toThrow(/nothing was changed.*can't be written: /s);
  expect([read('l/lab/1.k8s.yaml'), readdirSync(lab)]).toEqual(['one', ['1.k8s.yaml', '3.k8s.yaml.new']]);
});

describe('beside other runs', () => {
  const first = half('g', { 'lab/1.k8s.yaml': 'one', 'lab/2.k8s.yaml': 'two' });
  const second = half('g', { 'lab/1.k8s.yaml': 'one', 'lab/2.k8s.yaml': 'TWO' });

  test('a file that stays as it was is not touched, and one that changed at the same size is written', async () => {
    await write([first]);
    for (const name of ['1', '2']) utimesSync(join(folder, `g/lab/${name}.k8s.yaml`), 1, 1);
    await write([second]);
    const touched = ['1', '2'].map((name) => statSync(join(folder, `g/lab/${name}.k8s.yaml`)).mtimeMs > 1000);
    expect([touched, read('g/lab/2.k8s.yaml')]).toEqual([[false, true], 'TWO']);
  });

  test('what a run that was killed left is removed, and its lock holds nobody up', async () => {
    const { pid } = spawnSync(process.execPath, ['--eval', '']);
    symlinkSync(`${pid}`, join(folder, 'g/.synth-lock'));
    const manifest = half('g', { 'manifest.json': '{}' });
    await write([first, manifest]);
    for (const name of ['lab/1.k8s.yaml.new', 'lab/9.k8s.yaml.new', 'manifest.json.new', 'mine.new'])
      writeFileSync(join(folder, 'g', name), 'half');
    await write([first, manifest]);
    expect([readdirSync(join(folder, 'g')), readdirSync(join(folder, 'g/lab'))]).toEqual([
      ['lab', 'manifest.json', 'mine.new'],
      ['1.k8s.yaml', '2.k8s.yaml'],
    ]);
  });

  /** What a run sees beside another process, which takes the first step before the run starts, and each other 200 ms after the last. */
  async function besideOther(steps: readonly string[]) {
    const lock = join(folder, 'g/.synth-lock');
    const script = `
      const fs = require('node:fs');
      const [lock, removing] = ${JSON.stringify([lock, `${lock}.removing`])};
      const take = (path) => fs.symlinkSync(String(process.pid), path);
      const put = () => fs.writeFileSync(${JSON.stringify(join(folder, 'g/lab/2.k8s.yaml'))}, 'other');
      const steps = [${steps.map((step) => `() => { ${step} }`).join(', ')}];
      steps[0]();
      console.log('locked');
      steps.slice(1).forEach((step, index) => setTimeout(step, 200 * (index + 1)));`;
    const other = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(other, 'exit');
    await Promise.race([once(other.stdout, 'data'), exited]);
    await write([second]);
    const texts = [read('g/lab/2.k8s.yaml')];
    const locks = readdirSync(join(folder, 'g')).filter((name) => name.startsWith('.'));
    await exited;
    texts.push(read('g/lab/2.k8s.yaml'));
    return { texts, locks };
  }
  /** Had it not waited, the other run's file would have come last. */
  const waited = { texts: ['TWO', 'TWO'], locks: [] };

  test('a run waits for the one that is putting its files in place', async () => {
    expect(await besideOther(['take(lock);', 'put(); fs.rmSync(lock);'])).toEqual(waited);
  });

  test('of two runs that find the lock of one that was killed, one removes it, and the other waits for that one', async () => {
    const { pid } = spawnSync(process.execPath, ['--eval', '']);
    const steps = [
      `fs.symlinkSync('${pid}', lock); take(removing);`,
      'fs.rmSync(lock); take(lock);',
      'fs.rmSync(removing);',
      'put(); fs.rmSync(lock);',
    ];
    expect(await besideOther(steps)).toEqual(waited);
  });

  test('a run leaves a lock alone that has become that of another, as where it was asleep for long', async () => {
    const lock = join(folder, 'g/.synth-lock');
    const file = {
      get content() {
        rmSync(lock, { force: true });
        symlinkSync('1', lock);
        return 'one';
      },
    };
    const files = new Map([['lab/1.k8s.yaml', file]]);
    await write([{ target: join(folder, 'g'), make: async () => ({ files, parts: [] }) }]);
    expect(readlinkSync(lock)).toBe('1');
    rmSync(lock);
  });
});
