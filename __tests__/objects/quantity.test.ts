import { parseQuantity } from '../../objects/quantity';

test.each([
  ['250m', 250],
  ['2', 2000],
  [2, 2000],
  ['0.5', 500],
  [0.1, 100],
  ['.5', 500],
  ['1500u', 1.5],
  ['2k', 2_000_000],
  ['1e3', 1_000_000],
  ['1E', 1e21],
  ['1Ki', 1_024_000],
])('the quantity %j is %d thousandths', (quantity, expected) => {
  expect(parseQuantity(quantity)).toBeCloseTo(expected);
});

test.each([
  ['1', '1000m'],
  ['1024Mi', '1Gi'],
  ['0.5Gi', '512Mi'],
  ['1G', '1000M'],
  ['1Ei', '1024Pi'],
])('%s is as much as %s', (one, other) => {
  expect(parseQuantity(one)).toBe(parseQuantity(other));
});

test.each(['', 'many', '1 Gi', '1Kb', '1ki', undefined, '-1'])('%j is no quantity', (quantity) => {
  expect(parseQuantity(quantity)).toBeUndefined();
});
