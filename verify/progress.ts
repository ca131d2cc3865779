import { line } from './report';
import type { Result } from './run';

/**
 * Tells on standard error how far a run is, so that standard output is the result alone: on a terminal the last line
 * changes while it waits, elsewhere each new thing that is waited for is a line.
 */
export class Progress {
  private readonly isLive = process.stderr.isTTY;
  private last = '';

  say(text: string): void {
    process.stderr.write(`${this.isLive ? '\r\u001B[K' : ''}${text}\n`);
  }

  /** One check is done, whatever its verdict. */
  done(result: Result): void {
    this.say(line(result));
  }

  waits(check: string, actual: string): void {
    const text = `wait  ${check}: ${actual}`;
    if (this.isLive) process.stderr.write(`\r\u001B[K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
    else if (text !== this.last) this.say(text);
    this.last = text;
  }
}
