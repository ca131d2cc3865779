import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'yaml';
import { environments } from '../settings';
import { copyProject, ROOT, run, runScript, runScriptAt, scratch, TODAY } from './support';

const names = environments({}, TODAY).environments.map(({ environment }) => environment);

const folder = scratch();

/** Where one run writes to, for the variables that the CLIs set too. */
const into = (name: string) => ({
  CDK8S_OUTDIR: join(folder, name, 'dist'),
  CDKTF_OUTDIR: join(folder, name, 'cdktf.out'),
});

/** Every file below a folder, with its text. */
function contentsOf(path: string): Record<string, string> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [relative(path, file), readFileSync(file, 'utf8')]),
  );
}

describe('npm run synth', () => {
  test('writes both halves of every environment, says what it wrote, and leaves nothing else', () => {
    const TMPDIR = join(folder, 'tmp');
    mkdirSync(TMPDIR);
    const { status, stdout } = runScript(['main.ts'], { ...into('first'), TMPDIR });
    // The cache of tsx is meant to stay.
    expect(readdirSync(TMPDIR).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
    expect(status).toBe(0);
    for (const name of names) expect(stdout).toMatch(new RegExp(`${name}: \\d+ objects in \\d+ files\n`));
    expect(stdout).toMatch(/synthesized in \d+\.\d s\n$/);
    const files = Object.keys(contentsOf(join(folder, 'first')));
    expect(files).toContain('cdktf.out/manifest.json');
    for (const name of names)
      expect(files).toEqual(
        expect.arrayContaining([
          `cdktf.out/stacks/${name}/cdk.tf.json`,
          `dist/${name}/0000-mesh-config.k8s.yaml`,
        ]),
      );
  });

  test('gives the same bytes from the same settings, wherever it runs', () => {
    runScript(['main.ts'], into('second'));
    expect(contentsOf(join(folder, 'second'))).toEqual(contentsOf(join(folder, 'first')));
  });

  test('stops at a wrong value with all faults and no trace, and leaves the last good output', () => {
    const before = contentsOf(join(folder, 'second'));
    const { status, stdout, stderr } = runScript(['main.ts'], {
      ...into('second'),
      RG_NAME: '',
      LOCATION: 'West US',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^2 settings are wrong; nothing was written\./);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(contentsOf(join(folder, 'second'))).toEqual(before);
  });

  test('warns of a revision that the calendar does not have, and stops only if asked to be strict', () => {
    const variables = { ...into('strict'), MESH_REVISION: 'asm-9-99' };
    const lenient = runScript(['main.ts'], variables);
    expect(lenient).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("lab: mesh.revisions is 'asm-9-99'"),
    });
    const strict = runScript(['main.ts', '--strict'], variables);
    expect(strict).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('does not have it yet'),
    });
  });

  test('names the folders of environments that are gone, and leaves them alone', () => {
    const gone = join(folder, 'gone/dist/staging/0000-mesh-config.k8s.yaml');
    mkdirSync(dirname(gone), { recursive: true });
    writeFileSync(gone, '');
    const { status, stderr } = runScript(['main.ts', 'kubernetes'], into('gone'));
    expect(status).toBe(0);
    expect(stderr).toContain(`${dirname(gone)} belongs to no environment: delete it\n`);
    expect(stderr).not.toContain(`${names[0]} belongs`);
    expect(readFileSync(gone, 'utf8')).toBe('');
  });

  test('ends with a note, and no warning, where support ends soon and the calendar has no successor', () => {
    const project = join(folder, 'note');
    copyProject(project);
    const declared = join(project, 'settings/declared.ts');
    const fixture = readFileSync(join(ROOT, '__tests__/fixtures/settings.ts'), 'utf8');
    writeFileSync(declared, `${fixture.replace(/^import .*$/m, '')}\nexport const declared = [lab];\n`);
    const { status, stderr } = runScriptAt(
      '2026-11-24T12:00:00Z',
      [join(project, 'main.ts'), '--strict'],
      into('note'),
    );
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        'note: the support of asm-1-30 (lab) is expected to end in 37 days, and the calendar has no later revision yet; ' +
        'npm run mesh:status says what to do\n',
    });
  });

  test.each([
    [['--srict'], "Unknown option '--srict'"],
    [
      ['kubernets'],
      "there is no half 'kubernets'; ask for terraform or kubernetes, or for none to make both",
    ],
  ])('refuses the arguments %j', (args, message) => {
    const { status, stderr } = runScript(['main.ts', ...args], into('arguments'));
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('one half', () => {
  const preload = join(folder, 'loaded.cjs');
  writeFileSync(preload, "process.on('exit', () => console.log(Object.keys(require.cache).join('\\n')))");

  /** Which of the two libraries a run of main.ts loads. */
  const loaded = (half: string) => {
    const { stdout } = runScript(['--require', preload, 'main.ts', half], into(`loaded-${half}`));
    return ['cdktf', 'cdk8s'].filter((library) => stdout.includes(`node_modules/${library}/`));
  };

  test('of Kubernetes loads no cdktf', () => expect(loaded('kubernetes')).toEqual(['cdk8s']));
  test('of Terraform loads no cdk8s', () => expect(loaded('terraform')).toEqual(['cdktf']));
});

describe('the CLIs, run for real,', () => {
  const bin = join(ROOT, 'node_modules/.bin');

  test('cdk8s synth writes the YAML of npm run synth, and no Terraform', () => {
    const output = join(folder, 'cdk8s');
    const { status } = run(join(bin, 'cdk8s'), ['synth', '--check-upgrade=false', '--output', output]);
    expect(status).toBe(0);
    expect(contentsOf(output)).toEqual(contentsOf(join(folder, 'first', 'dist')));
  });

  // Its terminal library has no binary for Node 24, so that the CLI does not even start there.
  const whereItStarts = Number(process.versions.node.split('.')[0]) > 22 ? describe.skip : describe;
  whereItStarts('cdktf', () => {
    test('cdktf synth writes the Terraform of npm run synth, and no YAML', () => {
      const output = join(folder, 'cdktf');
      const { status } = run(join(bin, 'cdktf'), ['synth', '--output', output], { FORCE_COLOR: '0' });
      expect(status).toBe(0);
      expect(contentsOf(output)).toEqual(contentsOf(join(folder, 'first', 'cdktf.out')));
    });
  });
});

test('no npx, no type-check and no CLI is on the way to the output', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const { app } = parse(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')) as { app: string };
  const cdktf = JSON.parse(readFileSync(join(ROOT, 'cdktf.json'), 'utf8')) as { app: string };
  expect([scripts.synth, app, cdktf.app]).toEqual([
    'node --import tsx main.ts',
    'node --import tsx main.ts kubernetes',
    'node --import tsx main.ts terraform',
  ]);
});
