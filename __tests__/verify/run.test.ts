import type { Check, Skipped } from '../../verify/check';
import { jsonReport, junitReport, line, tableReport } from '../../verify/report';
import { run, type Result } from '../../verify/run';
import { fakeCluster } from './fake-cluster';

/** A check that sees these texts one after the other, and the last one from then on. */
function sees(expected: string, actuals: string[], settles = true): Check {
  const left = [...actuals];
  return {
    name: 'a promise',
    expected,
    settles,
    actual: async () => (left.length > 1 ? left.shift()! : left[0]!),
  };
}

async function results(check: Check | Skipped, timeout = 1000): Promise<{ result: Result; waits: string[] }> {
  const waits: string[] = [];
  const options = { timeout, interval: 5, onWait: (_: string, actual: string) => waits.push(actual) };
  const all: Result[] = [];
  for await (const result of run([['noun', check]], fakeCluster(), options)) all.push(result);
  return { result: all[0]!, waits };
}

test('passes at the first look what is as expected', async () => {
  expect(await results(sees('up', ['up']))).toMatchObject({
    result: { verdict: 'passed', actual: 'up' },
    waits: [],
  });
});

test('waits for what is still starting', async () => {
  expect(await results(sees('up', ['down', 'starting', 'up']))).toMatchObject({
    result: { verdict: 'passed', actual: 'up' },
    waits: ['down', 'starting'],
  });
});

test('gives up when time is up, with what was seen last', async () => {
  const { result, waits } = await results(sees('up', ['down', 'starting']), 30);
  expect(result).toMatchObject({ verdict: 'failed', expected: 'up', actual: 'starting' });
  expect(waits.length).toBeGreaterThan(1);
});

test('does not wait for what time does not mend', async () => {
  expect(await results(sees('right', ['wrong', 'right'], false))).toMatchObject({
    result: { verdict: 'failed' },
    waits: [],
  });
});

test('says why a check was skipped', async () => {
  expect(await results({ name: 'a promise', skipped: 'not made here' })).toMatchObject({
    result: { verdict: 'skipped', actual: 'not made here' },
  });
});

describe('reports', () => {
  const all: Result[] = [
    { noun: 'api', name: 'it answers', verdict: 'passed', expected: '1.35', actual: '1.35', seconds: 0.1 },
    {
      noun: 'mtls',
      name: 'it is refused',
      verdict: 'failed',
      expected: '000 56',
      actual: '200 0 <envoy>',
      seconds: 2,
    },
    {
      noun: 'ingress',
      name: 'no other host',
      verdict: 'skipped',
      expected: '',
      actual: 'any host',
      seconds: 0,
    },
  ];

  test('as lines', () => {
    expect(all.map(line)).toEqual([
      'ok    it answers',
      'FAIL  it is refused: 200 0 <envoy>',
      'skip  no other host: any host',
    ]);
  });

  test('as a table', () => {
    expect(tableReport(all)).toMatchInlineSnapshot(`
      "      check    promise        expected  actual
      ok    api      it answers     1.35      1.35
      FAIL  mtls     it is refused  000 56    200 0 <envoy>
      skip  ingress  no other host            any host

      1 passed, 1 failed, 1 skipped"
    `);
  });

  test('as JSON', () => {
    expect(JSON.parse(jsonReport('lab', all))).toEqual({ environment: 'lab', passed: false, results: all });
  });

  test('with what stopped the run, which then has not passed', () => {
    const stopped = 'there is no right to list Pod in pets';
    const [first] = all as [Result];
    expect(JSON.parse(jsonReport('lab', [first], stopped))).toEqual({
      environment: 'lab',
      passed: false,
      stopped,
      results: [first],
    });
    expect(junitReport('lab', [first], stopped)).toContain(`<error message="${stopped}"/>`);
  });

  test('as JUnit', () => {
    expect(junitReport('lab', all)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites tests="3" failures="1" errors="0" skipped="1">
        <testsuite name="verify lab" tests="3" failures="1" errors="0" skipped="1">
          <testcase classname="verify.lab.api" name="it answers" time="0.1"/>
          <testcase classname="verify.lab.mtls" name="it is refused" time="2">
            <failure message="expected: 000 56&#xA;actual: 200 0 &lt;envoy>"/>
          </testcase>
          <testcase classname="verify.lab.ingress" name="no other host" time="0">
            <skipped/>
            <system-out><![CDATA[any host]]></system-out>
          </testcase>
        </testsuite>
      </testsuites>"
    `);
  });
});
