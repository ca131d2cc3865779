import { MARKS, formatCounts } from '../verify/report';
import type { Result } from '../verify/run';
import { table } from './table';

/** The results of `verify` in columns, and their count. */
export function resultsTable(results: readonly Result[]): string {
  const rows = results.map(({ check, name, verdict, expected, actual }) => [
    MARKS[verdict],
    check,
    name,
    expected,
    actual,
  ]);
  return `${table(['', 'check', 'expectation', 'expected', 'actual'], rows)}\n\n${formatCounts(results)}`;
}
