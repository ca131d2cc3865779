import type { Clock } from '../../verify/clock';

/** More sleeps than any test needs. */
const ENDLESS = 1000;

/** The date on which this time begins. */
const BEGIN = Date.UTC(2026, 10, 24);

/** Time that passes only while someone sleeps, and then at once. */
export class VirtualClock implements Clock {
  private time = 0;
  private sleeps = 0;
  private readonly alarms = new Map<() => void, number>();

  /** @param isImpatient whether alarms ring at once, as if no answer had come in time */
  constructor(private readonly isImpatient = false) {}

  now(): number {
    return this.time;
  }

  date(): Date {
    return new Date(BEGIN + this.time);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.sleeps += 1;
    if (this.sleeps > ENDLESS) throw new Error('this wait has no end');
    this.time += milliseconds;
    for (const [ring, due] of this.alarms) if (due <= this.time) ring();
  }

  alarm(milliseconds: number, ring: () => void): () => void {
    if (this.isImpatient) ring();
    else this.alarms.set(ring, this.time + milliseconds);
    return () => void this.alarms.delete(ring);
  }
}
