/** `npm run verify -- ENVIRONMENT [CHECK ...]`: whether a live cluster keeps the promises of the settings. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { App } from 'cdk8s';
import { defineCharts } from '../charts';
import { environments } from '../settings';
import { ClusterError, type KubernetesObject } from './check';
import { CHECKS, type Noun } from './index';
import { jsonReport, junitReport, line, tableReport } from './report';
import { run, type Result } from './run';

const USAGE = `usage: npm run verify -- ENVIRONMENT [CHECK ...]
  checks: ${Object.keys(CHECKS).join(', ')} (default: all)
  --kubeconfig FILE   --context NAME   which cluster (default: the current one)
  --timeout SECONDS   how long to wait for what is still starting (default: 300)
  --json              the results as JSON on standard output
  --junit FILE        the results as JUnit XML`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
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
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const all = environments(process.env, new Date().toISOString().slice(0, 10)).environments;
  const [name, ...nouns] = positionals;
  const settings = all.find(({ environment }) => environment === name);
  if (!settings)
    throw new ClusterError(
      `${name === undefined ? 'name an environment' : `there is no environment '${name}'`}: ${all.map(({ environment }) => environment).join(', ')}\n${USAGE}`,
    );
  const unknown = nouns.filter((noun) => !Object.hasOwn(CHECKS, noun));
  if (unknown.length > 0) throw new ClusterError(`there is no check '${unknown.join("', '")}'\n${USAGE}`);
  const seconds = Number(values.timeout);
  if (!Number.isFinite(seconds) || seconds < 0 || values.timeout.trim() === '')
    throw new ClusterError(`--timeout is '${values.timeout}'; give a number of seconds, 0 or more`);

  const app = new App();
  defineCharts(app, settings);
  const rendered = app.charts.flatMap((chart) => chart.toJson() as KubernetesObject[]);
  const chosen = (nouns.length > 0 ? nouns : Object.keys(CHECKS)) as Noun[];
  const checks = chosen.flatMap((noun) =>
    CHECKS[noun]({ settings, rendered }).map((check) => [noun, check] as const),
  );

  const { connect } = await import('./cluster');
  const { cluster, name: where } = connect(values);
  const isLive = process.stderr.isTTY;
  // Progress goes to standard error, so that standard output is the result alone.
  const progress = (text: string) => process.stderr.write(isLive ? `\r\u001B[K${text}` : `${text}\n`);
  let last = '';
  const onWait = (check: string, actual: string) => {
    const text = `wait  ${check}: ${actual}`;
    if (text !== last || isLive) progress(isLive ? text.slice(0, (process.stderr.columns || 80) - 1) : text);
    last = text;
  };
  progress(`${settings.environment} on ${where}${isLive ? '\n' : ''}`);
  const results: Result[] = [];
  let error: ClusterError | undefined;
  try {
    await cluster.version(); // Is it a cluster at all, whichever checks are asked for?
    for await (const result of run(checks, cluster, { timeout: seconds * 1000, interval: 2000, onWait })) {
      results.push(result);
      progress(`${line(result)}${isLive ? '\n' : ''}`);
    }
  } catch (caught) {
    if (!(caught instanceof ClusterError)) throw caught;
    error = caught;
  }
  // What was seen is told even if the cluster can't be asked any further.
  if (values.json) console.log(jsonReport(settings.environment, results, error?.message));
  else if (results.length > 0) console.log(`\n${tableReport(results)}`);
  if (values.junit !== undefined)
    writeFileSync(values.junit, junitReport(settings.environment, results, error?.message));
  if (error) throw error;
  return results.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    // What stops us is no verdict: exit code 2. A message is for the reader; only a bug of ours keeps its trace.
    const isBug = error instanceof TypeError && !('code' in error);
    console.error(error instanceof Error && !isBug ? error.message : error);
    process.exitCode = 2;
    // A call that is never answered would keep the process.
    setTimeout(() => process.exit(), 500).unref();
  },
);
