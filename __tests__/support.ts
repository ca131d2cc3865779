import { spawn, spawnSync } from 'node:child_process';
import { text as textOf } from 'node:stream/consumers';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing, type Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { renderObjects } from '../charts/synth';
import { buildPlan, type Plan } from '../model/plan';
import { environmentSchema, type Environment, type EnvironmentSettings } from '../model/schema/environment';
import type { Output } from '../output';
import { readEnvironments } from '../model/read';
import type { KubernetesObject } from '../objects/object';
import { environments } from './fixtures/environments';

export const ROOT = join(__dirname, '..');

/** The day that tests live on, so that no passing date fails them. */
export const TODAY = '2026-11-24';

/** The environments that tests build on; every setting of one differs in the other. */
export const [plain, full] = readEnvironments(environments, {}) as [Plan, Plan];

/** The plan of an environment, as the engine reads it. */
export function planOf(environment: Environment, name = 'test'): Plan {
  return buildPlan(name, environmentSchema.parse(environment));
}

/** A plan with some of its settings stated anew. */
export function planWith(plan: Plan, settings: Partial<Environment>, name = plan.name): Plan {
  return planOf({ ...settingsOf(plan), ...settings }, name);
}

/** The settings that a plan is of. */
export function settingsOf(plan: Plan): EnvironmentSettings {
  const {
    name: _name,
    workloads: _workloads,
    workloadsByPath: _byPath,
    exposures: _exposures,
    ...rest
  } = plan;
  const { graph: _graph, resolveCall: _resolveCall, ...settings } = rest;
  return settings;
}

/** An environment with other values, stated by path; as JavaScript would, without regard to types. */
export function changed<T extends object>(from: T, values: Readonly<Record<string, unknown>>): T {
  const to = Object.entries(values).reduce((node, [path, value]) => put(node, path.split('.'), value), from);
  if (!isPlan(to)) return to;
  const settings = settingsOf(to);
  const parsed = environmentSchema.safeParse(settings);
  return buildPlan(to.name, parsed.success ? parsed.data : settings) as T & Plan;
}

const isPlan = (value: object): value is Plan => 'resolveCall' in value;

function put<T>(node: T, [key, ...rest]: readonly string[], value: unknown): T {
  const fields = (Array.isArray(node) ? [...node] : { ...node }) as Record<string, unknown>;
  const next = rest.length === 0 ? value : put(fields[key!], rest, value);
  if (next === undefined) delete fields[key!];
  else fields[key!] = next;
  return fields as T;
}

/** A Kubernetes object as it is rendered. */
export type Manifest = KubernetesObject;

/** The plain environment, of which one namespace runs one application, `app`, of these workloads and no other. */
export function running(workloads: object, beside: object = {}): Plan {
  return changed(plain, { 'namespaces.reading.applications': { app: { workloads, ...beside } } });
}

/** Path of the workloads of `running`. */
export const APP = 'namespaces.reading.applications.app.workloads';

/** The text of each file below a folder of what was made, by path. */
export function textsOf({ files }: Output, folder = ''): Record<string, string> {
  return Object.fromEntries(
    [...files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, { content }]) => [path, `${content}`] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Every object of an environment, in the order in which the files are applied. */
export async function objectsOf(environment: Plan): Promise<KubernetesObject[]> {
  return renderObjects(environment);
}

/** One object of an environment. */
export async function objectOf(environment: Plan, kind: string, name: string) {
  return one(await objectsOf(environment), kind, name);
}

/** The one object of a kind and name. */
export function one(all: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = all.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ${name}`);
  return found[0]!;
}

/** The objects of one chart. */
export function synth(chart: Chart): KubernetesObject[] {
  return Testing.synth(chart) as KubernetesObject[];
}

/** Objects as a person writes them, several apart by `---`. */
export function objects(yaml: string): KubernetesObject[] {
  return parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject);
}

/** How long a program may take, in milliseconds; on a busy machine too, it takes a tenth of it. */
const PATIENCE = 120_000;

/** Where a program runs, and with which variables: none of those that could change what it does. */
function surroundings(variables: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, TMPDIR: tmpdir(), CHECKPOINT_DISABLE: '1', CI: 'true', ...variables };
  return { cwd: ROOT, env, timeout: PATIENCE };
}

/** Runs a program in the project's folder, or as stated, without the variables that could change what it does. */
export function run(
  command: string,
  args: readonly string[],
  variables: Record<string, string> = {},
  stated: { readonly cwd?: string; readonly timeout?: number } = {},
) {
  const options = { ...surroundings(variables), ...stated, encoding: 'utf8' as const };
  const { status, stdout, stderr } = spawnSync(command, args, options);
  return { status, stdout, stderr };
}

/** The same for programs that run at once. */
export async function runBeside(
  command: string,
  args: readonly string[],
  variables: Record<string, string> = {},
) {
  const child = spawn(command, args, surroundings(variables));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [status, stdout, stderr] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)]);
  return { status, stdout, stderr };
}

/** How a program is run as a command of the project. */
interface ScriptOptions {
  readonly variables?: Record<string, string>;
  /** Folder of the project whose starter runs it. @default this project */
  readonly project?: string;
  /** Time that the clock stands still at, for the program. @default the clock runs */
  readonly time?: string;
}

/** Runs a command of a project as npm does: `node commands/start.js FILE ...`. */
export function runScript(
  args: readonly string[],
  { variables = {}, project = ROOT, time }: ScriptOptions = {},
) {
  const clock = time === undefined ? [] : ['--require', join(ROOT, '__tests__/fixtures/clock.js')];
  return run(process.execPath, [...clock, join(project, 'commands/start.js'), ...args], {
    ...variables,
    ...(time !== undefined && { TEST_CLOCK: time }),
  });
}

/** What of the project is neither its tests nor its documentation, nor the user's own. */
const ENGINE = [
  'aks',
  'charts',
  'commands',
  'constructs',
  'imports',
  'mesh',
  'model',
  'objects',
  'rules',
  'stacks',
  'verify',
  'index.ts',
  'main.ts',
  'output.ts',
  'package.json',
  'tsconfig.json',
];

/**
 * Copies the engine into a folder, with an environment a file of its own, for a test to change it.
 *
 * @param list source of each environment's file, by its name; each file exports what it is named as
 */
export function copyEngine(folder: string, list: Readonly<Record<string, string>>): void {
  for (const room of ENGINE) cpSync(join(ROOT, room), join(folder, room), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'environments'));
  cpSync(join(ROOT, '__tests__/fixtures/library.ts'), join(folder, 'applications/library.ts'));
  for (const [name, text] of Object.entries(list))
    writeFileSync(join(folder, `environments/${name}.ts`), text);
  const names = Object.keys(list);
  writeFileSync(
    join(folder, 'environments/index.ts'),
    `${names.map((name) => `import { ${name} } from './${name}';\n`).join('')}export const environments = { ${names.join(', ')} };\n`,
  );
}

/** A folder that the test file has to itself and that goes with it. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}
