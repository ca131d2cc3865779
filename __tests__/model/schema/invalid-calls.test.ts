import { FaultError, type Fault } from '../../../model/fault';
import { readEnvironments } from '../../../model/read';
import { judgeSettings } from '../../../rules';
import { coast, HARBOR } from '../../fixtures/calls';
import { changed, settingsOf, TODAY } from '../../support';
import { FIX } from '../faults';

/** The faults of the coast, by its schema or by a rule, with other values. */
function faults(values: Readonly<Record<string, unknown>>): readonly Fault[] {
  const stated = changed(settingsOf(coast), values);
  try {
    return judgeSettings(readEnvironments({ coast: () => stated }, {}), TODAY).faults;
  } catch (error) {
    if (error instanceof FaultError) return error.faults;
    throw error;
  }
}

const FILE = /\(__tests__\/fixtures\/calls\.ts:\d+\)$/;
const CALLS = `${HARBOR}.desk.calls`;
const OUTSIDE = `${HARBOR}.desk.callsOutside`;
const ISSUERS = `${HARBOR}.desk.expose.http.jwt.issuers`;
const ISSUER = { issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys' };

test('the coast itself has no fault', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ [`${HARBOR}.desk.expose.http.jwt`]: { issuers: [ISSUER] } })).toEqual([]);
});

interface Wrong {
  /** What is stated, by its path. */
  readonly stated: Readonly<Record<string, unknown>>;
  /** Path of the fault, with its last part where the path of what is stated goes on. */
  readonly where: string;
  readonly value?: unknown;
  readonly problem: string;
  readonly fix?: unknown;
}

const PATH =
  'must be a path that starts with a slash, with at most one * at its start or its end, or {*} for any one part between slashes';

const WRONG: Readonly<Record<string, Wrong>> = {
  'a call to a port that does not exist': {
    stated: { [CALLS]: { berths: 'grpc' } },
    where: `${CALLS}.berths`,
    value: 'grpc',
    problem: "'berths' has no such port; it has http, http-metrics",
    fix: "call one of its ports, or add it to the 'ports' of 'berths'",
  },
  'a call to a workload that does not exist': {
    stated: { [CALLS]: { birth: 'http' } },
    where: `${CALLS}.birth`,
    value: 'http',
    problem: "the application 'harbor' has no workload 'birth'; it has desk, berths, ledger, tally",
    fix: 'call one that exists',
  },
  'a method that is none': {
    stated: { [CALLS]: { berths: { port: 'http', methods: ['GET', 'FETCH'] } } },
    where: `${CALLS}.berths.methods.1`,
    value: 'FETCH',
    problem: 'must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
  },
  'a method in small letters': {
    stated: { [CALLS]: { berths: [{ port: 'http', methods: ['get'] }] } },
    where: `${CALLS}.berths.0.methods.0`,
    value: 'get',
    problem: 'must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
  },
  'a path without a leading slash': {
    stated: { [CALLS]: { berths: { port: 'http', paths: ['berths'] } } },
    where: `${CALLS}.berths.paths.0`,
    value: 'berths',
    problem: PATH,
  },
  'a path with two wildcards': {
    stated: { [CALLS]: { berths: { port: 'http', paths: ['/*/ships/*'] } } },
    where: `${CALLS}.berths.paths.0`,
    value: '/*/ships/*',
    problem: PATH,
  },
  'a path that mixes both sorts of wildcards': {
    stated: { [CALLS]: { berths: { port: 'http', paths: ['/{*}/ships/*'] } } },
    where: `${CALLS}.berths.paths.0`,
    value: '/{*}/ships/*',
    problem: PATH,
  },
  'a path with a named part': {
    stated: { [CALLS]: { berths: { port: 'http', paths: ['/berths/{id}'] } } },
    where: `${CALLS}.berths.paths.0`,
    value: '/berths/{id}',
    problem: PATH,
  },
  'paths of a TCP port': {
    stated: { [`${HARBOR}.tally.calls`]: { ledger: { port: 'tcp-ledger', paths: ['/'] } } },
    where: `${HARBOR}.tally.calls.ledger`,
    value: { port: 'tcp-ledger', paths: ['/'] },
    problem: "the port 'tcp-ledger' carries no HTTP requests, so methods and paths do not apply",
    fix: "set only the port: 'tcp-ledger'",
  },
  'a wildcard with TCP': {
    stated: { [OUTSIDE]: { '*.example.com': { port: 7000, protocol: 'TCP', addresses: ['203.0.113.7'] } } },
    where: `${OUTSIDE}.*.example.com`,
    value: '*.example.com',
    problem: 'TCP carries no host name, so a wildcard cannot be matched',
    fix: "name one host with its 'addresses', or use HTTPS",
  },
  'an address that is a name': {
    stated: { [OUTSIDE]: { 'db.example.com': { port: 22, protocol: 'TCP', addresses: ['db'] } } },
    where: `${OUTSIDE}.db.example.com.addresses.0`,
    value: 'db',
    problem: 'must be an IPv4 address or a CIDR block',
  },
  'a host with a scheme': {
    stated: { [OUTSIDE]: { 'https://api.example.com': { port: 443, protocol: 'HTTPS' } } },
    where: OUTSIDE,
    value: 'https://api.example.com',
    problem: 'must be a host name, or *.DOMAIN for any host of a domain',
  },
  'an issuer that is no URL': {
    stated: { [ISSUERS]: [{ ...ISSUER, issuer: 'login' }] },
    where: `${ISSUERS}.0.issuer`,
    value: 'login',
    problem: 'must be the URL of an issuer',
  },
  'the address of keys that only looks like a URL': {
    stated: { [ISSUERS]: [{ ...ISSUER, jwksUri: 'https://[login/keys' }] },
    where: `${ISSUERS}.0.jwksUri`,
    value: 'https://[login/keys',
    problem: 'must be a URL',
  },
  'both the address of keys and keys': {
    stated: { [ISSUERS]: [{ ...ISSUER, jwks: '{"keys":[]}' }] },
    where: `${ISSUERS}.0`,
    value: { ...ISSUER, jwks: '{"keys":[]}' },
    problem: "must set either 'jwksUri' or 'jwks'",
  },
  'neither the address of keys nor keys': {
    stated: { [ISSUERS]: [{ issuer: ISSUER.issuer }] },
    where: `${ISSUERS}.0`,
    value: { issuer: ISSUER.issuer },
    problem: "must set either 'jwksUri' or 'jwks'",
  },
  'keys that are no JSON': {
    stated: { [ISSUERS]: [{ issuer: ISSUER.issuer, jwks: 'keys' }] },
    where: `${ISSUERS}.0.jwks`,
    value: 'keys',
    problem: 'must be a JSON string: { "keys": [ ... ] }',
  },
  'keys that are no list': {
    stated: { [ISSUERS]: [{ issuer: ISSUER.issuer, jwks: '{"kty":"RSA"}' }] },
    where: `${ISSUERS}.0.jwks`,
    value: '{"kty":"RSA"}',
    problem: 'must be a JSON string: { "keys": [ ... ] }',
  },
  'keys that are null': {
    stated: { [ISSUERS]: [{ issuer: ISSUER.issuer, jwks: 'null' }] },
    where: `${ISSUERS}.0.jwks`,
    value: 'null',
    problem: 'must be a JSON string: { "keys": [ ... ] }',
  },
  'an empty list of calls': {
    stated: { [CALLS]: { berths: [] } },
    where: `${CALLS}.berths`,
    value: [],
    problem: 'must have at least one call',
  },
  'an empty list of methods': {
    stated: { [CALLS]: { berths: { port: 'http', methods: [] } } },
    where: `${CALLS}.berths.methods`,
    value: [],
    problem: 'must have at least one method',
  },
  'an audience without a name': {
    stated: { [ISSUERS]: [{ ...ISSUER, audiences: [''] }] },
    where: `${ISSUERS}.0.audiences.0`,
    value: '',
    problem: 'must be a non-empty string',
  },
  'no issuer': {
    stated: { [ISSUERS]: [] },
    where: ISSUERS,
    value: [],
    problem: 'must have at least one issuer',
  },
};

test.each(Object.entries(WRONG))(
  '%s is a fault with its place, its value and the way out',
  (_, { stated, where, value, problem, fix = FIX }) => {
    const found = faults(stated);
    expect(found).toEqual([{ where: expect.stringMatching(FILE), value, problem, fix }]);
    expect(found[0]!.where).toContain(`coast: ${where} (`);
  },
);

test.each(['/', '/berths', '/berths/*', '/berths/{*}', '/{*}/ships/{*}', '*', '*.png', '/a-b_c~d/e.f'])(
  'the path %s is taken',
  (path) => {
    expect(faults({ [CALLS]: { berths: { port: 'http', paths: [path] } } })).toEqual([]);
  },
);
