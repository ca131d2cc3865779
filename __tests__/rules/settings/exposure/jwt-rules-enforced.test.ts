import { jwtRulesEnforced } from '../../../../rules/settings/exposure/jwt-rules-enforced';
import { coast, HARBOR } from '../../../fixtures/calls';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const EXPOSED = `${HARBOR}.desk.expose.http`;
const asking = (jwt: object, values: object = {}) =>
  changed(coast, {
    [`${EXPOSED}.jwt`]: { issuers: [{ issuer: 'https://login.example.com', jwks: '{"keys":[]}' }], ...jwt },
    ...values,
  });
const WILDCARD = { [`${EXPOSED}.hosts`]: ['*.example.com'] };
const OUTSIDE = { 'namespaces.docks.revision': undefined };
const PLAINTEXT = { [`${HARBOR}.desk.mtls`]: { http: 'DISABLE' } };

test.each([
  ['ports that ask for none', coast],
  ['at a workload', asking({})],
  ['at a workload that has a wildcard', asking({}, WILDCARD)],
  [
    'at a workload that also takes plaintext',
    asking({}, { [`${HARBOR}.desk.mtls`]: { http: 'PERMISSIVE' } }),
  ],
  ['at the gateway', asking({ at: 'gateway' })],
  ['at the gateway, for any host', asking({ at: 'gateway' }, { [`${EXPOSED}.hosts`]: ['*'] })],
  ['at the gateway, for a workload outside the mesh', asking({ at: 'gateway' }, OUTSIDE)],
  ['at the gateway, for a port of plaintext', asking({ at: 'gateway' }, PLAINTEXT)],
])('tokens that are checked are taken: %s', (_, environment) => {
  expect([plain, full, environment].flatMap((each) => settings(jwtRulesEnforced, each))).toEqual([]);
});

test('a token at a workload without a sidecar is rejected', () => {
  expect(settings(jwtRulesEnforced, asking({}, OUTSIDE))).toEqual([
    {
      path: `${EXPOSED}.jwt.at`,
      value: 'workload',
      problem: "the namespace 'docks' has no 'revision', so its pods have no sidecars to check a token",
      fix: "set 'revision', or jwt: { at: 'gateway' }",
    },
  ]);
});

test('a token at a port that takes plaintext only is rejected', () => {
  expect(settings(jwtRulesEnforced, asking({ at: 'workload' }, PLAINTEXT))).toEqual([
    {
      path: `${EXPOSED}.jwt.at`,
      value: 'workload',
      problem:
        "the port 'http' accepts only plaintext, so its sidecar cannot identify the gateway, whose requests need a token",
      fix: "let the port also accept mTLS, mtls: { 'http': 'PERMISSIVE' }; or set jwt: { at: 'gateway' }",
    },
  ]);
});

test('a wildcard at the gateway is rejected', () => {
  const hosts = ['desk.example.com', '*.example.org'];
  expect(settings(jwtRulesEnforced, asking({ at: 'gateway' }, { [`${EXPOSED}.hosts`]: hosts }))).toEqual([
    {
      path: `${EXPOSED}.hosts`,
      value: '*.example.org',
      problem:
        'the gateway also accepts this host with a port after it, which a policy cannot match for a wildcard host: such requests would need no token',
      fix: "name each host, or check the token at the workload: remove 'jwt.at'",
    },
  ]);
});
