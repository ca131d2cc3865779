import { join } from 'node:path';
import { synthCharts } from '../charts/synth';
import { loadEnvironments } from '../commands/environments';
import { graphPages, isGraphPage } from '../model/plan/call-graph-pages';
import { GENERATED, type Output } from '../output';
import { synthStacks } from '../stacks/synth';
import { toMatchFolder } from './match-folder';
import { TODAY } from './support';

// What your environments render, as you reviewed it: after a change, run `npm run snapshots` and review the diff.

expect.extend({ toMatchFolder });

/** The generated files of a half, by their paths in `snapshots/`. */
const snapshotsOf = ({ files }: Output, half: string, folder = '') =>
  [...files]
    .filter(([path]) => GENERATED.test(path))
    .map(([path, { content }]) => [join(half, path.slice(folder.length)), content] as const);

test('your environments render what snapshots/ and docs/graphs/ hold', async () => {
  const { environments } = loadEnvironments({}, TODAY);
  // Both halves are made before a file is written.
  const kubernetes = snapshotsOf(await synthCharts(environments), 'kubernetes');
  const terraform = snapshotsOf(await synthStacks(environments), 'terraform', 'stacks/');
  expect(new Map([...kubernetes, ...terraform])).toMatchFolder('snapshots', (path) => GENERATED.test(path));
  expect(graphPages(environments)).toMatchFolder('docs/graphs', (_, text) => isGraphPage(text));
});
