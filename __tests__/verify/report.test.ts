import { resultsTable } from '../../commands/verify-table';
import { jsonReport, junitReport, formatResult } from '../../verify/report';
import type { Result } from '../../verify/run';

const all: Result[] = [
  {
    check: 'api',
    name: 'it answers',
    verdict: 'passed',
    expected: '1.35',
    actual: '1.35',
    seconds: 0.1,
  },
  {
    check: 'mtls',
    name: 'it is rejected',
    verdict: 'failed',
    expected: '000 56',
    actual: '200 0 <envoy>',
    seconds: 2,
  },
  {
    check: 'ingress',
    name: 'no other host',
    verdict: 'skipped',
    expected: '',
    actual: 'any host',
    seconds: 0,
  },
];

test('each result is one line of progress', () => {
  expect(all.map(formatResult)).toEqual([
    'ok    it answers',
    'FAIL  it is rejected: 200 0 <envoy>',
    'skip  no other host: any host',
  ]);
});

test('the table and the JUnit file count each verdict and show each failure', () => {
  expect(resultsTable(all)).toMatch(/\nFAIL +mtls +it is rejected +000 56 +200 0 <envoy>\n/);
  expect(resultsTable(all)).toContain('\n\n1 passed, 1 failed, 1 skipped');
  const xml = junitReport('lab', all);
  expect(xml).toContain('<testsuite name="verify lab" tests="3" failures="1" errors="0" skipped="1">');
  const cases = xml.split('<testcase ').slice(1);
  expect(cases.map((each) => /<(failure|skipped)\b/.exec(each)?.[1])).toEqual([
    undefined,
    'failure',
    'skipped',
  ]);
  expect(cases[1]).toContain('message="expected: 000 56&#xA;actual: 200 0 &lt;envoy>"');
});

test('the table has one row per result', () => {
  expect(resultsTable(all)).toBe(
    `      check    expectation     expected  actual
ok    api      it answers      1.35      1.35
FAIL  mtls     it is rejected  000 56    200 0 <envoy>
skip  ingress  no other host             any host

1 passed, 1 failed, 1 skipped`,
  );
});

test('the JSON report has every field of every result', () => {
  expect(JSON.parse(jsonReport('lab', all))).toEqual({ environment: 'lab', passed: false, results: all });
});

test('a run that was stopped has not passed, and its reports say why', () => {
  const stopped = 'not allowed to list pods in pets';
  const [first] = all as [Result];
  expect(JSON.parse(jsonReport('lab', [first], stopped))).toEqual({
    environment: 'lab',
    passed: false,
    stopped,
    results: [first],
  });
  expect(junitReport('lab', [first], stopped)).toContain(`<error message="${stopped}"/>`);
});

test('the JUnit file has one test case per result', () => {
  expect(junitReport('lab', all)).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="0" skipped="1">
  <testsuite name="verify lab" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="verify.lab.api" name="it answers" time="0.1"/>
    <testcase classname="verify.lab.mtls" name="it is rejected" time="2">
      <failure message="expected: 000 56&#xA;actual: 200 0 &lt;envoy>"/>
    </testcase>
    <testcase classname="verify.lab.ingress" name="no other host" time="0">
      <skipped/>
      <system-out><![CDATA[any host]]></system-out>
    </testcase>
  </testsuite>
</testsuites>`,
  );
});
