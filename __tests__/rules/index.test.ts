import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as rules from '../../rules';
import { changed, full, objectsOf, plain, ROOT, TODAY } from '../support';
import { object } from './judging';

/** The rules that are judged by, in the folder of each kind. */
const LISTED = {
  settings: { ...rules.SETTING_RULES, ...rules.WARNING_RULES },
  objects: rules.OBJECT_RULES,
};

/** Files of rules of a kind, in the folders of its sections. */
const filesOf = (kind: string) =>
  readdirSync(join(ROOT, 'rules', kind), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\/.+\.ts$/.test(file),
  );

describe.each(['settings', 'objects'] as const)('over %s', (kind) => {
  test.each(filesOf(kind))(
    'the rule of %s is judged by under the name of its file, and has a test',
    (file) => {
      const exported = Object.values(require(join(ROOT, 'rules', kind, file)) as object);
      expect(exported).toEqual([LISTED[kind][basename(file, '.ts')]]);
      expect(existsSync(join(__dirname, kind, file.replace(/\.ts$/, '.test.ts')))).toBe(true);
    },
  );

  test('each rule that is judged by has a file', () => {
    expect(Object.keys(LISTED[kind]).toSorted()).toEqual(
      filesOf(kind)
        .map((file) => basename(file, '.ts'))
        .toSorted(),
    );
  });
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
    fix: "raise 'cluster.tier', or remove 'cluster.supportPlan'",
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
    expect.objectContaining({ where: 'full: ConfigMap reading/shop metadata.namespace', value: 'reading' }),
    expect.objectContaining({ where: 'full: ConfigMap reading/shop metadata.namespace' }),
    {
      where: 'full: ConfigMap reading/shop',
      problem: 'is rendered more than once',
      fix: expect.any(String),
    },
  ]);
});

/** An object with null or a string in place of each of its fields, down to a depth. */
function malformations<T extends object>(value: T, depth: number): T[] {
  return Object.entries(value).flatMap(([key, field]: [string, unknown]) => {
    const below =
      depth > 1 && typeof field === 'object' && field !== null ? malformations(field, depth - 1) : [];
    return [null, 'text', ...below].map(
      (other) => (Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other }) as T,
    );
  });
}

test('a field of a wrong type is a fault of its object, and no bug of another rule', async () => {
  const all = await objectsOf(full);
  const kinds = [...new Map(all.map((each) => [each.kind, each])).values()];
  for (const each of kinds)
    for (const spec of malformations(each.spec ?? {}, 4)) {
      const rendered = all.map((other) => (other === each ? { ...each, spec } : other));
      expect(() => rules.judgeObjects(rendered, full)).not.toThrow();
    }
});
