import { toGatewayApiDuration, parseDuration } from '../../mesh/duration';

test.each(['', '10', 's', '1.s', '1s 2m', '-1s', '1d', '1us'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNaN();
});

test('fractions are those of people, not of a computer', () => {
  expect([parseDuration('1.1s'), parseDuration('0.5ms'), parseDuration('0s')]).toEqual([1100, 0.5, 0]);
});

test.each([
  ['500ms', 500, '500ms'],
  ['10s', 10_000, '10s'],
  ['1.5s', 1500, '1s500ms'],
  ['90s', 90_000, '1m30s'],
  ['0.5h', 1_800_000, '30m'],
  ['1h0.5m2s3ms', 3_632_003, '1h32s3ms'],
  ['100000ms', 100_000, '1m40s'],
])('%s is %d milliseconds, and %s to the Gateway API', (duration, milliseconds, written) => {
  expect(parseDuration(duration)).toBe(milliseconds);
  expect(toGatewayApiDuration(duration)).toBe(written);
  expect(written).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
});
