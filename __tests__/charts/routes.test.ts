import { RE2JS } from 're2js';
import type { VirtualServiceSpec } from '../../imports/networking.istio.io';
import { judgeObjects, judgeSettings } from '../../rules';
import { objectsOf, one, running, TODAY, type Manifest } from '../support';
import { outcomeOf, type Request } from './route-evaluator';

const image = 'example.com/shop:1';

/** A shop whose port is exposed with these routes, beside a second workload that they may lead to. */
const shop = (routes: readonly object[], hosts: readonly string[] = ['shop.example.com']) =>
  running({
    web: { image, ports: { http: 80 }, expose: { http: { hosts, routes } } },
    api: { image, ports: { http: 8080, 'http-admin': 8081 } },
  });

const rendered = async (...args: Parameters<typeof shop>) => {
  const environment = shop(...args);
  expect(judgeSettings([environment], TODAY).faults).toEqual([]);
  const objects = await objectsOf(environment);
  expect(judgeObjects(objects, environment)).toEqual([]);
  return objects;
};
const asked = (objects: readonly Manifest[], request: Partial<Request>) =>
  outcomeOf(objects, { by: 'external', host: 'shop.example.com', ...request });
const WEB = { 'web.reading:80': 100 };
const API = { 'api.reading:8080': 100 };
const API_ROUTE = { to: { workload: 'api' } };

/** The paths of a list that lead to the second workload, where all else leads to the exposed port. */
async function taken(condition: object, requests: readonly (string | Partial<Request>)[]) {
  const objects = await rendered([{ ...condition, ...API_ROUTE }, {}]);
  return requests.filter((request) => {
    const outcome = asked(objects, typeof request === 'string' ? { path: request } : request);
    expect('to' in outcome && [WEB, API]).toContainEqual('to' in outcome && outcome.to);
    return 'to' in outcome && Object.keys(outcome.to)[0] === 'api.reading:8080';
  });
}

describe('a path', () => {
  const PATHS = ['/', '/api', '/api/', '/api/x', '/api/x/y', '/apis', '/v1/api', '/api?q=1', '/API'];

  test('that is a prefix ends at a slash or at the end', async () => {
    expect(await taken({ uri: { prefix: '/api' } }, PATHS)).toEqual([
      '/api',
      '/api/',
      '/api/x',
      '/api/x/y',
      '/api?q=1',
    ]);
  });

  test('that is a prefix with a slash at its end matches what is below it', async () => {
    expect(await taken({ uri: { prefix: '/api/' } }, PATHS)).toEqual(['/api/', '/api/x', '/api/x/y']);
  });

  test('that is exact is that path alone', async () => {
    expect(await taken({ uri: { exact: '/api' } }, PATHS)).toEqual(['/api', '/api?q=1']);
  });

  test('that is a regular expression is compared with the whole path', async () => {
    expect(await taken({ uri: { regex: '/api/\\w' } }, PATHS)).toEqual(['/api/x']);
  });

  test('that no route takes is answered with 404', async () => {
    const objects = await rendered([{ uri: { prefix: '/api' }, ...API_ROUTE }]);
    expect(asked(objects, { path: '/api/x' })).toEqual({ to: API, path: '/api/x' });
    expect(asked(objects, { path: '/' })).toEqual({ status: 404 });
  });
});

test('the first route that matches counts', async () => {
  const routes = [{ uri: { exact: '/api/admin' } }, { uri: { prefix: '/api' }, ...API_ROUTE }];
  const objects = await rendered(routes);
  expect(asked(objects, { path: '/api/admin' })).toEqual({ to: WEB, path: '/api/admin' });
  expect(asked(objects, { path: '/api/admins' })).toEqual({ to: API, path: '/api/admins' });
});

test('a route leads to the port of another workload that it names', async () => {
  const objects = await rendered([{ to: { workload: 'api', port: 'http-admin' } }]);
  expect(asked(objects, {})).toEqual({ to: { 'api.reading:8081': 100 }, path: '/' });
});

test('all hosts have the same routes, and no other host has any', async () => {
  const hosts = ['shop.example.com', '*.shop.example.net'];
  const objects = await rendered([{ uri: { prefix: '/api' }, ...API_ROUTE }, {}], hosts);
  const at = (host: string) => asked(objects, { host, path: '/api' });
  for (const host of ['shop.example.com', 'a.shop.example.net', 'b.a.shop.example.net'])
    expect(at(host)).toEqual({ to: API, path: '/api' });
  for (const host of ['example.com', 'shop.example.net', 'xshop.example.com'])
    expect(at(host)).toEqual({ status: 404 });
});

test('headers are compared as a whole, by their start or by a regular expression, all that are stated', async () => {
  const headers = { 'x-plan': 'gold', 'x-client': { prefix: 'app/' }, 'x-build': { regex: '\\d+' } };
  const good = { 'x-plan': 'gold', 'x-client': 'app/7', 'x-build': '42' };
  const without = ({ 'x-plan': _plan, ...rest }: typeof good) => rest;
  const requests = [
    { headers: good },
    { headers: { ...good, 'x-other': '1' } },
    { headers: { ...good, 'x-plan': 'golden' } },
    { headers: { ...good, 'x-client': 'an app/7' } },
    { headers: { ...good, 'x-build': '42b' } },
    { headers: without(good) },
    {},
  ];
  expect(await taken({ headers }, requests)).toEqual(requests.slice(0, 2));
});

test.each([
  [['POST'], ['POST']],
  [
    ['GET', 'HEAD'],
    ['GET', 'HEAD'],
  ],
])('of the methods, a route takes %j', async (methods, expected) => {
  const all = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'GETTER', 'FORGET'];
  const requests = all.map((method) => ({ method }));
  expect((await taken({ methods }, requests)).map((each) => (each as Request).method)).toEqual(expected);
});

test('path, method, header and cookie have to match together', async () => {
  const condition = {
    uri: { prefix: '/api' },
    methods: ['POST'],
    headers: { 'x-plan': 'gold' },
    cookie: { name: 'beta', value: 'yes' },
  };
  const good = { path: '/api', method: 'POST', headers: { 'x-plan': 'gold', cookie: 'beta=yes' } };
  const bad: Partial<Request>[] = [
    { ...good, path: '/' },
    { ...good, method: 'PUT' },
    { ...good, headers: { cookie: 'beta=yes' } },
    { ...good, headers: { 'x-plan': 'gold' } },
  ];
  expect(await taken(condition, [good, ...bad])).toEqual([good]);
});

describe('a cookie', () => {
  const COOKIES = {
    'beta=yes': true,
    'a=1; beta=yes': true,
    'beta=yes; c=2': true,
    'a=1; beta=yes; c=2': true,
    'a=1;beta=yes;c=2': true,
    'a=1; beta=yes ; c=2': true,
    'xbeta=yes': false,
    'x-beta=yes': false,
    'a=1; xbeta=yes; c=2': false,
    'beta=yesno': false,
    'beta=yes-no': false,
    'beta=no; yes=beta': false,
    'BETA=yes': false,
    'beta=': false,
    'a=beta=yes': false,
    '': false,
  };

  test.each(Object.entries(COOKIES))('beta with the value yes is in %j: %s', async (cookie, is) => {
    const request = { headers: { cookie } };
    expect(await taken({ cookie: { name: 'beta', value: 'yes' } }, [request])).toEqual(is ? [request] : []);
  });

  test('has its name and value as they are written, whatever they mean to a regular expression', async () => {
    const spec = one(
      await rendered([{ cookie: { name: 'a.b', value: '1+1=(2)*' } }]),
      'VirtualService',
      'web-route',
    ).spec as VirtualServiceSpec;
    const { regex } = spec.http![0]!.match![0]!.headers!.cookie!;
    const isIn = (header: string) => RE2JS.compile(regex!).matches(header);
    expect(['a.b=1+1=(2)*', 'x=1; a.b=1+1=(2)*'].filter(isIn)).toHaveLength(2);
    expect(['axb=1+1=(2)*', 'a.b=11=2', 'a.b=1+1=(2)'].filter(isIn)).toEqual([]);
  });
});

describe('a rewrite', () => {
  const seen = async (uri: object | undefined, rewrite: string, path: string) => {
    const outcome = asked(await rendered([{ uri, rewrite }]), { path });
    return 'path' in outcome ? outcome.path : outcome.status;
  };

  test.each([
    ['/api', '/v1', '/api', '/v1'],
    ['/api', '/v1', '/api/x', '/v1/x'],
    ['/api', '/v1', '/api/', '/v1/'],
    ['/api', '/v1', '/api?q=1', '/v1?q=1'],
    ['/api', '/v1', '/apis', 404],
    ['/api', '/', '/api', '/'],
    ['/api', '/', '/api/x', '/x'],
    ['/api', '/v1/', '/api/x', '/v1/x'],
    ['/api/', '/v1', '/api/x', '/v1/x'],
    ['/api/', '/', '/api/x', '/x'],
    ['/', '/v1', '/x', '/v1/x'],
    ['/', '/v1', '/', '/v1/'],
  ])('of the prefix %s to %s makes of %s: %s', async (prefix, rewrite, path, expected) => {
    expect(await seen({ prefix }, rewrite, path)).toBe(expected);
  });

  test('of an exact path puts another in its place', async () => {
    expect(await seen({ exact: '/old' }, '/new/place', '/old?q=1')).toBe('/new/place?q=1');
  });

  test('of any path puts another before it', async () => {
    expect(await seen(undefined, '/v1', '/x/y')).toBe('/v1/x/y');
  });
});

describe('a redirect', () => {
  test.each([
    [{ uri: '/new' }, { status: 301, location: 'http://shop.example.com/new' }],
    [{ authority: 'www.example.com' }, { status: 301, location: 'http://www.example.com/old' }],
    [
      { scheme: 'https', redirectCode: 308 },
      { status: 308, location: 'https://shop.example.com/old' },
    ],
  ])('%j answers %j, and asks no workload', async (redirect, expected) => {
    const objects = await rendered([{ uri: { prefix: '/old' }, redirect }, {}]);
    expect(asked(objects, { path: '/old' })).toEqual(expected);
    expect(asked(objects, { path: '/' })).toEqual({ to: WEB, path: '/' });
  });
});

test('CORS, timeout and retries stand at the route that states them, in the words of Istio', async () => {
  const corsPolicy = {
    allowOrigins: [
      'https://www.example.com',
      { prefix: 'https://dev.' },
      { regex: 'https://pr-\\d+\\.example\\.com' },
    ],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['x-plan'],
    exposeHeaders: ['x-left'],
    maxAge: '24h',
    allowCredentials: true,
  };
  const retries = { attempts: 3, perTryTimeout: '2s', retryOn: '5xx,reset', backoff: '100ms' };
  const objects = await rendered([
    { uri: { prefix: '/api' }, corsPolicy, timeout: '10s', retries, ...API_ROUTE },
    {},
  ]);
  expect(asked(objects, { path: '/api' })).toEqual({
    to: API,
    path: '/api',
    with: {
      corsPolicy: {
        ...corsPolicy,
        allowOrigins: [
          { exact: 'https://www.example.com' },
          { prefix: 'https://dev.' },
          { regex: 'https://pr-\\d+\\.example\\.com' },
        ],
      },
      timeout: '10s',
      retries,
    },
  });
  expect(asked(objects, { path: '/' })).toEqual({ to: WEB, path: '/' });
});

test('a port without routes of its own leads to itself, whatever the path', async () => {
  const environment = running({ web: { image, ports: { http: 80 }, expose: { http: { hosts: ['*'] } } } });
  expect(asked(await objectsOf(environment), { host: 'any.example.com', path: '/x?q' })).toEqual({
    to: WEB,
    path: '/x?q',
  });
});
