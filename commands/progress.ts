import { formatResult } from '../verify/report';
import type { Result } from '../verify/run';

/** Where text goes to: standard output or standard error, or a test's record of it. */
export interface Output {
  write(text: string): unknown;
  /** Whether it is a terminal. @default false */
  readonly isTTY?: boolean;
  /** Width of the terminal. @default 80 */
  readonly columns?: number;
}

/** Shows how far a run is: on a terminal the last line changes while it waits, elsewhere each change is a line. */
export class Progress {
  private readonly isLive: boolean;
  private last = '';

  constructor(private readonly output: Output) {
    this.isLive = output.isTTY ?? false;
  }

  print(text: string): void {
    this.output.write(`${this.isLive ? '\r\u001B[K' : ''}${text}\n`);
  }

  /** One expectation is done, whatever its verdict. */
  done(result: Result): void {
    this.print(formatResult(result));
  }

  /** An expectation is not met yet. */
  waiting(name: string, actual: string): void {
    const text = `wait  ${name}: ${actual}`;
    if (this.isLive) this.output.write(`\r\u001B[K${text.slice(0, (this.output.columns || 80) - 1)}`);
    else if (text !== this.last) this.print(text);
    this.last = text;
  }
}
