import { noRedirectLoops } from '../../../../rules/settings/exposure/no-redirect-loops';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const HOST = 'a.example.com';
const leading = (route: object, more: object = {}) =>
  running({
    web: {
      image: 'example.com/web:1',
      ports: { http: 80 },
      expose: { http: { hosts: [HOST], routes: [route], ...more } },
    },
  });
const tls = (plaintext: string) => ({ tls: { credentialName: 'web-tls', plaintext } });

test.each([
  [{ redirect: { authority: 'b.example.com' } }, {}],
  [{ redirect: { scheme: 'https' } }, {}],
  [{ redirect: { scheme: 'http' } }, tls('off')],
  [{ redirect: { uri: '/new' }, uri: { exact: '/old' } }, {}],
  [{ redirect: { uri: '/new' }, uri: { prefix: '/old' } }, {}],
  [{ redirect: { uri: '/older' }, uri: { prefix: '/old' } }, {}],
  [{ redirect: { uri: '/new' }, uri: { regex: '/old/.*' } }, {}],
  [{}, {}],
])('a redirect that leads on is taken: %j with %j', (route, more) => {
  expect(settings(noRedirectLoops, leading(route, more))).toEqual([]);
});

test('who redirects nobody keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(noRedirectLoops, environment))).toEqual([]);
});

test.each([
  [{ redirect: { uri: '/a' } }, {}],
  [{ redirect: { uri: '/a' }, uri: { exact: '/a' } }, {}],
  [{ redirect: { uri: '/a' }, uri: { prefix: '/a' } }, {}],
  [{ redirect: { uri: '/a/b' }, uri: { prefix: '/a' } }, {}],
  [{ redirect: { uri: '/b' }, uri: { prefix: '/' } }, {}],
  [{ redirect: { authority: HOST } }, {}],
  [{ redirect: { scheme: 'http' } }, {}],
  [{ redirect: { scheme: 'http' } }, tls('redirect')],
  [{ redirect: { scheme: 'https' } }, tls('off')],
])('a redirect that leads back is rejected: %j with %j', (route, more) => {
  expect(settings(noRedirectLoops, leading(route, more))).toEqual([
    {
      path: `${APP}.web.expose.http.routes.0.redirect`,
      value: route.redirect,
      problem: 'redirects to a URL that this route matches again: a redirect loop',
      fix: expect.stringContaining('redirect to another host'),
    },
  ]);
});
