import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { structuredPatch } from 'diff';
import { environments } from '../../../environments';
import { store, type StoreProps } from '../../../applications/store';
import { synthCharts } from '../../../charts/synth';
import { readEnvironments } from '../../../model/read';
import { getPodTemplate } from '../../../objects/pod-template';
import { judgeSettings } from '../../../rules';
import { outcomeOf } from '../../charts/route-evaluator';
import { changed, objectsOf, ROOT, textsOf, TODAY } from '../../support';

const [production] = readEnvironments({ production: environments.production! }, {});

/** The lines of environments/production.ts that state the versions of the front and the share of the second. */
const lines = (versions: readonly string[], share?: number) =>
  [
    'storeFront: {',
    '  versions: {',
    ...versions.map((version) => `    ${version},`),
    '  },',
    ...(share === undefined ? [] : [`  traffic: { weights: { v2: ${share} } },`]),
    '},',
  ].map((line) => `          ${line}\n`);

const V1 = 'v1: {}';
const V2 = "v2: { image: 'ghcr.io/azure-samples/aks-store-demo/store-front:2.1.0' }";
const BEFORE: string[] = [];
const NAMED = lines([V1]);
const at = (share: number) => lines([V1, V2], share);
const GONE = lines([V2], 100);

/** Each step, with the Deployments that it makes or rolls, and who answers once it is applied. */
const STEPS: readonly [title: string, from: string[], to: string[], rolls: string[], shares: object][] = [
  ['1. name the version that runs', BEFORE, NAMED, ['store-front-v1'], { 'store-front.pets:80': 100 }],
  ['2. start the second, without requests', NAMED, at(0), ['store-front-v2'], { v1: 100 }],
  ['3. ten percent', at(0), at(10), [], { v1: 90, v2: 10 }],
  ['4. half', at(10), at(50), [], { v1: 50, v2: 50 }],
  ['5. all', at(50), at(100), [], { v2: 100 }],
  ['6. take the first away', at(100), GONE, [], { v2: 100 }],
];

/** Production with these lines in the properties of its store. */
function environmentOf(stated: readonly string[]) {
  const { storeFront } = runInNewContext(`({ ${stated.join('')} })`) as Pick<StoreProps, 'storeFront'>;
  const application = store({
    hosts: ['store.example.com'],
    tls: { credentialName: 'store-tls' },
    adminHosts: ['admin.store.example.com'],
    storeFront,
    credentials: { rabbitmq: 'rabbitmq-secrets', orderService: 'order-service-secrets' },
  });
  return changed(production!, { 'namespaces.pets.applications.store': application });
}

type Files = Readonly<Record<string, string>>;

/** The lines of the environment, and every file that they give. */
async function filesOf(stated: readonly string[]): Promise<Files> {
  const made = textsOf(await synthCharts([environmentOf(stated)]), 'production/');
  return {
    'environments/production.ts': `          hosts: ['store.example.com'],\n${stated.join('')}`,
    ...Object.fromEntries(
      Object.entries(made).map(([path, text]) => [`dist/${path}`, text.replace(/\n?$/, '\n')]),
    ),
  };
}

/** What changes from one step to the next, as a unified diff of each file; of a container that comes or goes, the image. */
async function diff(from: readonly string[], to: readonly string[]): Promise<string> {
  const [before, after] = [await filesOf(from), await filesOf(to)];
  const [own, ...made] = Object.keys({ ...before, ...after });
  return [own!, ...made.toSorted()]
    .flatMap((file) => {
      const [old, now] = [before[file] ?? '', after[file] ?? ''];
      const { hunks } = structuredPatch(file, file, old, now, '', '', { context: 1 });
      const shown = hunks.flatMap((hunk) => ['@@', ...hunk.lines]);
      return shown.length > 0 ? [`--- ${file}`, ...shown] : [];
    })
    .join('\n')
    .replaceAll(/(?:^([+-]) {10}.*\n){20,}/gm, '$1          ...\n');
}

/** Pod templates of the front's Deployments, by name. */
async function frontsOf(stated: readonly string[]): Promise<Map<string, string>> {
  const fronts = (await objectsOf(environmentOf(stated))).filter(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name.startsWith('store-front'),
  );
  return new Map(fronts.map((each) => [each.metadata.name, JSON.stringify(getPodTemplate(each))]));
}

/** Shares of versions, as the gateway and the mesh make them: both the same. */
async function sharesOf(stated: readonly string[]): Promise<object> {
  const objects = await objectsOf(environmentOf(stated));
  const gateway = outcomeOf(objects, { by: 'external', host: 'store.example.com', port: 443 });
  const mesh = outcomeOf(objects, { by: 'mesh', host: 'store-front.pets.svc.cluster.local' });
  expect(gateway).toEqual(mesh);
  const { to } = gateway as { to: Readonly<Record<string, number>> };
  return Object.fromEntries(
    Object.entries(to).map(([name, weight]) => [name.replace('store-front.pets:80 ', ''), weight]),
  );
}

test('the walk starts at environments/production.ts as it is: delete this file once you make production yours', async () => {
  expect(await objectsOf(environmentOf(BEFORE))).toEqual(await objectsOf(production!));
});

describe.each(STEPS)('%s', (_, from, to, rolls, shares) => {
  test('synthesizes without a fault', () => {
    expect(judgeSettings([environmentOf(to)], TODAY).faults).toEqual([]);
  });

  test('makes or rolls the Deployments of this step, and no others', async () => {
    const [before, after] = [await frontsOf(from), await frontsOf(to)];
    expect([...after.keys()].filter((name) => before.get(name) !== after.get(name))).toEqual(rolls);
  });

  test('shares requests out as the page says, at the gateway and in the mesh', async () => {
    expect(await sharesOf(to)).toEqual(shares);
  });

  test('sends no request to a version that was not there before the step', async () => {
    const running = [...(await frontsOf(from)).keys()];
    const asked = Object.keys(await sharesOf(to)).map((version) =>
      version.startsWith('v') ? `store-front-${version}` : running[0],
    );
    expect(running).toEqual(expect.arrayContaining(asked));
  });
});

test.each(STEPS.slice(2, 5))('%s is one changed number', (_, from, to) => {
  const altered = to.filter((line, index) => line !== from[index]);
  expect(to).toHaveLength(from.length);
  expect(altered).toHaveLength(1);
  expect(altered[0]!.replace(/\d+ \} \},/, '')).toBe(
    from[to.indexOf(altered[0]!)]!.replace(/\d+ \} \},/, ''),
  );
});

test('docs/traffic.md shows what each step changes', async () => {
  const [, section = ''] = readFileSync(join(ROOT, 'docs/traffic.md'), 'utf8').split(
    '\n## A canary, step by step\n',
  );
  const shown = [...section.matchAll(/^```diff\n(.*?)\n```$/gms)].map(([, block]) => block);
  const made = [];
  for (const [, from, to] of STEPS) made.push(await diff(from, to));
  expect(shown).toEqual(made);
});
