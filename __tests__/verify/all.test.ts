import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CHECKS } from '../../verify';
import { runChecks, type Result } from '../../verify/run';
import { resultsTable } from '../../commands/verify-table';
import { buildRoles } from '../../verify/roles';
import { ROOT } from '../support';
import { fakeCluster, seen } from './fake-cluster';
import { example, full } from './fixtures';
import { stageOf, type Stage } from './healthy';
import { VirtualClock } from './virtual-clock';

const page = readFileSync(join(ROOT, 'docs/verify.md'), 'utf8');

let shop: Stage;
let harbor: Stage;
beforeAll(async () => {
  [shop, harbor] = await Promise.all([stageOf(example), stageOf(full)]);
});

test('every check passes on a healthy cluster', async () => {
  const results = await Promise.all(Object.values(CHECKS).map(async (check) => seen(check, shop)));
  const all = Object.assign({}, ...results) as Record<string, string>;
  expect(Object.entries(all).filter(([, actual]) => actual !== 'ok')).toEqual([]);
  expect(all).toMatchObject({
    'the cluster runs the Kubernetes version of the environment': 'ok',
    'istiod of asm-1-30 runs': 'ok',
    'the external ingress gateway of asm-1-30 runs': 'ok',
    'no other revision runs': 'ok',
    'asm-1-30 has its shared MeshConfig': 'ok',
    'namespace shop is injected by asm-1-30': 'ok',
    'pods of shop are in the mesh': 'ok',
    'shop has the rendered mTLS policies and no others': 'ok',
    'shop rejects default/outside, a client outside the mesh': 'ok',
    'shop serves shop/inside, a client inside the mesh': 'ok',
    'the external gateway serves shop/web to shop.example.com': 'ok',
    'the external gateway does not serve other hosts': 'ok',
    'every rendered field is in the cluster': 'ok',
    'no stale objects': 'ok',
  });
});

test('every expectation of an environment has a name of its own', () => {
  for (const stage of [shop, harbor]) {
    const names = Object.values(CHECKS).flatMap(({ expectations }) =>
      expectations(stage).map(({ name }) => name),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  }
});

test('no check counts the Leases that an upgrade leaves behind', async () => {
  const leases = ['istio-gateway-deployment-asm-1-29', 'istio-gateway-status-leader-asm-1-29'].flatMap(
    (name) =>
      ['aks-istio-system', 'aks-istio-ingress'].map((home) => ({
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name, namespace: home },
        spec: { holderIdentity: 'istiod-asm-1-29-a' },
      })),
  );
  for (const check of Object.values(CHECKS))
    expect(await seen(check, shop, { objects: [...shop.healthy, ...leases] })).toEqual(
      await seen(check, shop),
    );
});

describe('docs/verify.md', () => {
  test('shows what is printed of a healthy cluster', async () => {
    const options = { timeout: 0, interval: 0, onWait: () => {}, clock: new VirtualClock() };
    const all = Object.entries(CHECKS).flatMap(([name, { expectations }]) =>
      expectations(shop).map((each) => [name, each] as const),
    );
    const results: Result[] = [];
    for await (const result of runChecks(all, fakeCluster({ objects: shop.healthy }), options))
      results.push(result);
    expect(page).toContain(resultsTable(results));
  });

  test('has the roles that --roles prints', async () => {
    const [, yaml] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    expect(parseAllDocuments(yaml!).map((document) => document.toJS() as unknown)).toEqual(
      await buildRoles(shop, Object.keys(CHECKS)),
    );
  });

  test('has a row for each check, with an example of its failure', () => {
    for (const [name, { example: shown }] of Object.entries(CHECKS))
      expect(page).toMatch(
        new RegExp(`^\\| \`${name}\` .*\`${shown.replaceAll(/[*.]/g, '\\$&')}\` +\\|$`, 'm'),
      );
  });
});
