import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../support';
import { isAllowed, type Attempt } from './evaluator';

/** Policies of the namespace `foo`, where nothing else is said. */
function policies(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    const { metadata, spec } = document.toJS() as { metadata?: object; spec: object };
    return {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'policy', namespace: 'foo', ...metadata },
      spec,
    };
  });
}

const to = { namespace: 'foo', labels: { app: 'httpbin' } };
const curl = { namespace: 'foo', serviceAccount: 'curl' };
const GET: Attempt = { to, from: curl, port: 8080, request: { method: 'GET', path: '/headers' } };
const get = (path: string, token?: Record<string, string | string[]>): Attempt => ({
  ...GET,
  request: { method: 'GET', path, token },
});
const TCP: Attempt = { to, from: curl, port: 9000 };

const ALLOW_NOTHING = 'spec: {}';
const DENY_ALL = 'spec: { action: DENY, rules: [{}] }';
const ALLOW_ALL = 'spec: { rules: [{}] }';

// Source: Istio documentation, Reference, AuthorizationPolicy; Concepts, Security; Tasks, Authorization.
describe('a pod that no policy is for', () => {
  test.each([
    ['without policies', ''],
    ['of another namespace', 'metadata: { namespace: bar }\nspec: {}'],
    ['of other pods', 'spec: { selector: { matchLabels: { app: web } } }'],
    ['that denies something else', 'spec: { action: DENY, rules: [to: [operation: { methods: [POST] }]] }'],
  ])('lets everything pass: %s', (_, text) => {
    expect(isAllowed(text === '' ? [] : policies(text), GET)).toBe(true);
  });
});

test.each([
  ['allow nothing', ALLOW_NOTHING, false],
  ['allow all', ALLOW_ALL, true],
  ['deny all', DENY_ALL, false],
  ['one that allows beside allow nothing', `${ALLOW_NOTHING}\n---\n${ALLOW_ALL}`, true],
  ['one that denies before one that allows', `${ALLOW_ALL}\n---\n${DENY_ALL}`, false],
  ['the root namespace, for all namespaces', `metadata: { namespace: aks-istio-system }\n${DENY_ALL}`, false],
  ['a dry run', `metadata: { annotations: { istio.io/dry-run: 'true' } }\n${DENY_ALL}`, true],
  ['AUDIT', 'spec: { action: AUDIT, rules: [{}] }', true],
])('%s', (_, text, allowed) => {
  expect(isAllowed(policies(text), GET)).toBe(allowed);
});

// The first example of the reference: from one account or a namespace, to one of two operations, under a condition.
const HTTPBIN = policies(`
spec:
  selector: { matchLabels: { app: httpbin } }
  action: ALLOW
  rules:
    - from:
        - source: { principals: [cluster.local/ns/default/sa/curl] }
        - source: { namespaces: [test] }
      to:
        - operation: { methods: [GET], paths: [/info*] }
        - operation: { methods: [POST], paths: [/data] }
      when:
        - key: request.auth.claims[iss]
          values: [https://accounts.google.com]
`);

test.each([
  ['default', 'curl', 'GET', '/info', 'https://accounts.google.com', true],
  ['default', 'curl', 'GET', '/info/more?all=1', 'https://accounts.google.com', true],
  ['test', 'any', 'POST', '/data', 'https://accounts.google.com', true],
  ['default', 'other', 'GET', '/info', 'https://accounts.google.com', false],
  ['default', 'curl', 'POST', '/info', 'https://accounts.google.com', false],
  ['default', 'curl', 'POST', '/data/more', 'https://accounts.google.com', false],
  ['default', 'curl', 'GET', '/info', 'https://example.com', false],
  ['default', 'curl', 'GET', '/info', undefined, false],
])('%s/%s may %s %s with a token of %s: %s', (namespace, serviceAccount, method, path, iss, allowed) => {
  const token = iss === undefined ? undefined : { iss, sub: 'user' };
  const attempt = { to, port: 80, from: { namespace, serviceAccount }, request: { method, path, token } };
  expect(isAllowed(HTTPBIN, attempt)).toBe(allowed);
});

// Source: Istio documentation, Authorization for TCP traffic.
test.each([
  ['ALLOW', '{ ports: ["9000"] }', true],
  ['ALLOW', '{ ports: ["9001"] }', false],
  ['ALLOW', '{ methods: [GET], ports: ["9000"] }', false],
  ['DENY', '{ methods: [GET], ports: ["9000"] }', false],
  ['DENY', '{ methods: [GET], ports: ["9001"] }', true],
  ['DENY', '{ notPaths: [/open] }', false],
])('a TCP connection under %s %s passes: %s', (action, operation, allowed) => {
  const text = `spec: { action: ${action}, rules: [to: [operation: ${operation}]] }`;
  expect(isAllowed(policies(text), TCP)).toBe(allowed);
});

test('a rule that allows vanishes on TCP as a whole, and the others stay', () => {
  const rule = (source: string) => `spec: { rules: [from: [${source}]] }`;
  const both = 'source: { requestPrincipals: ["*"] } }, { source: { namespaces: [foo] }';
  expect(isAllowed(policies(rule(`{ ${both} }`)), TCP)).toBe(false);
  const text = 'spec: { rules: [{ to: [operation: { methods: [GET] }] }, {}] }';
  expect(isAllowed(policies(text), TCP)).toBe(true);
});

// Source: Istio documentation, JWT token: a request without a token is denied by its missing principal.
test.each([
  ['requestPrincipals: [https://a.example/*]', { iss: 'https://a.example', sub: 'x' }, true],
  ['requestPrincipals: [https://a.example/*]', { iss: 'https://b.example', sub: 'x' }, false],
  ['requestPrincipals: ["*"]', { iss: 'https://a.example' }, false],
  ['requestPrincipals: ["*"]', undefined, false],
  ['notRequestPrincipals: ["*"]', undefined, true],
  ['notRequestPrincipals: ["*"]', { iss: 'https://a.example', sub: 'x' }, false],
])('a source with %s is %j: %s', (source, token, is) => {
  expect(isAllowed(policies(`spec: { rules: [from: [source: { ${source} }]] }`), get('/', token))).toBe(is);
});

test.each([
  ['values: [group1]', ['group1', 'group2'], true],
  ['values: [group3]', ['group1', 'group2'], false],
  ['notValues: [group1]', ['group1'], false],
  ['notValues: [group1]', ['group2'], true],
  ['notValues: [group1]', undefined, true],
])('a claim of a list under %s, %j: %s', (values, groups, is) => {
  const text = `spec: { rules: [when: [{ key: 'request.auth.claims[groups]', ${values} }]] }`;
  const token = groups && { iss: 'https://a.example', sub: 'x', groups };
  expect(isAllowed(policies(text), get('/', token))).toBe(is);
});

test.each([
  ['serviceAccounts: [curl]', true],
  ['serviceAccounts: [foo/curl]', true],
  ['serviceAccounts: [bar/curl]', false],
  ['principals: ["*/ns/foo/sa/curl"]', true],
  ['principals: [cluster.local/ns/foo/*]', true],
  ['principals: [example.org/ns/foo/sa/curl]', false],
  ['notPrincipals: ["*/sa/curl"]', false],
  ['namespaces: [foo]', true],
  ['notNamespaces: [foo]', false],
])('the caller foo/curl is of %s: %s', (source, is) => {
  const rendered = policies(`spec: { rules: [from: [source: { ${source} }]] }`);
  expect(isAllowed(rendered, GET)).toBe(is);
  // Plaintext has no identity.
  expect(isAllowed(rendered, { ...GET, from: undefined })).toBe(source.startsWith('not'));
});

test('cluster.local is the own trust domain, by whatever name', () => {
  const named = (domain: string) =>
    policies(`spec: { rules: [from: [source: { principals: [${domain}/ns/foo/sa/curl] }]] }`);
  const attempt = { ...GET, trustDomain: 'example.org' };
  expect(
    ['cluster.local', 'example.org', 'other.org'].map((each) => isAllowed(named(each), attempt)),
  ).toEqual([true, true, false]);
});

test.each([
  ['/info/{*}', '/info/a', true],
  ['/info/{*}', '/info/a/b', false],
  ['/info/{*}', '/info/', false],
  ['/{*}/b', '/a/b', true],
  ['*/b', '/a/b', true],
  ['*', '/', true],
  ['/info', '/info?all=/', true],
  ['/info', '/info/', false],
])('the path %s takes %s: %s', (pattern, path, is) => {
  expect(
    isAllowed(policies(`spec: { rules: [to: [operation: { paths: ['${pattern}'] }]] }`), get(path)),
  ).toBe(is);
});

test('hosts are compared without regard to case, and with their port', () => {
  const rendered = policies('spec: { rules: [to: [operation: { hosts: [a.example.com] }]] }');
  const at = (host: string) => ({ ...GET, request: { method: 'GET', path: '/', host } });
  expect(['A.example.com', 'a.example.com:80'].map((host) => isAllowed(rendered, at(host)))).toEqual([
    true,
    false,
  ]);
});

test.each([
  ['from', 'source', '{}'],
  ['from', 'source', '{ principals: [] }'],
  ['to', 'operation', '{}'],
])('what Istio rejects is an error: a rule %s an empty %s %s', (part, name, value) => {
  const text = `spec: { rules: [${part}: [${name}: ${value}]] }`;
  expect(() => isAllowed(policies(text), GET)).toThrow(`${part}.${name} must not be empty`);
});

test.each([
  ['{ from: [source: { ipBlocks: [10.0.0.0/8] }] }', 'ipBlocks is not evaluated'],
  ['{ when: [{ key: source.ip, values: [10.0.0.1] }] }', 'the condition source.ip is not evaluated'],
])('what it does not read is an error: %s', (rule, message) => {
  expect(() => isAllowed(policies(`spec: { rules: [${rule}] }`), GET)).toThrow(message);
});
