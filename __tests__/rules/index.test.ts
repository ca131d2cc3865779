import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as rules from '../../rules';
import { changed, full, objectsOf, plain, ROOT, TODAY } from '../support';
import { object } from './judging';

/** Files of the room that hold no rule. */
const BESIDE = [
  'index.ts',
  'rule.ts',
  'waivers.ts',
  'pod-template.ts',
  'authorization.ts',
  'selected.ts',
  'hosts.ts',
  'istio.ts',
  'registry.ts',
  'wider-match.ts',
  'effective-mtls.ts',
  'plain-text.ts',
];

const LISTED: ReadonlySet<unknown> = new Set([
  ...Object.values(rules.SETTING_RULES),
  ...Object.values(rules.WARNING_RULES),
  ...Object.values(rules.OBJECT_RULES),
]);

const files = readdirSync(join(ROOT, 'rules')).filter((file) => !BESIDE.includes(file));

test.each(files)('the rule of %s is judged by, and has a test of its own', (file) => {
  const exported = Object.entries(require(join(ROOT, 'rules', file)) as object);
  const noun = file.replace(/\.ts$/, '');
  const named = noun.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  expect(exported.map(([name, rule]) => [name, LISTED.has(rule)])).toEqual([[named, true]]);
  expect(readdirSync(__dirname)).toContain(`${noun}.test.ts`);
});

test('no rule is judged by twice', () => {
  expect(LISTED.size).toBe(
    [rules.SETTING_RULES, rules.WARNING_RULES, rules.OBJECT_RULES].flatMap((list) => Object.keys(list))
      .length,
  );
  expect(LISTED.size).toBe(files.length);
});

test('a rule over objects has the name of its file, by which it is waived', () => {
  for (const [name, rule] of Object.entries(rules.OBJECT_RULES))
    expect(Object.values(require(join(ROOT, 'rules', name)) as object)).toEqual([rule]);
});

test('the environments that tests build on keep every rule', async () => {
  expect(rules.judgeSettings([plain, full], TODAY)).toEqual({
    faults: [],
    warnings: [expect.objectContaining({ fix: 'finish the upgrade to asm-1-30 (docs/upgrade.md)' })],
  });
  for (const environment of [plain, full])
    expect(rules.judgeObjects(await objectsOf(environment), environment)).toEqual([]);
});

test('every environment is judged, not only the first, with the file that states what is wrong', () => {
  const wrong = changed(full, { 'cluster.tier': 'Free', 'mesh.revisions': ['asm-1-31'] });
  const { faults, warnings } = rules.judgeSettings([plain, wrong], TODAY);
  expect(faults[0]).toEqual({
    where: 'full: cluster.tier (environments/full.ts)',
    value: 'Free',
    problem: 'long-term support needs the tier Premium',
    fix: "raise 'cluster.tier', or take 'cluster.supportPlan' out",
  });
  expect(warnings).toEqual([
    expect.objectContaining({ where: 'full: mesh.revisions (environments/full.ts)', value: 'asm-1-31' }),
  ]);
});

test('a fault of an application names the file that states it', () => {
  const path = 'namespaces.reading.applications.library.workloads.loans.calls';
  const wrong = changed(plain, { [path]: { nowhere: 'http' } });
  expect(rules.judgeSettings([wrong], TODAY).faults).toEqual([
    expect.objectContaining({
      where: expect.stringMatching(
        /^plain: \S+loans\.calls\.nowhere \(__tests__\/fixtures\/library\.ts:\d+\)$/,
      ),
    }),
  ]);
});

test('a fault of an object names the environment, the object and the field', () => {
  const wrong = object('v1', 'ConfigMap', 'shop', { dta: {} });
  expect(rules.judgeObjects([wrong, wrong], full)).toEqual([
    expect.objectContaining({ where: 'full: ConfigMap reading/shop dta', value: {} }),
    expect.objectContaining({ where: 'full: ConfigMap reading/shop dta' }),
    {
      where: 'full: ConfigMap reading/shop',
      problem: 'is rendered more than once',
      fix: expect.any(String),
    },
    expect.objectContaining({ where: 'full: ConfigMap reading/shop metadata.namespace', value: 'reading' }),
    expect.objectContaining({ where: 'full: ConfigMap reading/shop metadata.namespace' }),
  ]);
});
