import { parseArgs } from 'node:util';
import type { Settings } from '../settings';
import { ClusterError } from './check';
import { CHECKS, type Noun } from './index';

/** How the command is used. */
export const USAGE = `usage: npm run verify -- ENVIRONMENT [CHECK ...]
  checks: ${Object.keys(CHECKS).join(', ')} (default: all)
  --kubeconfig FILE   --context NAME   which cluster (default: the current one)
  --timeout SECONDS   how long to wait for what is still starting, all checks together (default: 300)
  --json              the results as JSON on standard output
  --junit FILE        the results as JUnit XML`;

/** What is asked for on the command line. */
export interface Command {
  readonly settings: Settings;
  readonly nouns: readonly Noun[];
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Milliseconds that all checks together may wait. */
  readonly timeout: number;
  readonly json: boolean;
  /** File to write. */
  readonly junit?: string;
}

/** Reads the command line; undefined if it asks for help. @throws Error that says what is wrong with it */
export function readCommand(args: readonly string[], environments: readonly Settings[]): Command | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kubeconfig: { type: 'string' },
      context: { type: 'string' },
      timeout: { type: 'string', default: '300' },
      json: { type: 'boolean', default: false },
      junit: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const [name, ...nouns] = positionals;
  const settings = environments.find(({ environment }) => environment === name);
  if (!settings) {
    const names = environments.map(({ environment }) => environment).join(', ');
    throw new ClusterError(
      `${name === undefined ? 'name an environment' : `there is no environment '${name}'; choose one`}: ${names}\n${USAGE}`,
    );
  }
  const unknown = nouns.filter((noun) => !Object.hasOwn(CHECKS, noun));
  if (unknown.length > 0) throw new ClusterError(`there is no check '${unknown.join("', '")}'\n${USAGE}`);
  const seconds = Number(values.timeout);
  if (!Number.isFinite(seconds) || seconds < 0 || values.timeout.trim() === '')
    throw new ClusterError(`--timeout is '${values.timeout}'; give a number of seconds, 0 or more`);
  return {
    ...values,
    settings,
    nouns: (nouns.length > 0 ? [...new Set(nouns)] : Object.keys(CHECKS)) as Noun[],
    timeout: seconds * 1000,
  };
}
