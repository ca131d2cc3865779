import type { Day } from '../mesh/revisions';

/** The day it is, by UTC: only the command-line entry points ask the clock. */
export function today(): Day {
  return new Date().toISOString().slice(0, 10);
}
