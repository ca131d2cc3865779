import { setTimeout as sleep } from 'node:timers/promises';

/** Time as `verify` sees it, so that tests of its waiting need no time. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** The date: certificates end on one. */
  date(): Date;
  /** Waits before the next look. */
  sleep(milliseconds: number): Promise<void>;
  /** Calls `ring` once after that time, unless the function that it returns is called before. */
  alarm(milliseconds: number, ring: () => void): () => void;
}

/** The time of this machine. */
export const realClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: async (milliseconds) => sleep(milliseconds),
  alarm(milliseconds, ring) {
    const timer = setTimeout(ring, milliseconds);
    return () => clearTimeout(timer);
  },
};
