import { re2Problem } from '../../mesh/re2';

test.each([
  '',
  '/v[0-9]+/.*',
  '^(?i)shop|cart$',
  '(?P<id>[[:alnum:]]{1,1000})',
  '\\pL\\d\\z',
  '^session=([^;]+);.*$',
])('RE2 takes %j', (pattern) => {
  expect(re2Problem(pattern)).toBeUndefined();
});

test.each([
  ['lookahead', '^(?!/internal).*', 'invalid or unsupported Perl syntax: (?!'],
  ['lookbehind', '(?<=a)b', 'invalid named capture: (?<=a)b'],
  ['a backreference', '(a)\\1', 'invalid escape sequence: \\1'],
  ['a backreference by name', '(?P<a>b)\\k<a>', 'invalid escape sequence: \\k'],
  ['a possessive quantifier', 'a++', 'invalid nested repetition operator: ++'],
  ['an atomic group', '(?>a)', 'invalid or unsupported Perl syntax: (?>'],
  ['more repetitions than 1000', 'a{1001}', 'invalid repeat count: {1001}'],
  ['what is left open', '/items/[0-9', 'missing closing ]: [0-9'],
  ['nothing to repeat', '*.example.com', 'missing argument to repetition operator: *'],
  ['a lone backslash at the end', 'a\\', 'trailing backslash at end of expression'],
])('RE2 rejects %s, and the part is named', (_, pattern, problem) => {
  expect(re2Problem(pattern)).toBe(problem);
});
