import { createPatternFinder } from '../../objects/patterns';

const find = createPatternFinder(['b/x', 'a/y', 'ab/z']);

test.each(['a/y', 'a*', 'ab*', '*y', '*/z', 'b/x*', '*b/x', '*'])(
  '%s is a pattern of one of them',
  (pattern) => {
    expect(find(pattern)).toBe(true);
  },
);

test.each(['a', 'c*', 'a/yy*', '*a', '*c/x', '*/z*', ''])('%s is a pattern of none of them', (pattern) => {
  expect(find(pattern)).toBe(false);
});

test('no pattern is one of nothing', () => {
  expect(createPatternFinder([])('*')).toBe(false);
});

test('a star alone matches wherever there is a string, be it one, and nothing where there is none', () => {
  expect(createPatternFinder(['shop'])('*')).toBe(true);
  expect(createPatternFinder([])('*')).toBe(false);
});
