import { changed, objectsOf, running } from '../support';

const image = 'example.com/web:1';
const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } });

/** The route of a workload's port that is exposed with these routes, by the Gateway API. */
async function routeOf(routes: readonly object[] | undefined, more: object = {}, port = 'http') {
  const web = {
    image,
    ports: { [port]: 80 },
    expose: { [port]: { hosts: ['*'], name: 'web', ...(routes && { routes }) } },
    ...more,
  };
  const environment = changed(running({ web, api: { image, ports: { [port]: 8080 } } }), {
    'mesh.gatewayApi': true,
  });
  const route = (await objectsOf(environment)).find(({ metadata }) => metadata.name === 'web-route')!;
  return { kind: route.kind, rules: (route.spec as { rules: unknown }).rules };
}

const web = [{ name: 'web', port: 80 }];
const api = [{ name: 'api', port: 8080 }];

test.each<[string, object, object]>([
  ['a prefix, which ends at a slash in both', { uri: { prefix: '/a' } }, { matches: [prefix('/a')] }],
  ['an exact path', { uri: { exact: '/a' } }, { matches: [{ path: { type: 'Exact', value: '/a' } }] }],
  [
    'a regular expression',
    { uri: { regex: '/a.+' } },
    { matches: [{ path: { type: 'RegularExpression', value: '/a.+' } }] },
  ],
  [
    'methods, of which a match has one',
    { uri: { prefix: '/' }, methods: ['GET', 'POST'] },
    {
      matches: [
        { ...prefix('/'), method: 'GET' },
        { ...prefix('/'), method: 'POST' },
      ],
    },
  ],
  [
    'query parameters by their value, a prefix and a regular expression',
    { queryParams: { a: 'x', b: { prefix: 'v1.' }, c: { regex: 'y+' } } },
    {
      matches: [
        {
          queryParams: [
            { name: 'a', type: 'Exact', value: 'x' },
            { name: 'b', type: 'RegularExpression', value: String.raw`v1\..*` },
            { name: 'c', type: 'RegularExpression', value: 'y+' },
          ],
        },
      ],
    },
  ],
  [
    'headers by their value, a prefix and a regular expression',
    { headers: { a: 'x', b: { prefix: 'v1.' }, c: { regex: 'y+' } } },
    {
      matches: [
        {
          headers: [
            { name: 'a', type: 'Exact', value: 'x' },
            { name: 'b', type: 'RegularExpression', value: String.raw`v1\..*` },
            { name: 'c', type: 'RegularExpression', value: 'y+' },
          ],
        },
      ],
    },
  ],
  [
    'a cookie, among all others in its header',
    { cookie: { name: 'beta', value: 'on' } },
    {
      matches: [
        {
          headers: [
            { name: 'cookie', type: 'RegularExpression', value: String.raw`(.*;\s*)?beta=on(\s*;.*)?` },
          ],
        },
      ],
    },
  ],
  ['nothing that it asks for', {}, {}],
  ['a timeout', { timeout: '1.5s' }, { timeouts: { request: '1s500ms' } }],
])('a route states %s', async (_, route, rule) => {
  expect(await routeOf([route])).toEqual({ kind: 'HTTPRoute', rules: [{ ...rule, backendRefs: web }] });
});

test('a route leads to another workload of the application', async () => {
  const { rules } = await routeOf([{ uri: { prefix: '/api' }, to: { workload: 'api' } }, {}]);
  expect(rules).toEqual([{ matches: [prefix('/api')], backendRefs: api }, { backendRefs: web }]);
});

test.each<[string, object, object[]]>([
  [
    'a prefix',
    { uri: { prefix: '/a' }, rewrite: '/b' },
    [{ match: prefix('/a'), path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/b' } }],
  ],
  [
    'a whole path',
    { uri: { exact: '/a' }, rewrite: '/b' },
    [
      {
        match: { path: { type: 'Exact', value: '/a' } },
        path: { type: 'ReplaceFullPath', replaceFullPath: '/b' },
      },
    ],
  ],
  [
    'the start of every path, where none is stated',
    { rewrite: '/b' },
    [{ match: prefix('/'), path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/b' } }],
  ],
  [
    'a prefix for each method, since a rule that rewrites takes one match',
    { uri: { prefix: '/a' }, methods: ['GET', 'PUT'], rewrite: '/b' },
    ['GET', 'PUT'].map((method) => ({
      match: { ...prefix('/a'), method },
      path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/b' },
    })),
  ],
])('a rewrite replaces %s', async (_, route, rules) => {
  expect((await routeOf([route])).rules).toEqual(
    (rules as { match: object; path: object }[]).map(({ match, path }) => ({
      matches: [match],
      filters: [{ type: 'URLRewrite', urlRewrite: { path } }],
      backendRefs: web,
    })),
  );
});

test.each([
  [{ uri: '/new' }, { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' }, statusCode: 301 }],
  [{ authority: 'b.example.com' }, { hostname: 'b.example.com', statusCode: 301 }],
  [
    { authority: 'b.example.com:8443', scheme: 'https', redirectCode: 302 },
    { scheme: 'https', hostname: 'b.example.com', port: 8443, statusCode: 302 },
  ],
  [{ scheme: 'http' }, { scheme: 'http', statusCode: 301 }],
])('the redirect %j is %j, and leads to no Service', async (redirect, requestRedirect) => {
  expect((await routeOf([{ uri: { exact: '/old' }, redirect }])).rules).toEqual([
    {
      matches: [{ path: { type: 'Exact', value: '/old' } }],
      filters: [{ type: 'RequestRedirect', requestRedirect }],
    },
  ]);
});

test("the workload's own timeout and mirror hold at the gateway too, the route's timeout before it", async () => {
  const traffic = { timeout: '2s', mirror: { workload: 'api', percentage: 10 } };
  const { rules } = await routeOf([{ uri: { exact: '/slow' }, timeout: '1m' }, {}], { traffic });
  const filters = [
    { type: 'RequestMirror', requestMirror: { backendRef: { name: 'api', port: 8080 }, percent: 10 } },
  ];
  expect(rules).toMatchObject([
    { timeouts: { request: '1m' }, filters },
    { timeouts: { request: '2s' }, filters },
  ]);
  const whole = await routeOf([{}], { traffic: { mirror: { workload: 'api' } } });
  expect(whole.rules).toEqual([
    {
      filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'api', port: 8080 } } }],
      backendRefs: web,
    },
  ]);
});

test.each<[string, object[] | undefined, object[]]>([
  ['every call', undefined, [{ backendRefs: web }]],
  [
    'a service',
    [{ uri: { prefix: '/shop.v1.Cart' } }],
    [{ matches: [{ method: { service: 'shop.v1.Cart' } }], backendRefs: web }],
  ],
  [
    'a method, with a header, to another workload',
    [{ uri: { exact: '/shop.v1.Cart/Add' }, headers: { a: 'x' }, to: { workload: 'api' } }],
    [
      {
        matches: [
          {
            method: { service: 'shop.v1.Cart', method: 'Add' },
            headers: [{ name: 'a', type: 'Exact', value: 'x' }],
          },
        ],
        backendRefs: api,
      },
    ],
  ],
])('gRPC has a route of its own for %s', async (_, routes, rules) => {
  expect(await routeOf(routes, {}, 'grpc')).toEqual({ kind: 'GRPCRoute', rules });
});

test.each<[string, object, object]>([
  ['a timeout', { timeout: '5s' }, {}],
  ['a timeout of the workload', {}, { traffic: { timeout: '5s' } }],
  ['a copy of each call', {}, { traffic: { mirror: { workload: 'api' } } }],
  ['a method of HTTP', { methods: ['POST'] }, {}],
  ['a redirect', { redirect: { scheme: 'https' } }, {}],
  ['a rewrite', { uri: { prefix: '/a' }, rewrite: '/b' }, {}],
  ['a regular expression', { uri: { regex: '/a.*' } }, {}],
  ['a path below a service', { uri: { prefix: '/shop.Cart/Add' } }, {}],
  ['a whole path that is no method', { uri: { exact: '/shop.Cart' } }, {}],
])('gRPC with %s is a route of HTTP, which carries it too', async (_, route, more) => {
  expect((await routeOf([route], more, 'grpc')).kind).toBe('HTTPRoute');
});

test.each(['http', 'grpc-web'])('%s has no route of gRPC', async (port) => {
  expect((await routeOf(undefined, {}, port)).kind).toBe('HTTPRoute');
});

test('headers are changed on the way to a Service and back, beside a rewrite, a redirect and a mirror', async () => {
  const change = { set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] };
  const modifier = {
    set: [{ name: 'x-a', value: '1' }],
    add: [{ name: 'x-b', value: '2' }],
    remove: ['x-c'],
  };
  const answered = { type: 'ResponseHeaderModifier', responseHeaderModifier: modifier };
  const { kind, rules } = await routeOf([
    { uri: { exact: '/a' }, requestHeaders: change, responseHeaders: change, rewrite: '/b' },
    { uri: { exact: '/old' }, redirect: { uri: '/new' }, responseHeaders: change },
  ]);
  expect(kind).toBe('HTTPRoute');
  expect(rules).toMatchObject([
    {
      filters: [
        { type: 'RequestHeaderModifier', requestHeaderModifier: modifier },
        answered,
        { type: 'URLRewrite' },
      ],
    },
    { filters: [answered, { type: 'RequestRedirect' }] },
  ]);
});

test('HSTS is a header of every route over HTTPS, and none of the redirect to it', async () => {
  const environment = changed(
    running({
      web: {
        image,
        ports: { http: 80 },
        expose: { http: { hosts: ['a.example.com'], tls: { credentialName: 'a-tls', hsts: true } } },
      },
    }),
    { 'mesh.gatewayApi': true },
  );
  const routes = (await objectsOf(environment)).filter(({ kind }) => kind === 'HTTPRoute');
  const set = [{ name: 'strict-transport-security', value: 'max-age=31536000' }];
  expect(routes.map(({ spec }) => (spec as { rules: { filters: object[] }[] }).rules[0]!.filters)).toEqual([
    [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { set } }],
    [expect.objectContaining({ type: 'RequestRedirect' })],
  ]);
});

test.each([
  { queryParams: { a: 'b' } },
  { requestHeaders: { set: { 'x-a': 'b' } } },
  { responseHeaders: { set: { 'x-a': 'b' } } },
])('gRPC with %j is an HTTPRoute, since a GRPCRoute would leave it out', async (more) => {
  expect((await routeOf([{ uri: { prefix: '/' } }], {}, 'grpc')).kind).toBe('GRPCRoute');
  expect((await routeOf([{ uri: { prefix: '/' }, ...more }], {}, 'grpc')).kind).toBe('HTTPRoute');
});
