import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { blocks, page } from './copies/project';
import { copyWithPages, objectsOfPage, synthPages } from './examples';
import { one, scratch, type Manifest } from './support';

const [text = ''] = page('docs/traffic.md').split('\n## A canary, step by step\n');

const project = join(scratch(), 'project');
beforeAll(() => copyWithPages(project));

test('every example of the page renders what the page shows', () => {
  synthPages(project, 'kubernetes');
  const objects = objectsOfPage(project, 'traffic');
  const shown = blocks(text, 'yaml');
  expect(shown.length).toBeGreaterThan(10);
  expect(shown).toEqual(shown.map((block) => rendered(objects, block.split('\n')[0]!)));
});

/** What a block shows, by its first line: `# APPLICATION: KIND NAME, FIELD`, where the field is one of the spec, or all of it. */
function rendered(objects: readonly Manifest[], line: string): string {
  const [, namespace, kind, name, field] = /^# (\S+): (\w+) ([^\s,]+)(?:, (\w+))?$/.exec(line)!;
  const own = objects.filter(({ metadata }) => metadata.namespace === namespace);
  const spec = one(own, kind!, name!).spec as Readonly<Record<string, unknown>>;
  const yaml = Yaml.stringify(field === undefined ? spec : { [field]: spec[field] });
  // Prettier has single quotes in pages.
  return `${line}\n${yaml.replaceAll('"@type"', "'@type'")}`;
}
