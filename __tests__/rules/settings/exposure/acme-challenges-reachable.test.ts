import { acmeChallengesReachable } from '../../../../rules/settings/exposure/acme-challenges-reachable';
import { APP, running } from '../../../support';
import { settings } from '../../judging';

const serving = (uri: object | undefined, tls?: object) =>
  running({
    web: {
      image: 'example.com/web:1',
      ports: { http: 80 },
      expose: {
        http: {
          hosts: ['web.example.com'],
          ...(tls && { tls: { credentialName: 'web-tls', ...tls } }),
          routes: [{ uri }, {}],
        },
      },
    },
  });
const CHALLENGE = { prefix: '/.well-known/acme-challenge' };

test.each([
  ['in plain HTTP', serving(CHALLENGE)],
  ['where plain HTTP gets the same answers', serving(CHALLENGE, { plaintext: 'allow' })],
  ['of other paths', serving({ prefix: '/.well-known/openid' }, {})],
  ['of all paths', serving({ prefix: '/' }, {})],
])('routes %s are accepted', (_, environment) => {
  expect(settings(acmeChallengesReachable, environment)).toEqual([]);
});

test.each([
  ['redirect', 'redirected to HTTPS'],
  ['off', 'not answered'],
])('a route for challenges is rejected where plaintext is %s', (plaintext, what) => {
  expect(settings(acmeChallengesReachable, serving(CHALLENGE, { plaintext }))).toEqual([
    {
      path: `${APP}.web.expose.http.routes.0.uri`,
      value: CHALLENGE,
      problem: `challenges come to port 80, on which plain HTTP is ${what} before this route is compared`,
      fix: expect.stringContaining("set tls.plaintext to 'off' here") as string,
    },
  ]);
});
