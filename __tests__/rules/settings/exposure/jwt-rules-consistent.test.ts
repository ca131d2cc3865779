import { jwtRulesConsistent } from '../../../../rules/settings/exposure/jwt-rules-consistent';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const issuers = [{ issuer: 'https://login.example.com/', jwksUri: 'https://login.example.com/keys' }];
const exposing = (admin: object, web: object = { jwt: { issuers } }) =>
  running({
    web: {
      image,
      ports: { http: 80 },
      expose: { http: { hosts: ['a.example.com'], routes: [{ to: { workload: 'api' } }], ...web } },
    },
    admin: {
      image,
      ports: { http: 80 },
      expose: { http: { hosts: ['b.example.com'], routes: [{ to: { workload: 'api' } }], ...admin } },
    },
    api: { image, ports: { http: 80, 'http-other': 81 } },
  });

test.each([
  [{ jwt: { issuers } }, undefined],
  [{ gateway: 'internal' }, undefined],
  [{ routes: [{ to: { workload: 'api', port: 'http-other' } }] }, undefined],
  [{ routes: [{}] }, undefined],
  [{}, { jwt: { issuers, at: 'gateway' } }],
  [{}, {}],
])('ways in that ask for the same, or do not meet, are taken: %j and %j', (admin, web) => {
  expect(settings(jwtRulesConsistent, exposing(admin, web))).toEqual([]);
});

test('the environments that tests build on keep the rule', () => {
  expect([plain, full].flatMap((environment) => settings(jwtRulesConsistent, environment))).toEqual([]);
});

test.each([undefined, { issuers, claims: { role: ['admin'] } }, { issuers, at: 'gateway' }])(
  'a way in that asks for another token than its neighbor is rejected: %j',
  (jwt) => {
    expect(settings(jwtRulesConsistent, exposing({ jwt }))).toEqual([
      {
        path: `${APP}.admin.expose.http.jwt`,
        value: jwt && { at: 'workload', ...jwt },
        problem:
          "it routes to the port 'http' of 'api' as 'web' does, and 'api' would require the token of 'web' for both",
        fix: "set the same 'jwt' in both, or check both at the gateway: jwt: { at: 'gateway' }",
      },
    ]);
  },
);
