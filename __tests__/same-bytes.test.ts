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

type Half = 'kubernetes' | 'terraform';

/** The files of a half, with their text, as one way of starting makes them. */
function made(name: string, command: string, args: readonly string[]): Record<string, string> {
  const out = join(folder, name);
  mkdirSync(out);
  const outputs = { CDK8S_OUTDIR: out, CDKTF_OUTDIR: out, FORCE_COLOR: '0' };
  const { status, stderr } = runIn(
    project,
    command,
    [...args, ...(command.includes('cdk') ? ['--output', out] : [])],
    outputs,
  );
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return Object.fromEntries(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [relative(out, file), readFileSync(file, 'utf8')]),
  );
}

const started = (name: string, half: Half, node = process.execPath) =>
  made(name, node, ['commands/start.js', 'main.ts', half]);

/** What the project makes without its starter. */
const plainly = {
  kubernetes: made('tsx-kubernetes', process.execPath, ['--import', 'tsx', 'main.ts', 'kubernetes']),
  terraform: made('tsx-terraform', process.execPath, ['--import', 'tsx', 'main.ts', 'terraform']),
};

test('there are bytes to compare', () => {
  const names = Object.values(plainly).flatMap((files) => Object.keys(files));
  expect(names).toEqual(expect.arrayContaining(['plain/00-mesh-config.k8s.yaml', 'stacks/full/cdk.tf.json']));
});

describe.each(['kubernetes', 'terraform'] as const)('the %s half has the same bytes', (half) => {
  test('from a first start, which makes the bundle, and from the next', () => {
    expect(started(`first-${half}`, half)).toEqual(plainly[half]);
    expect(started(`next-${half}`, half)).toEqual(plainly[half]);
  });

  /** Other lines of Node, where the variables say where they are. */
  const lines = { NODE_20: process.env.NODE_20, NODE_22: process.env.NODE_22, NODE_24: process.env.NODE_24 };
  for (const [line, node] of Object.entries(lines))
    (node === undefined ? describe.skip : describe)(
      `on another Node, where ${line} says where it is,`,
      () => {
        test('as on this one', () => expect(started(`${line}-${half}`, half, node)).toEqual(plainly[half]));
      },
    );
});

const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

test('cdk8s synth writes the YAML of npm run synth, and no Terraform', () => {
  expect(made('cli-cdk8s', bin('cdk8s'), ['synth', '--check-upgrade=false'])).toEqual(plainly.kubernetes);
});

// Its terminal library has no binary for Node 24, so that the CLI does not even start there.
const whereItStarts = Number(process.versions.node.split('.')[0]) > 22 ? describe.skip : describe;
whereItStarts('cdktf synth', () => {
  test('writes the Terraform of npm run synth, and no YAML', () => {
    expect(made('cli-cdktf', bin('cdktf'), ['synth'])).toEqual(plainly.terraform);
  });
});
