import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphPages } from '../../commands/graph';
import { renderCallGraph } from '../../model/plan/call-graph-diagram';
import { coast } from '../fixtures/calls';
import { changed, copyEngine, full, plain, ROOT, run, scratch, settingsOf } from '../support';

test('there is a page for each application, as the first environment that has it declares it', () => {
  const pages = graphPages([plain, full, coast]);
  expect([...pages.keys()]).toEqual(['library.md', 'inside.md', 'outside.md', 'harbor.md', 'customs.md']);
  expect(pages.get('library.md')).toContain('As the environment `plain` has it.');
  expect(graphPages([full, plain]).get('library.md')).toContain('As the environment `full` has it.');
});

test('a page has its title and the picture', () => {
  const picture = renderCallGraph(coast, { namespace: 'docks', application: 'harbor' });
  expect(graphPages([coast]).get('harbor.md'))
    .toBe(`<!-- Made by npm run graph from the calls that the application declares. -->

# Who calls whom in harbor

As the environment \`coast\` has it.

\`\`\`mermaid
${picture}
\`\`\`
`);
});

test('one more call is one more line of the page', () => {
  const callee = 'namespaces.docks.applications.harbor.workloads.ledger.calls';
  const after = graphPages([changed(coast, { [callee]: { desk: 'http' } })]).get('harbor.md')!;
  const before = graphPages([coast]).get('harbor.md')!.split('\n');
  expect(after.split('\n').filter((line) => !before.includes(line))).toEqual([
    '  own_ledger -- "http" --> own_desk',
  ]);
});

describe('npm run graph', () => {
  const folder = scratch();
  const graphs = join(folder, 'docs/graphs');
  const { name } = coast;
  beforeAll(() => {
    const data = JSON.stringify(settingsOf(coast), (key, value: unknown) =>
      key === 'madeAt' ? undefined : value,
    );
    copyEngine(folder, { [name]: `export const ${name} = () => (${data});\n` });
    mkdirSync(graphs, { recursive: true });
    writeFileSync(join(graphs, 'gone.md'), graphPages([coast]).get('harbor.md')!);
    writeFileSync(join(graphs, 'notes.md'), 'Of a person.\n');
  });

  test('writes the pages, and takes away its own pages of applications that are gone', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const [node, ...args] = scripts.graph!.split(' ');
    expect(node).toBe('node');
    const { status, stdout, stderr } = run(process.execPath, [
      ...args.slice(0, -1),
      join(folder, args.at(-1)!),
    ]);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'docs/graphs/harbor.md\ndocs/graphs/customs.md\n',
      stderr: '',
    });
    expect(readdirSync(graphs).toSorted()).toEqual(['customs.md', 'harbor.md', 'notes.md']);
    for (const [file, page] of graphPages([coast]))
      expect(readFileSync(join(graphs, file), 'utf8')).toBe(page);
    expect(readFileSync(join(graphs, 'notes.md'), 'utf8')).toBe('Of a person.\n');
  });
});
