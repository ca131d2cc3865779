import type { Expectation, Skipped } from '../../verify/check';
import { realClock } from '../../verify/clock';
import { runChecks, type Result } from '../../verify/run';
import { fakeCluster } from './fake-cluster';
import { VirtualClock } from './virtual-clock';

/** An expectation that sees these texts one after the other, and the last one from then on. */
function sees(expected: string, actuals: string[], settles = true): Expectation {
  const left = [...actuals];
  return {
    name: 'an expectation',
    expected,
    settles,
    actual: async () => (left.length > 1 ? left.shift()! : left[0]!),
  };
}

/** What a run of expectations gives with these milliseconds to wait, what it waited for, and how long. */
async function runOf(expectations: readonly (Expectation | Skipped)[], timeout = 1000) {
  const clock = new VirtualClock();
  const waits: string[] = [];
  const options = {
    timeout,
    interval: 400,
    onWait: (_: string, actual: string) => waits.push(actual),
    clock,
  };
  const all: Result[] = [];
  const named = expectations.map((each) => ['check', each] as const);
  for await (const result of runChecks(named, fakeCluster({}), options)) all.push(result);
  return { results: all, waits, waited: clock.now() };
}

async function results(
  expectation: Expectation | Skipped,
  timeout?: number,
): Promise<{ result: Result; waits: string[] }> {
  const { results: all, waits } = await runOf([expectation], timeout);
  return { result: all[0]!, waits };
}

test('passes at the first look what is as expected', async () => {
  expect(await results(sees('up', ['up']))).toMatchObject({
    result: { verdict: 'passed', actual: 'up' },
    waits: [],
  });
});

test.each(['asm-1-30, asm-1-29', 'asm-1-29, asm-1-30', 'asm-1-3', ''])(
  'fails what is not exactly as expected: %j',
  async (actual) => {
    expect(await results(sees('asm-1-30', [actual], false))).toMatchObject({
      result: { verdict: 'failed', expected: 'asm-1-30', actual },
    });
  },
);

test('waits for what is still starting', async () => {
  expect(await results(sees('up', ['down', 'starting', 'up']))).toMatchObject({
    result: { verdict: 'passed', actual: 'up', seconds: 0.8 },
    waits: ['down', 'starting'],
  });
});

test('gives up when time is up, with what was seen last', async () => {
  const { results: all, waits, waited } = await runOf([sees('up', ['down', 'starting'])], 1000);
  expect(all).toMatchObject([{ verdict: 'failed', expected: 'up', actual: 'starting', seconds: 1 }]);
  expect(waits).toEqual(['down', 'starting', 'starting']);
  expect(waited).toBe(1000);
});

test('has one time limit for all expectations together', async () => {
  const { results: all, waited } = await runOf([sees('up', ['down']), sees('up', ['down', 'up'])], 1000);
  expect(all).toMatchObject([
    { verdict: 'failed', seconds: 1 },
    { verdict: 'failed', seconds: 0 },
  ]);
  expect(waited).toBe(1000);
});

test('looks once where there is no time to wait', async () => {
  expect(await runOf([sees('up', ['down', 'up'])], 0)).toMatchObject({
    results: [{ verdict: 'failed', actual: 'down' }],
    waited: 0,
  });
});

test('does not wait for what time does not mend', async () => {
  expect(await results(sees('right', ['wrong', 'right'], false))).toMatchObject({
    result: { verdict: 'failed' },
    waits: [],
  });
});

test('the time of this machine passes, in milliseconds, and an alarm rings unless it is cancelled', async () => {
  const started = realClock.now();
  let rings = 0;
  realClock.alarm(1, () => {
    rings += 1;
  })();
  await new Promise<void>((resolve) => {
    realClock.alarm(2, resolve);
  });
  await realClock.sleep(20);
  expect(rings).toBe(0);
  expect(realClock.now() - started).toBeGreaterThan(15);
});

test('says why an expectation was skipped', async () => {
  expect(await results({ name: 'an expectation', skipped: 'does not apply' })).toMatchObject({
    result: { verdict: 'skipped', actual: 'does not apply' },
  });
});
