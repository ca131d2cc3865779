import { validRouteRegexes } from '../../../../rules/objects/routes/valid-route-regexes';
import { object, objects } from '../../judging';

const judge = (route: object, by = 'http') =>
  objects(validRouteRegexes, [
    object('networking.istio.io/v1', 'VirtualService', 'web', { spec: { [by]: [{}, route] } }),
  ]);
const places = (regex: string): [string, object][] => [
  ['match.0.uri.regex', { match: [{ uri: { regex } }] }],
  ['match.1.scheme.regex', { match: [{}, { scheme: { regex } }] }],
  ['match.0.method.regex', { match: [{ method: { regex } }] }],
  ['match.0.authority.regex', { match: [{ authority: { regex } }] }],
  ['match.0.headers.cookie.regex', { match: [{ headers: { cookie: { regex } } }] }],
  ['match.0.withoutHeaders.cookie.regex', { match: [{ withoutHeaders: { cookie: { regex } } }] }],
  ['match.0.queryParams.page.regex', { match: [{ queryParams: { page: { regex } } }] }],
  ['corsPolicy.allowOrigins.1.regex', { corsPolicy: { allowOrigins: [{ exact: 'a' }, { regex }] } }],
  ['rewrite.uriRegexRewrite.match', { rewrite: { uriRegexRewrite: { match: regex, rewrite: '/' } } }],
];

test.each(places('^(?!/internal).*'))(
  'a regular expression that RE2 rejects is rejected in %s',
  (at, route) => {
    expect(judge(route)).toEqual([
      {
        field: `spec.http.1.${at}`,
        value: '^(?!/internal).*',
        problem:
          'is not a regular expression of RE2, which Envoy uses: invalid or unsupported Perl syntax: (?!',
        fix: 'write it without lookaround, backreferences and possessive quantifiers, or match by prefix or exact value',
      },
    ]);
  },
);

test.each(places('^/v[0-9]+(/.*)?$'))('one that RE2 takes is taken in %s', (_, route) => {
  expect(judge(route)).toEqual([]);
});

test('texts that are no regular expressions are not judged', () => {
  expect(judge({ match: [{ uri: { prefix: '(?!' }, headers: { a: { exact: '(' }, b: null } }] })).toEqual([]);
});
