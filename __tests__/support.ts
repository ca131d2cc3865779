import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing, Yaml, type Chart } from 'cdk8s';
import { defineCharts } from '../charts';
import type { Settings } from '../settings';

export const ROOT = join(__dirname, '..');

/** A Kubernetes object as it is rendered. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
  };
  readonly [field: string]: unknown;
}

/** The day that tests live on, so that no passing date fails them. */
export const TODAY = '2026-11-22';

export { lab, production } from './fixtures/settings';

/** Every object of an environment, in the order in which the files are applied. */
export function objectsOf(settings: Settings): Manifest[] {
  const app = new App();
  defineCharts(app, settings);
  return app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
}

/** One object of an environment. */
export function objectOf(settings: Settings, kind: string, name: string): Manifest {
  const found = objectsOf(settings).filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ${name}`);
  return found[0]!;
}

/** One chart as the YAML that a person reads. */
export function yamlOf(chart: Chart): string {
  return Yaml.stringify(...(Testing.synth(chart) as unknown[]));
}

/** Runs a program in the project's folder, without the variables that could change what it does. */
export function run(command: string, args: readonly string[], variables: Record<string, string> = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH, HOME, TMPDIR: tmpdir(), CHECKPOINT_DISABLE: '1', CI: 'true', ...variables },
  });
  return { status, stdout, stderr };
}

/** Runs a script of the project as npm does: `node --import tsx FILE ...`. */
export function runScript(args: readonly string[], variables: Record<string, string> = {}) {
  return run(process.execPath, ['--import', 'tsx', ...args], variables);
}

/** Runs a script as if it were that time. */
export function runScriptAt(time: string, args: readonly string[], variables: Record<string, string> = {}) {
  const clock = join(ROOT, '__tests__/fixtures/clock.ts');
  return runScript(['--import', clock, ...args], { ...variables, TEST_CLOCK: time });
}

/** Copies the project, without tests and documentation, for a test to change it. */
export function copyProject(folder: string): void {
  for (const room of [
    'settings',
    'mesh',
    'charts',
    'constructs',
    'imports',
    'rules',
    'scripts',
    'stacks',
    'main.ts',
    'output.ts',
    'package.json',
    'tsconfig.json',
  ])
    cpSync(join(ROOT, room), join(folder, room), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}

/** A folder that the test file has to itself and that goes with it. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}
