import { join } from 'node:path';
import { ApiObject, App } from 'cdk8s';
import { defineCharts } from '../charts';
import type { Plan } from '../model/plan';
import { featured } from './cluster/featured';
import { page } from './copies/project';
import { copyWithPages, objectsOfPage, synthPages } from './examples';
import { coast, HARBOR } from './fixtures/calls';
import { gatewayApi } from './fixtures/gateway-api';
import { changed, one, scratch } from './support';
import { full } from './verify/fixtures';

const [, table = ''] = /<!-- ids: begin -->(.*?)<!-- ids: end -->/s.exec(page('docs/hooks.md')) ?? [];

/** The rows of the page: an id with words in capitals for names, and the kinds of the objects. */
const rows = [...table.matchAll(/^\| `(.+?)` +\| (.+?) +\|$/gm)].map(([, id, kinds]) => {
  const known = new Set<string>();
  const pattern = id!
    .replaceAll('.', '\\.')
    // A word that stands there twice is one name.
    .replaceAll(/\b[A-Z]+\b/g, (word) => {
      if (known.has(word)) return `\\k<${word}>`;
      known.add(word);
      return `(?<${word}>[^/${['HOST', 'NAME'].includes(word) ? '' : '.'}]+?)`;
    });
  return { id: id!, pattern: new RegExp(`^${pattern}$`), kinds: kinds!.match(/[A-Z]\w*/g)! };
});

const jwt = { issuers: [{ issuer: 'https://login.example.com/', jwks: '{ "keys": [] }' }] };

const LIMIT = { requests: 100, per: '1m' };

/** Environments that have an object of every chart between them. */
const environments = [
  gatewayApi,
  featured(full),
  featured(
    changed(coast, {
      'mesh.mtls': 'STRICT',
      plainTextSecrets: true,
      'namespaces.docks.authorization': 'on',
      'namespaces.docks.networkPolicies': true,
      'namespaces.docks.egress': 'declared',
      'namespaces.docks.applications.harbor.secrets': { login: { user: 'a' } },
    }),
  ),
  changed(coast, {
    [`${HARBOR}.desk.expose.http.jwt`]: jwt,
    [`${HARBOR}.desk.replicas`]: { min: 1, max: 2 },
    [`${HARBOR}.berths.expose.http.jwt`]: { ...jwt, at: 'gateway' },
    [`${HARBOR}.berths.expose.http.rateLimit`]: LIMIT,
    [`${HARBOR}.desk.rateLimits`]: { http: LIMIT },
  }),
  changed(coast, { 'mesh.gatewayApi': true, [`${HARBOR}.berths.expose.http.rateLimit`]: LIMIT }),
];

async function idsOf(environment: Plan) {
  const app = new App();
  await defineCharts(app, environment);
  return app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map(({ node, kind }) => ({ id: node.path, kind }));
}

test('docs/hooks.md has the id of every object that the engine makes, and no other', async () => {
  const ids = (await Promise.all(environments.map(idsOf))).flat();
  const isOf = ({ id, kind }: (typeof ids)[number], { pattern, kinds }: (typeof rows)[number]) =>
    kinds.includes(kind) && pattern.test(id);
  expect(ids.filter((each) => !rows.some((row) => isOf(each, row)))).toEqual([]);
  expect(rows.filter((row) => !ids.some((each) => isOf(each, row)))).toEqual([]);
});

test('its example gives each Gateway its options, changes the policy and makes the quota', () => {
  const project = join(scratch(), 'project');
  copyWithPages(project);
  synthPages(project, 'kubernetes');
  const objects = objectsOfPage(project, 'hooks');
  expect(one(objects, 'Gateway', 'external')).toHaveProperty('spec.infrastructure', {
    parametersRef: { group: '', kind: 'ConfigMap', name: 'external-options' },
  });
  expect(one(objects, 'ConfigMap', 'external-options').metadata.namespace).toBe('tickets');
  expect(one(objects, 'AuthorizationPolicy', 'office-callers')).toHaveProperty(
    'spec.rules.1.from.0.source.namespaces',
    ['tickets'],
  );
  expect(one(objects, 'ResourceQuota', 'quota').metadata.namespace).toBe('tickets');
});
