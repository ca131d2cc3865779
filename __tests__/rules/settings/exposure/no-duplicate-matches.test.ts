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
