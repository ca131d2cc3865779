import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import * as rules from '../../../rules';
import { documentedRules } from '../../../commands/docs/rules';
import { documentedSettings } from '../../../commands/docs/settings';
import { environmentSchema } from '../../../model/schema/environment';
import { ROOT, runScript, scratch } from '../../support';
import { projectIn } from '../project';

const folder = scratch();

test('the pages that are made are as npm run docs makes them', () => {
  projectIn(folder, { shop: {} });
  const pages = ['settings.md', 'rules.md', 'verify.md'];
  mkdirSync(join(folder, 'docs'));
  for (const file of ['.prettierrc.json', ...pages.map((page) => `docs/${page}`)])
    copyFileSync(join(ROOT, file), join(folder, file));
  writeFileSync(join(folder, 'docs/settings.md'), '');
  expect(runScript([join(folder, 'commands/docs/index.ts'), '--check'], { project: folder })).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('docs/settings.md\n    problem: is out of date'),
  });
  expect(runScript([join(folder, 'commands/docs/index.ts')], { project: folder })).toMatchObject({
    status: 0,
    stderr: '',
  });
  for (const page of pages)
    expect(readFileSync(join(folder, 'docs', page), 'utf8')).toBe(
      readFileSync(join(ROOT, 'docs', page), 'utf8'),
    );
});

interface Form {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

/** The path of every field of a schema. */
function fieldsOf(schema: z.ZodType, path = ''): string[] {
  const { shape, innerType, valueType, element, options } = schema.def as unknown as Form;
  if (innerType) return fieldsOf(innerType, path);
  if (options) return options.flatMap((option) => fieldsOf(option, path));
  if (valueType) return fieldsOf(valueType, `${path}.<name>`);
  if (element) return fieldsOf(element, `${path}[]`);
  return Object.entries(shape ?? {}).flatMap(([key, field]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [at, ...fieldsOf(field, at)];
  });
}

/** Fields that the docstring of what they are part of describes, or that of the one that a list repeats. */
const WITH_THE_WHOLE =
  /(^state\.backend|\.(pod|deployment|statefulSet|job|cronJob|service)\.(metadata|spec)|\.calls\.<name>\[\]\.(port|methods|paths)|\.files\.<name>\.(configMap|secret|key)|\.(uri|(headers|withoutHeaders|queryParams)\.<name>|allowOrigins\[\])\.(prefix|exact|regex))$/;

test('every field of the schema is a documented setting, with what it means', () => {
  const documented = documentedSettings();
  const paths = documented.map(({ path }) => path);
  const missing = fieldsOf(environmentSchema).filter(
    (path) => !paths.includes(path) && !WITH_THE_WHOLE.test(path),
  );
  expect(missing).toEqual([]);
  for (const { path, description } of documented)
    expect([path, description]).toEqual([path, expect.stringMatching(/^[A-Z`].*[.,)]/)]);
});

test('every setting that may be left out says what applies then', () => {
  const silent = documentedSettings().filter(
    ({ path, isOptional, defaultInWords }) =>
      isOptional && defaultInWords === undefined && !/\.(image|job|statefulSet)$/.test(path),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});

test('a setting has the docstring of its own place, where two have one name', () => {
  const described = (path: string) =>
    documentedSettings().find((setting) => setting.path === path)?.description;
  expect(described('resourceGroup.name')).toBe('Name of the resource group that holds the cluster.');
  expect(described('cluster.name')).toBe('Name of the cluster.');
  expect(described('state.resourceGroup')).toBe('Resource group of the storage account.');
  expect(described('namespaces.<name>.applications.<name>.workloads.<name>.calls.<name>.port')).toBe(
    'Name of the port that is called.',
  );
});

test('every rule is documented with the first part of its docstring, which is whole sentences', () => {
  const documented = documentedRules();
  const { SETTING_RULES, WARNING_RULES, OBJECT_RULES } = rules;
  expect(documented.map(({ name }) => name).toSorted()).toEqual(
    Object.keys({ ...SETTING_RULES, ...WARNING_RULES, ...OBJECT_RULES }).toSorted(),
  );
  for (const { name, sentence } of documented)
    expect([name, sentence]).toEqual([name, expect.stringMatching(/^([A-Z]|istiod).+\.$/)]);
  expect(documented.find(({ name }) => name === 'jobs-complete')?.sentence).toBe(
    'A Job completes when all its containers have ended; a sidecar that is not native keeps running, and so does the Job.',
  );
});
