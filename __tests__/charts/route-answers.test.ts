import { judgeObjects } from '../../rules';
import { objectsOf, running } from '../support';
import { outcomeOf, type Request } from './route-evaluator';

// What routes say beside where requests go: answers of their own, headers, and more conditions.

const exposing = (expose: object, more: object = {}) =>
  running({
    web: {
      image: 'example.com/web:1',
      ports: { http: 80 },
      expose: { http: { hosts: ['web.example.com'], ...expose } },
      ...more,
    },
  });
const ask = async (expose: object, request: Partial<Request> = {}, more: object = {}) => {
  const environment = exposing(expose, more);
  const objects = await objectsOf(environment);
  expect(judgeObjects(objects, environment)).toEqual([]);
  return outcomeOf(objects, { by: 'external', host: 'web.example.com', ...request });
};
const TO_WEB = { 'web.reading:80': 100 };

describe('a direct response', () => {
  const routes = [
    { uri: { exact: '/robots.txt' }, directResponse: { status: 200, body: 'User-agent: *\nDisallow: /\n' } },
    {
      uri: { prefix: '/old' },
      directResponse: { status: 410 },
      responseHeaders: { set: { 'x-why': 'gone' } },
    },
    {},
  ];
  test('is the answer of the gateway', async () => {
    expect(await ask({ routes }, { path: '/robots.txt' })).toEqual({
      status: 200,
      body: 'User-agent: *\nDisallow: /\n',
    });
    expect(await ask({ routes }, { path: '/old/x' })).toEqual({
      status: 410,
      body: '',
      headers: { response: { set: { 'x-why': 'gone' } } },
    });
  });
  test('leaves all other requests to the workload', async () => {
    expect(await ask({ routes }, { path: '/other' })).toMatchObject({ to: TO_WEB });
  });
  test('is not for the traffic settings of a workload', async () => {
    const traffic = { timeout: '3s', fault: { abort: { httpStatus: 503, percentage: 10 } } };
    expect(await ask({ routes }, { path: '/old' }, { traffic })).toMatchObject({ status: 410 });
  });
});

describe('conditions', () => {
  const routes = [
    { withoutHeaders: { 'x-team': {} }, directResponse: { status: 403 } },
    { withoutHeaders: { 'x-team': 'qa' }, queryParams: { beta: '1' }, directResponse: { status: 402 } },
    { queryParams: { beta: { prefix: 'v1.' } }, directResponse: { status: 404 } },
    { queryParams: { beta: { regex: 'a+' } }, directResponse: { status: 418 } },
    {},
  ];
  test.each<[string, Record<string, string>, number | undefined]>([
    ['/', {}, 403],
    ['/?beta=1', {}, 403],
    ['/?beta=1', { 'x-team': 'qa' }, undefined],
    ['/?beta=1', { 'x-team': 'dev' }, 402],
    ['/?beta=2', { 'x-team': 'dev' }, undefined],
    ['/?beta=aaa', { 'x-team': 'qa' }, 418],
    ['/?beta=v1.x', { 'x-team': 'qa' }, 404],
    ['/?beta=v1x', { 'x-team': 'qa' }, undefined],
    ['/', { 'x-team': 'qa' }, undefined],
  ])('%s with the headers %j gets %s', async (path, headers, status) => {
    expect(await ask({ routes }, { path, headers })).toMatchObject(
      status === undefined ? { to: TO_WEB } : { status },
    );
  });
});

describe('headers', () => {
  const change = { set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] };
  test('are changed on the way to a workload and back', async () => {
    expect(await ask({ routes: [{ requestHeaders: change, responseHeaders: change }] })).toMatchObject({
      to: TO_WEB,
      with: { headers: { request: change, response: change } },
    });
  });
  test('are changed on every route to a version', async () => {
    const more = {
      versions: { v1: {}, v2: {} },
      traffic: { weights: { v1: 100 }, routes: [{ headers: { 'x-team': 'qa' }, version: 'v2' }] },
    };
    for (const headers of [{}, { 'x-team': 'qa' }] as Record<string, string>[])
      expect(await ask({ routes: [{ responseHeaders: change }] }, { headers }, more)).toMatchObject({
        with: { headers: { response: change } },
      });
  });
  test('of a redirect are those of its answer', async () => {
    const routes = [{ redirect: { uri: '/new' }, uri: { exact: '/old' }, responseHeaders: change }];
    expect(await ask({ routes }, { path: '/old' })).toMatchObject({
      status: 301,
      headers: { response: change },
    });
  });
});

describe('HSTS', () => {
  const sent = async (tls: object, request: Partial<Request> = { port: 443 }, expose: object = {}) => {
    const outcome = await ask({ tls: { credentialName: 'web-tls', ...tls }, ...expose }, request);
    const headers = 'status' in outcome ? outcome.headers : outcome.with?.headers;
    return headers?.response?.set?.['strict-transport-security'];
  };
  test.each<[object, string | undefined]>([
    [{}, undefined],
    [{ hsts: false }, undefined],
    [{ hsts: true }, 'max-age=31536000'],
    [{ hsts: { maxAge: '24h' } }, 'max-age=86400'],
    [{ hsts: { includeSubDomains: true } }, 'max-age=31536000; includeSubDomains'],
    [{ hsts: { includeSubDomains: true, preload: true } }, 'max-age=31536000; includeSubDomains; preload'],
  ])('%j sends %s over HTTPS', async (tls, value) => {
    expect(await sent(tls)).toBe(value);
  });
  test('is not sent in plain HTTP, which gets a redirect', async () => {
    expect(await ask({ tls: { credentialName: 'web-tls', hsts: true } })).toEqual({
      status: 301,
      location: 'https://web.example.com/',
    });
  });
  test('is sent by every route, whatever else it does', async () => {
    const routes = [
      { uri: { prefix: '/a' }, directResponse: { status: 404 } },
      { uri: { prefix: '/b' }, redirect: { uri: '/a' }, responseHeaders: { set: { 'x-b': '2' } } },
      { responseHeaders: { remove: ['server'] } },
    ];
    for (const path of ['/a', '/b', '/c'])
      expect(await sent({ hsts: true }, { port: 443, path }, { routes })).toBe('max-age=31536000');
  });
  test('gives way to a route that sets the header itself', async () => {
    const routes = [{ responseHeaders: { set: { 'strict-transport-security': 'max-age=0' } } }];
    expect(await sent({ hsts: true }, { port: 443 }, { routes })).toBe('max-age=0');
  });
});
