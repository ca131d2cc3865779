import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { copyProject, runIn, write } from './copies/project';
import { ROOT, scratch } from './support';

const folder = scratch();

/** The project with the environments of the tests. */
const project = join(folder, 'project');
copyProject(project);
for (const room of ['environments', 'applications']) rmSync(join(project, room), { recursive: true });
write(project, [
  {
    path: 'environments/index.ts',
    text: "export { environments } from '../__tests__/fixtures/environments';\n",
  },
]);

type Files = Readonly<Record<string, string>>;

/** The files that one way of starting makes of each half, with their text. */
function made(name: string, command: string, args: readonly string[]) {
  const outputs = { CDK8S_OUTDIR: join(folder, name, 'dist'), CDKTF_OUTDIR: join(folder, name, 'cdktf.out') };
  const { status, stderr } = runIn(project, command, args, { ...outputs, FORCE_COLOR: '0' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return { kubernetes: filesIn(outputs.CDK8S_OUTDIR), terraform: filesIn(outputs.CDKTF_OUTDIR) };
}

function filesIn(out: string): Files {
  return Object.fromEntries(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [relative(out, file), readFileSync(file, 'utf8')]),
  );
}

const started = (name: string, node = process.execPath) => made(name, node, ['commands/start.js', 'main.ts']);

/** What the project makes without its starter. */
const plainly = made('plainly', process.execPath, ['--import', 'tsx', 'main.ts']);

test('there are bytes to compare', () => {
  expect(Object.keys(plainly.kubernetes)).toContain('plain/00-mesh-config.k8s.yaml');
  expect(Object.keys(plainly.terraform)).toContain('stacks/full/cdk.tf.json');
});

test('a first start, which makes the bundle, and the next give the bytes that a run without it gives', () => {
  expect(started('first')).toEqual(plainly);
  expect(started('next')).toEqual(plainly);
});

/** Other lines of Node, where the variables say where they are. */
const lines = { NODE_22: process.env.NODE_22, NODE_24: process.env.NODE_24 };
for (const [line, node] of Object.entries(lines))
  (node === undefined ? describe.skip : describe)(`on another Node, where ${line} says where it is,`, () => {
    test('the bytes are the same', () => expect(started(line, node)).toEqual(plainly));
  });

/** What a CLI makes in a folder of its own. */
function madeBy(cli: string, args: readonly string[]): Files {
  const out = join(folder, cli);
  mkdirSync(out);
  const { status, stderr } = runIn(
    project,
    join(ROOT, 'node_modules/.bin', cli),
    [...args, '--output', out],
    { FORCE_COLOR: '0' },
  );
  if (status !== 0) throw new Error(`${cli} ended with ${status}: ${stderr}`);
  return filesIn(out);
}

test('cdk8s synth writes the YAML of npm run synth, and no Terraform', () => {
  expect(madeBy('cdk8s', ['synth', '--check-upgrade=false'])).toEqual(plainly.kubernetes);
});

// Its terminal library has no binary for Node 24, so that the CLI does not even start there.
const whereItStarts = Number(process.versions.node.split('.')[0]) > 22 ? describe.skip : describe;
whereItStarts('cdktf synth', () => {
  test('writes the Terraform of npm run synth, and no YAML', () => {
    expect(madeBy('cdktf', ['synth'])).toEqual(plainly.terraform);
  });
});
