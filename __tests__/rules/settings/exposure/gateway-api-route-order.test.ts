import { gatewayApiRouteOrder } from '../../../../rules/settings/exposure/gateway-api-route-order';
import { APP, changed, plain, running } from '../../../support';
import { settings } from '../../judging';

const judged = (...routes: object[]) => {
  const web = {
    image: 'example.com/web:1',
    ports: { http: 80 },
    expose: { http: { hosts: ['a.example.com'], routes } },
  };
  const environment: typeof plain = changed(running({ web }), { 'mesh.gatewayApi': true });
  expect(settings(gatewayApiRouteOrder, changed(environment, { 'mesh.gatewayApi': undefined }))).toEqual([]);
  return settings(gatewayApiRouteOrder, environment);
};

const exact = (path: string) => ({ uri: { exact: path } });
const prefix = (path: string) => ({ uri: { prefix: path } });

test.each<[string, ...object[]]>([
  [
    'exact paths before prefixes before regular expressions',
    exact('/a'),
    prefix('/a'),
    { uri: { regex: '/.*' } },
  ],
  ['longer prefixes first', prefix('/a/b'), prefix('/a'), prefix('/'), {}],
  ['paths that share no request', prefix('/a'), prefix('/abc'), exact('/b'), prefix('/bcd')],
  ['methods before none', { ...prefix('/a'), methods: ['GET'] }, prefix('/a')],
  ['other methods', { ...prefix('/a'), methods: ['GET'] }, { ...prefix('/a/b'), methods: ['PUT'] }],
  ['more headers first', { headers: { a: '1', b: '2' } }, { cookie: { name: 'c', value: 'd' } }, {}],
  [
    'more query parameters first',
    { headers: { a: '1' } },
    { queryParams: { a: '1', b: '2' } },
    { queryParams: { c: '1' } },
    {},
  ],
  ['alike ones in any order', { headers: { a: '1' } }, { headers: { b: '1' } }],
])('%s are taken', (_, ...routes) => {
  expect(judged(...routes)).toEqual([]);
});

test.each<[string, object, object]>([
  ['a longer prefix below', { ...prefix('/a'), headers: { a: '1' } }, prefix('/a/b')],
  ['query parameters after none', {}, { queryParams: { a: '1' } }],
  ['headers after query parameters', { queryParams: { a: '1' } }, { headers: { a: '1' } }],
  ['an exact path below', { headers: { a: '1' } }, exact('/b')],
  ['an exact path that equals', { ...prefix('/a'), methods: ['GET'] }, exact('/a')],
  ['a prefix after a regular expression', { uri: { regex: '/a.*' } }, prefix('/a')],
  ['methods after headers', { headers: { a: '1' } }, { methods: ['GET', 'PUT'] }],
  ['more headers', { headers: { a: '1' } }, { headers: { b: '1' }, cookie: { name: 'c', value: 'd' } }],
])('%s is rejected after a route that is compared later', (_, first, second) => {
  expect(judged(first, second)).toEqual([
    expect.objectContaining({
      path: `${APP}.web.expose.http.routes.1`,
      problem: "the Gateway API compares it before 'routes.0', and it matches some of the same requests",
      fix: expect.stringContaining('exact paths come first, then prefixes, the longest first'),
    }),
  ]);
});
