import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a program has to stop by itself. */
const GRACE = 10_000;

/** A program that runs beside the tests, with a log in a folder; it is stopped by its process id. */
export class Program {
  private readonly child: ChildProcess;
  private readonly log: string;
  private failure: Error | undefined;

  constructor(
    private readonly name: string,
    path: string,
    folder: string,
    args: readonly string[],
    variables: Record<string, string> = {},
  ) {
    this.log = join(folder, `${name}.log`);
    const log = openSync(this.log, 'a');
    const { PATH = '' } = process.env;
    // HOME is set aside so that no settings of the user are read or written.
    const env = { PATH, HOME: folder, ...variables };
    this.child = spawn(path, args, { stdio: ['ignore', log, log], env });
    this.child.on('error', (error) => {
      this.failure = error;
    });
    closeSync(log);
  }

  /** Waits until a probe is true; throws with the end of the log if the program ends before, or takes too long. */
  async ready(probe: () => Promise<boolean>, seconds = 60): Promise<void> {
    const deadline = performance.now() + seconds * 1000;
    while (!(await probe().catch(() => false))) {
      if (this.hasEnded) throw new Error(this.words('ended early'));
      if (performance.now() > deadline) throw new Error(this.words(`was not ready in ${seconds} s`));
      await sleep(100);
    }
  }

  /** Asks the program to stop, waits until it has, and kills it if that takes too long. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const ended = new Promise((resolve) => {
      this.child.once('exit', resolve);
    });
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), GRACE);
    await ended;
    clearTimeout(timer);
  }

  /** Ends the program at once. */
  kill(): void {
    if (!this.hasEnded) this.child.kill('SIGKILL');
  }

  private get hasEnded(): boolean {
    return this.failure !== undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private words(what: string): string {
    const end = readFileSync(this.log, 'utf8').split('\n').slice(-20).join('\n');
    return `${this.name} ${what}: ${this.failure?.message ?? ''}\n${end}`;
  }
}
