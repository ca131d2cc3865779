import { noShadowedRoutes } from '../../../../rules/objects/routes/no-shadowed-routes';
import { object, objects } from '../../judging';

type Match = Readonly<Record<string, unknown>>;
const virtual = (http: readonly object[], gateways?: readonly string[]) =>
  object('networking.istio.io/v1', 'VirtualService', 'web', { spec: { hosts: ['a'], gateways, http } });
const judge = (http: readonly object[], gateways?: readonly string[]) =>
  objects(noShadowedRoutes, [virtual(http, gateways)]);
const path = (prefix: string, more: Match = {}): Match => ({ uri: { prefix }, ...more });
const header = (value: Match, name = 'x-user') => ({ headers: { [name]: value } });

test('a route behind one that takes everything is rejected', () => {
  const match = [path('/cart')];
  expect(judge([{ route: [] }, { match }])).toEqual([
    {
      field: 'spec.http.1',
      value: match,
      problem: 'gets no request: spec.http.0 comes first and takes all of its requests',
      fix: 'move the narrower route first, or remove it',
    },
  ]);
  expect(judge([{ match }, { route: [] }])).toEqual([]);
});

test('a route whose matches are hidden by several earlier ones is rejected, and one with a match of its own is taken', () => {
  const earlier = [{ match: [path('/a')] }, { match: [path('/b')] }];
  expect(judge([...earlier, { match: [path('/a/1'), path('/b/1')] }])).toEqual([
    expect.objectContaining({
      field: 'spec.http.2',
      problem: 'gets no request: spec.http.0 and spec.http.1 come first and take all of its requests',
    }),
  ]);
  expect(judge([...earlier, { match: [path('/a/1'), path('/c')] }])).toEqual([]);
});

test('the second of two routes without a match is rejected', () => {
  expect(judge([{ route: [] }, { match: [], route: [] }])).toHaveLength(1);
});

test.each<[string, Match, Match]>([
  ['the same path', { uri: { exact: '/a' } }, { uri: { exact: '/a' } }],
  ['the start of an exact path', path('/a'), { uri: { exact: '/a/b' } }],
  ['the start of a longer start', path('/a'), path('/ab')],
  ['every path', path('/'), { uri: { regex: '/[a-z]+' } }],
  ['every path, where none is stated', path('/'), { method: { exact: 'GET' } }],
  ['the same regular expression', { uri: { regex: '/a.*' } }, { uri: { regex: '/a.*' } }],
  ['the start in any case', path('/A', { ignoreUriCase: true }), { uri: { exact: '/a/b' } }],
  [
    'the start in any case, where both ignore it',
    path('/A', { ignoreUriCase: true }),
    path('/ab', { ignoreUriCase: true }),
  ],
  ['fewer conditions', path('/a'), path('/a', { method: { exact: 'GET' } })],
  ['the same method', { method: { exact: 'GET' } }, path('/a', { method: { exact: 'GET' } })],
  ['fewer headers', header({ exact: 'ann' }), { headers: { 'x-user': { exact: 'ann' }, b: { exact: 'c' } } }],
  ['a header that is there', header({}), header({ regex: 'a.*' })],
  ['a header by its name in another case', header({ exact: 'ann' }, 'X-User'), header({ exact: 'ann' })],
  ['a header by its name in capitals', header({ exact: 'ann' }), header({ exact: 'ann' }, 'X-User')],
  ['the start of a header', header({ prefix: 'a' }), header({ exact: 'ann' })],
  ['one value of what is left out', { withoutHeaders: { b: { exact: 'c' } } }, { withoutHeaders: { b: {} } }],
  [
    'a part of what is left out',
    { withoutHeaders: { b: { exact: 'cd' } } },
    { withoutHeaders: { b: { prefix: 'c' } } },
  ],
  ['the same header left out', { withoutHeaders: { b: {} } }, path('/a', { withoutHeaders: { b: {} } })],
  [
    'the same parameter',
    { queryParams: { b: { exact: '1' } } },
    path('/a', { queryParams: { b: { exact: '1' } } }),
  ],
  ['the same port', { port: 80 }, { port: 80, uri: { prefix: '/a' } }],
  ['any port', {}, { port: 80 }],
  ['fewer labels of the caller', { sourceLabels: { a: '1' } }, { sourceLabels: { a: '1', b: '2' } }],
  ['the same namespace of the caller', { sourceNamespace: 'x' }, path('/', { sourceNamespace: 'x' })],
  ['all gateways', { uri: { prefix: '/a' } }, path('/a', { gateways: ['mesh'] })],
  ['the same gateways by another name', { gateways: ['reading/door'] }, path('/a', { gateways: ['door'] })],
  ['a name that only statistics use', { name: 'x', statPrefix: 'y' }, path('/a')],
])('a route is rejected where an earlier one matches %s', (_, wide, match) => {
  expect(judge([{ match: [wide] }, { match: [match] }], ['mesh', 'door'])).toHaveLength(1);
});

test.each<[string, Match, Match]>([
  ['more of what is left out', { withoutHeaders: { b: {} } }, { withoutHeaders: { b: { exact: 'c' } } }],
  ['nothing that is left out', { withoutHeaders: { b: {} } }, path('/a')],
  ['another path', path('/a'), path('/b')],
  ['a longer start', path('/ab'), path('/a')],
  ['an exact path', { uri: { exact: '/a' } }, path('/a')],
  ['a path where none is stated', path('/a'), {}],
  ['a start, of a regular expression', path('/a'), { uri: { regex: '/a.*' } }],
  ['a start, of a path in any case', path('/a'), path('/a', { ignoreUriCase: true })],
  [
    'the same regular expression without capitals',
    { uri: { regex: '/A' }, ignoreUriCase: true },
    { uri: { regex: '/a' } },
  ],
  ['another scheme', { scheme: { exact: 'http' } }, { scheme: { exact: 'https' } }],
  ['another method', { method: { exact: 'GET' } }, { method: { exact: 'PUT' } }],
  ['another host', { authority: { exact: 'a' } }, { authority: { exact: 'b' } }],
  ['more headers', header({ exact: 'ann' }), path('/a')],
  ['another value of a header', header({ exact: 'ann' }), header({ exact: 'bob' })],
  ['a header that is left out', { withoutHeaders: { b: {} } }, path('/a')],
  [
    'all values of a header that is left out',
    { withoutHeaders: { b: {} } },
    { withoutHeaders: { b: { exact: '1' } } },
  ],
  ['a parameter', { queryParams: { b: { exact: '1' } } }, path('/a')],
  ['a port', { port: 80 }, path('/a')],
  ['another port', { port: 80 }, { port: 81 }],
  ['labels of the caller', { sourceLabels: { a: '1' } }, path('/a')],
  ['a namespace of the caller', { sourceNamespace: 'x' }, path('/a')],
  ['some gateways', { gateways: ['door'] }, path('/a')],
  ['something that is not known', { unheardOf: true }, path('/a')],
])('a route is taken where an earlier one matches %s', (_, narrow, match) => {
  expect(judge([{ match: [narrow] }, { match: [match] }], ['mesh', 'door'])).toEqual([]);
});

test('a route that hands on to another VirtualService hides none', () => {
  expect(judge([{ delegate: { name: 'other' } }, { match: [path('/a')] }])).toEqual([]);
});

test('routes of two VirtualServices do not hide each other', () => {
  expect(objects(noShadowedRoutes, [virtual([{ route: [] }]), virtual([{ route: [] }])])).toEqual([]);
});

const method = (stated: string): Match => ({
  method: stated.includes('|') ? { regex: stated } : { exact: stated },
});

test.each([
  ['GET|HEAD', 'GET'],
  ['GET|HEAD', 'HEAD|GET'],
  ['GET', 'GET'],
])('a route for the methods %s hides one for %s', (wide, narrow) => {
  expect(judge([{ match: [method(wide)] }, { match: [method(narrow)] }])).toHaveLength(1);
});

test.each([
  ['GET', 'GET|HEAD'],
  ['GET|HEAD', 'HEADER'],
  ['GET|HEAD', 'POST'],
])('a route for the methods %s hides none for %s', (wide, other) => {
  expect(judge([{ match: [method(wide)] }, { match: [method(other)] }])).toEqual([]);
});

test.each(['.*', '/.*'])('a regular expression that takes every path hides what follows: %s', (regex) => {
  expect(judge([{ match: [{ uri: { regex } }] }, { match: [path('/cart')] }])).toHaveLength(1);
  expect(judge([{ match: [{ uri: { regex: '/c.*' } }] }, { match: [path('/cart')] }])).toEqual([]);
});
