import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { Plan } from '../../model/plan';
import { AzureStack } from '../../stacks/azure-stack';
import { readiness, type Init } from './terraform-init';

/** How one command of Terraform ended. */
export interface Ended extends Init {
  /** All that it printed, each run of white space as one blank. */
  readonly output: string;
}

/** A folder in which Terraform runs on one stack, with its state beside it. */
export class Workspace {
  readonly stack: string;

  constructor(
    private readonly folder: string,
    private readonly variables: Readonly<Record<string, string>> = {},
  ) {
    this.stack = join(folder, 'stack');
    mkdirSync(this.stack, { recursive: true });
    // Whatever backend the stack states, its state stays here.
    const backend = { terraform: { backend: { local: { path: 'terraform.tfstate' } } } };
    writeFileSync(join(this.stack, 'backend_override.tf.json'), JSON.stringify(backend));
  }

  /** Puts the stack of an environment in the place of the one before. */
  write(settings: Plan): void {
    const output = join(this.folder, 'cdktf.out');
    mkdirSync(output, { recursive: true });
    const app = new App({ outdir: output, stackTraces: false });
    new AzureStack(app, settings.name, settings);
    app.synth();
    this.take(join(output, 'stacks', settings.name));
  }

  /** The same with a stack that is made, in its folder. */
  take(made: string): void {
    copyFileSync(join(made, 'cdk.tf.json'), join(this.stack, 'cdk.tf.json'));
  }

  /** Uses the providers of a workspace that is initialized. */
  share({ stack }: Workspace): void {
    symlinkSync(join(stack, '.terraform'), join(this.stack, '.terraform'));
    copyFileSync(join(stack, '.terraform.lock.hcl'), join(this.stack, '.terraform.lock.hcl'));
  }

  /** Runs Terraform on the stack. */
  terraform(...args: readonly string[]): Promise<Ended> {
    return this.run(this.stack, 'terraform', ...args, '-no-color');
  }

  /** Runs a program, which knows no credentials but those of this workspace, and answers yes to what it asks. */
  run(cwd: string, program: string, ...args: readonly string[]): Promise<Ended> {
    return new Promise((resolve) => {
      let output = '';
      const child = spawn(program, args, { cwd, env: this.environment() });
      // One that asks nothing need not read it.
      child.stdin.on('error', () => undefined).end('yes\n');
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      const ended = (status: number | null, error?: Error) =>
        resolve({ status, output: output.replaceAll(/\s+/g, ' '), ...(error && { error: error.message }) });
      child.on('error', (error) => ended(null, error));
      child.on('close', (status) => ended(status));
    });
  }

  /**
   * Gets the providers. Without Terraform, or where no provider can be reached, it says so and gives false; with
   * TERRAFORM_REQUIRED set, that fails too.
   *
   * @throws what `terraform init` said
   */
  initialize(): boolean {
    const args = ['init', '-input=false', '-no-color'];
    const { error, status, stdout, stderr } = spawnSync('terraform', args, {
      cwd: this.stack,
      env: this.environment(),
      encoding: 'utf8',
    });
    const init = { status, output: `${stdout}${stderr}`, ...(error && { error: error.message }) };
    const state = readiness(init, Boolean(process.env.TERRAFORM_REQUIRED));
    if (state.is === 'failed') throw new Error(state.reason);
    if (state.is === 'skipped') console.warn(`skipped: ${state.reason.slice(0, 300)}`);
    return state.is === 'ready';
  }

  private environment(): NodeJS.ProcessEnv {
    const foreign = /^(ARM|AZURE|TF_VAR|TF_CLI_ARGS)(_|$)/;
    const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    return {
      ...Object.fromEntries(inherited),
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      ...this.variables,
    };
  }
}
