import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describeStale, fixFor, staleFolders, write, type Half } from '../output';
import { scratch } from './support';

const folder = scratch();

/** A half of these files, by path. */
const half = (target: string, files: Record<string, string>): Half => ({
  target: join(folder, target),
  render: async () => ({
    files: new Map(Object.entries(files).map(([path, content]) => [path, { content }])),
    parts: [{ path: 'lab', contents: `${Object.keys(files).length} files` }],
  }),
});
const broken: Half = {
  target: join(folder, 'broken'),
  render: async () => {
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
    /^1 fault; nothing was changed.*the output\n +problem: cannot be written: /s,
  );
  expect(read('a/lab/1.k8s.yaml')).toBe('one');
  expect(readdirSync(join(folder, 'a/lab'))).toEqual(['1.k8s.yaml']);
});

test('a run that fails leaves no empty folders behind', async () => {
  writeFileSync(join(folder, 'in-the-way'), '');
  const halves = [half('new/a', { 'lab/1.k8s.yaml': 'x' }), half('in-the-way', { 'lab/1.k8s.yaml': 'x' })];
  await expect(write(halves)).rejects.toThrow('nothing was changed');
  expect(existsSync(join(folder, 'new'))).toBe(false);
  // One that was there stays, and so does what somebody else has put there.
  mkdirSync(join(folder, 'new/kept'), { recursive: true });
  await expect(write(halves)).rejects.toThrow('nothing was changed');
  expect(readdirSync(join(folder, 'new'))).toEqual(['kept']);
  await expect(
    write([half('late', { 'lab/1.k8s.yaml': 'x', 'lab/1.k8s.yaml/2.k8s.yaml': 'y' })]),
  ).rejects.toThrow('some files are new');
  expect(existsSync(join(folder, 'late/.synth-lock'))).toBe(false);
});

test('a file in the place of a folder is said to be one, with its path, and following that works', async () => {
  const target = join(folder, 'occupied');
  writeFileSync(target, '');
  const made = half('occupied', { 'lab/1.k8s.yaml': 'x' });
  await expect(write([made])).rejects.toThrow(`a file is: rename or delete ${target}`);
  rmSync(target);
  await write([made]);
  expect(read('occupied/lab/1.k8s.yaml')).toBe('x');
});

test.each([
  ['EACCES', 'get the right to write /out'],
  ['EPERM', 'get the right to write /out'],
  ['EROFS', 'its disk can only be read'],
  ['ENOSPC', 'its disk is full'],
  ['ENOTDIR', 'rename or delete /out'],
  ['EISDIR', 'remove what is in the way'],
])('an error %s of the file system has a fix of its own', (code, fix) => {
  expect(fixFor(Object.assign(new Error(code), { code, path: '/out' }))).toContain(fix);
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
  await write(halves, 0);
  expect(readdirSync(join(folder, 'n/lab'))).toHaveLength(4);
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
  expect(describeStale(join(folder, 'f/old'))).toMatch(/belongs to no environment; delete it$/);
  // With the folder goes the last word of what the state still has.
  expect(describeStale(join(folder, 'f/stacks/old'))).toMatch(
    /state still has it: .*move the state first.*destroy it/,
  );
});

test('a program can be run, also where its content is as before', async () => {
  const target = join(folder, 'j');
  const put = (isExecutable: boolean) => {
    const files = new Map([
      ['program', { content: Buffer.from('#!/bin/sh'), isExecutable }],
      ['text', { content: 'one' }],
    ]);
    return write([{ target, render: async () => ({ files, parts: [] }) }]);
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
    /^1 fault; some files are new and some are old.*the output\n +problem: was only partly written: /s,
  );
  expect(existsSync(join(folder, 'k/.synth-lock'))).toBe(false);
});

describe('beside other runs', () => {
  const first = half('g', { 'lab/1.k8s.yaml': 'one', 'lab/2.k8s.yaml': 'two' });
  const second = half('g', { 'lab/1.k8s.yaml': 'one', 'lab/2.k8s.yaml': 'TWO' });
  const lock = join(folder, 'g/.synth-lock');

  test('a file that stays as it was is not touched, and one that changed at the same size is written', async () => {
    await write([first]);
    for (const name of ['1', '2']) utimesSync(join(folder, `g/lab/${name}.k8s.yaml`), 1, 1);
    await write([second]);
    const touched = ['1', '2'].map((name) => statSync(join(folder, `g/lab/${name}.k8s.yaml`)).mtimeMs > 1000);
    expect([touched, read('g/lab/2.k8s.yaml')]).toEqual([[false, true], 'TWO']);
  });

  test('a run waits for the one that is putting its files in place', async () => {
    const script = `
      const { mkdirSync, rmdirSync, writeFileSync } = require('node:fs');
      const [lock, file] = process.argv.slice(1);
      mkdirSync(lock);
      console.log('locked');
      setTimeout(() => { writeFileSync(file, 'other'); rmdirSync(lock); }, 200);`;
    const args = ['--eval', script, lock, join(folder, 'g/lab/2.k8s.yaml')];
    const other = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    await write([second]);
    // Had it not waited, the other run's file would have come last.
    expect([read('g/lab/2.k8s.yaml'), readdirSync(join(folder, 'g'))]).toEqual(['TWO', ['lab']]);
  });

  test('a run that waits says for which lock, once, and not before a second has passed', async () => {
    const said = async (wait: number) => {
      const print = jest.spyOn(console, 'error').mockImplementation(() => {});
      mkdirSync(lock);
      try {
        await expect(write([first], wait)).rejects.toThrow('nothing was changed');
        return print.mock.calls.flat().map(String);
      } finally {
        rmSync(lock, { recursive: true });
        print.mockRestore();
      }
    };
    expect(await said(50)).toEqual([]);
    expect(await said(1200)).toEqual([`waiting up to 1.2 s for another run, which has ${lock}`]);
  });

  test('a lock that is an hour old is no other than a new one: who has it is not known', async () => {
    mkdirSync(lock);
    utimesSync(lock, Date.now() / 1000 - 3600, Date.now() / 1000 - 3600);
    await expect(write([first], 50)).rejects.toThrow(/make sure that no other run is active, and delete it/);
    expect(existsSync(lock)).toBe(true);
    rmSync(lock, { recursive: true });
  });

  test('a run gives up after a while, changes nothing, and says what to delete after one that was killed', async () => {
    mkdirSync(lock);
    writeFileSync(join(lock, '0'), 'a file that was not put in place');
    await expect(write([first], 50)).rejects.toThrow(
      /^1 fault; nothing was changed.*\.synth-lock\n +problem: another run has had it .*\n +fix: .*rm -r .*g\/\.synth-lock$/s,
    );
    expect(read('g/lab/2.k8s.yaml')).toBe('TWO');
    rmSync(lock, { recursive: true });
    await write([first], 50);
    expect([read('g/lab/2.k8s.yaml'), readdirSync(join(folder, 'g'))]).toEqual(['two', ['lab']]);
  });
});
