import { noDuplicateMatches } from '../../../../rules/settings/exposure/no-duplicate-matches';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const COOKIE = { name: 'beta', value: 'yes' };
const asking = (route: object, traffic: readonly object[]) =>
  running({
    shop: {
      image,
      ports: { http: 80 },
      versions: { v1: {}, v2: {} },
      traffic: { routes: traffic.map((each) => ({ ...each, version: 'v2' })) },
      expose: { http: { hosts: ['*'], routes: [route] } },
    },
  });
const at = `${APP}.shop.expose.http.routes.0`;

test.each([
  [{ headers: { 'x-team': 'qa' } }, [{ headers: { 'x-user': 'a' } }, { cookie: COOKIE }]],
  [{ uri: { prefix: '/a' } }, [{ headers: { 'x-team': 'qa' } }]],
  [{ cookie: COOKIE }, [{ headers: { 'x-team': 'qa' } }]],
  [{ redirect: { scheme: 'https' }, headers: { 'x-team': 'qa' } }, [{ headers: { 'x-team': 'qa' } }]],
])('different conditions of the door and of the workload are taken: %j and %j', (route, traffic) => {
  expect(settings(noDuplicateMatches, asking(route, traffic))).toEqual([]);
});

test('who states no conditions keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(noDuplicateMatches, environment))).toEqual([]);
});

test.each([
  [{ headers: { 'x-team': 'qa' } }, [{ cookie: COOKIE }, { headers: { 'x-team': 'dev' } }], 'x-team'],
  [{ cookie: COOKIE }, [{ cookie: { name: 'other', value: 'x' } }], 'cookie'],
  [{ headers: { cookie: 'a=b' } }, [{ cookie: COOKIE }], 'cookie'],
])('a header that both ask for is rejected: %j and %j', (route, traffic, value) => {
  expect(settings(noDuplicateMatches, asking(route, traffic))).toEqual([
    {
      path: at,
      value,
      problem:
        "the traffic settings of 'shop' match on this header too, and a route can match on it only once",
      fix: 'match on it in one of the two places',
    },
  ]);
});

test('a cookie beside the header of all cookies is rejected', () => {
  expect(
    settings(
      noDuplicateMatches,
      asking({ headers: { cookie: 'a=b' }, cookie: COOKIE }, [{ headers: { 'x-team': 'qa' } }]),
    ),
  ).toEqual([
    {
      path: at,
      value: 'cookie',
      problem: 'is matched as a header and as a cookie, and a route can match on it only once',
      fix: 'match on it in one of the two places',
    },
  ]);
});

test.each<[object, readonly object[], string]>([
  [{ headers: { 'x-team': 'qa' }, withoutHeaders: { 'x-team': {} } }, [{ cookie: COOKIE }], 'x-team'],
  [{ headers: { 'x-a': 'b' }, withoutHeaders: { 'x-a': 'b' } }, [{ cookie: COOKIE }], 'x-a'],
  [{ withoutHeaders: { 'x-team': {} } }, [{ headers: { 'x-team': 'qa' } }], 'x-team'],
])('a header that is asked for and left out is rejected: %j and %j', (route, traffic, name) => {
  expect(settings(noDuplicateMatches, asking(route, traffic))).toEqual([
    expect.objectContaining({
      path: `${at}.withoutHeaders.${name}`,
      problem: 'leaves out all requests that the route asks for by the same header, so it would get none',
    }),
  ]);
});

test('a part of what is asked for may be left out', () => {
  const route = { headers: { 'x-a': { prefix: 'b' } }, withoutHeaders: { 'x-a': 'bc', 'x-d': {} } };
  expect(settings(noDuplicateMatches, asking(route, [{ cookie: COOKIE }]))).toEqual([]);
});
