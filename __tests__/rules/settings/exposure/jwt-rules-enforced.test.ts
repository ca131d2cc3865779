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
  ['at the gateway, for a workload outside of the mesh', asking({ at: 'gateway' }, OUTSIDE)],
  ['at the gateway, for a port of plaintext', asking({ at: 'gateway' }, PLAINTEXT)],
])('tokens that are checked are taken: %s', (_, environment) => {
  expect([plain, full, environment].flatMap((each) => settings(jwtRulesEnforced, each))).toEqual([]);
});

test('a token at a workload without a sidecar is refused', () => {
  expect(settings(jwtRulesEnforced, asking({}, OUTSIDE))).toEqual([
    {
      path: `${EXPOSED}.jwt.at`,
      value: 'workload',
      problem:
        "the namespace 'docks' has no 'revision', so that its pods have no sidecars that could check a token",
      fix: "state 'revision', or jwt: { at: 'gateway' }",
    },
  ]);
});

test('a token at a port that takes plaintext only is refused', () => {
  expect(settings(jwtRulesEnforced, asking({ at: 'workload' }, PLAINTEXT))).toEqual([
    {
      path: `${EXPOSED}.jwt.at`,
      value: 'workload',
      problem:
        "the port 'http' takes plaintext only, so that its sidecar can not tell the gateway, whose requests need a token",
      fix: "let the port take mutual TLS too, mtls: { 'http': 'PERMISSIVE' }; or state jwt: { at: 'gateway' }",
    },
  ]);
});

test('a wildcard at the gateway is refused', () => {
  const hosts = ['desk.example.com', '*.example.org'];
  expect(settings(jwtRulesEnforced, asking({ at: 'gateway' }, { [`${EXPOSED}.hosts`]: hosts }))).toEqual([
    {
      path: `${EXPOSED}.hosts`,
      value: '*.example.org',
      problem:
        'the gateway also takes this host with a port behind it, which no policy can tell of a wildcard: such requests would need no token',
      fix: "name each host, or check the token at the workload: leave 'jwt.at' out",
    },
  ]);
});
