import { jwksReachable } from '../../../../rules/settings/exposure/jwks-reachable';
import { coast, HARBOR } from '../../../fixtures/calls';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

/** The harbor, whose berths serve the keys of the tokens that its desk asks for. */
const fetching = (jwksUri: string, values: object = {}) =>
  changed(coast, {
    [`${HARBOR}.desk.expose.http.jwt`]: { issuers: [{ issuer: 'https://berths.example.com', jwksUri }] },
    ...values,
  });
const IN_CLUSTER = 'http://berths.docks.svc.cluster.local/keys';
const path = `${HARBOR}.desk.expose.http.jwt.issuers.0.jwksUri`;

test.each([
  ['an issuer outside', 'https://login.example.com/keys', {}],
  ['a port that takes plaintext', 'http://berths.docks.svc:9100/keys', {}],
  ['a namespace that takes plaintext', IN_CLUSTER, { 'namespaces.docks.mtls': 'PERMISSIVE' }],
  ['a namespace outside the mesh', IN_CLUSTER, { 'namespaces.docks.revision': undefined }],
  ['a trial of policies', 'http://berths.docks:9100/keys', { 'namespaces.docks.authorization': 'trial' }],
])('keys that istiod can fetch are taken: %s', (_, jwksUri, values) => {
  expect(settings(jwksReachable, fetching(jwksUri, values))).toEqual([]);
});

test('keys that are stated, and ports without a token, are taken', () => {
  expect([plain, full, coast].flatMap((environment) => settings(jwksReachable, environment))).toEqual([]);
  const jwt = { issuers: [{ issuer: 'https://berths.example.com', jwks: '{"keys":[]}' }] };
  expect(settings(jwksReachable, changed(coast, { [`${HARBOR}.desk.expose.http.jwt`]: jwt }))).toEqual([]);
});

test.each([IN_CLUSTER, 'http://berths.docks.svc:80/keys', 'http://berths.docks/keys'])(
  'keys behind a port that rejects plaintext are rejected: %s',
  (jwksUri) => {
    expect(settings(jwksReachable, fetching(jwksUri))).toEqual([
      {
        path,
        value: jwksUri,
        problem:
          "istiod fetches these keys from outside the mesh, and 'berths' rejects plaintext: every token would be rejected",
        fix: "set the keys themselves as 'jwks', or let that port accept plaintext: mtls: { 'http': 'PERMISSIVE' } of 'berths'",
      },
    ]);
  },
);

test('the port is 443 where an HTTPS address states none', () => {
  const ports = { https: { port: 443, targetPort: 8443 } };
  const environment = fetching('https://ledger.docks.svc/keys', { [`${HARBOR}.ledger.ports`]: ports });
  expect(settings(jwksReachable, environment)).toMatchObject([
    { path, value: 'https://ledger.docks.svc/keys' },
  ]);
});

test.each([{ 'namespaces.docks.authorization': 'on' }, { 'namespaces.docks.networkPolicies': true }])(
  'keys of a namespace that lets in declared callers only are rejected: %j',
  (values) => {
    const jwksUri = 'http://berths.docks.svc.cluster.local:9100/keys';
    expect(settings(jwksReachable, fetching(jwksUri, values))).toEqual([
      {
        path,
        value: jwksUri,
        problem:
          "istiod fetches these keys from outside the mesh, and 'berths' allows only declared callers, and istiod is not one: every token would be rejected",
        fix: "set the keys themselves as 'jwks'",
      },
    ]);
  },
);
