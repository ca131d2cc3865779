import { noPassthroughBesideTokens } from '../../../../rules/settings/exposure/no-passthrough-beside-tokens';
import { APP, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/web:1';
const jwt = { issuers: [{ issuer: 'https://login.example.com/', jwks: '{ "keys": [] }' }], at: 'gateway' };
const both = (web: object, door: object = {}) =>
  running({
    web: { image, ports: { http: 80 }, expose: { http: { hosts: ['web.example.com'], ...web } } },
    door: {
      image,
      ports: { https: 443 },
      expose: { https: { hosts: ['door.example.com'], tls: { mode: 'PASSTHROUGH' }, ...door } },
    },
  });
const tls = { credentialName: 'web-tls' };

test.each([
  ['tokens of plain HTTP', both({ jwt })],
  ['tokens that the workload checks', both({ jwt: { ...jwt, at: 'workload' }, tls })],
  ['passthrough on the other gateway', both({ jwt, tls }, { gateway: 'internal' })],
  ['no tokens', both({ tls })],
])('%s are accepted beside TLS that is passed through', (_, environment) => {
  expect(settings(noPassthroughBesideTokens, environment)).toEqual([]);
});

test('tokens of HTTPS that the gateway checks are rejected where it also passes TLS through', () => {
  expect(settings(noPassthroughBesideTokens, both({ jwt, tls }))).toEqual([
    {
      path: `${APP}.web.expose.http.jwt.at`,
      value: 'gateway',
      problem:
        "the policy that asks for the token on port 443 would deny all TLS to 'door.example.com', which the same gateway passes through to 'door' of 'app'",
      fix: "check the token at the workload: remove 'jwt.at'; or expose one of the two on the other gateway",
    },
  ]);
});
