import junit from 'junit-report-builder';
import type { Result } from './run';

/** How a verdict is printed. */
export const MARKS = { passed: 'ok', failed: 'FAIL', skipped: 'skip' } as const;

/** One result as one line of progress. */
export function formatResult({ verdict, name, actual }: Result): string {
  return `${MARKS[verdict].padEnd(5)} ${name}${verdict === 'passed' ? '' : `: ${actual}`}`;
}

/** How many results have each verdict, as a sentence. */
export function formatCounts(results: readonly Result[]): string {
  const count = (verdict: Result['verdict']) => results.filter((result) => result.verdict === verdict).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
}

/** All results as JSON, with the error that stopped the run, if any. */
export function jsonReport(environment: string, results: readonly Result[], stopped?: string): string {
  const passed = stopped === undefined && results.every(({ verdict }) => verdict !== 'failed');
  return JSON.stringify({ environment, passed, stopped, results }, null, 2);
}

/** All results as JUnit XML: a test case for each expectation, and one in error if the run was stopped. */
export function junitReport(environment: string, results: readonly Result[], stopped?: string): string {
  const builder = junit.newBuilder();
  const suite = builder.testSuite().name(`verify ${environment}`);
  for (const { check, name, verdict, expected, actual, seconds } of results) {
    const testCase = suite.testCase().className(`verify.${environment}.${check}`).name(name).time(seconds);
    if (verdict === 'failed') testCase.failure(`expected: ${expected}\nactual: ${actual}`);
    if (verdict === 'skipped') testCase.skipped().standardOutput(actual);
  }
  if (stopped !== undefined)
    suite.testCase().className(`verify.${environment}`).name('the run finished').error(stopped);
  return builder.build();
}
