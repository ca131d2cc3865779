import { openPathsNotRewritten } from '../../../../rules/settings/exposure/open-paths-not-rewritten';
import { APP, running } from '../../../support';
import { settings } from '../../judging';

const issuers = [{ issuer: 'https://login.example.com/', jwks: '{ "keys": [] }' }];
const serving = (jwt: object, route: object) =>
  running({
    web: {
      image: 'example.com/web:1',
      ports: { http: 80 },
      expose: { http: { hosts: ['web.example.com'], jwt: { issuers, ...jwt }, routes: [route] } },
    },
  });
const rewriting = { uri: { prefix: '/app' }, rewrite: '/v1' };

test.each([
  ['no path is open', {}, rewriting],
  ['no route rewrites', { open: ['/health'] }, {}],
  ['the gateway checks the token', { open: ['/health'], at: 'gateway' }, rewriting],
])('tokens are accepted where %s', (_, jwt, route) => {
  expect(settings(openPathsNotRewritten, serving(jwt, route))).toEqual([]);
});

test('open paths are rejected at a workload that sees other paths', () => {
  expect(settings(openPathsNotRewritten, serving({ open: ['/health'] }, rewriting))).toEqual([
    {
      path: `${APP}.web.expose.http.jwt.open`,
      value: ['/health'],
      problem: expect.stringContaining("after a route has rewritten them to '/v1'") as string,
      fix: expect.stringContaining("at: 'gateway'") as string,
    },
  ]);
});
