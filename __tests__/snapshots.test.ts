import { synthCharts } from '../charts/synth';
import { loadEnvironments } from '../commands/environments';
import { graphPages, isGraphPage } from '../model/plan/call-graph-pages';
import { GENERATED, toSnapshots } from '../output';
import { synthStacks } from '../stacks/synth';
import { toMatchFolder } from './match-folder';
import { TODAY } from './support';

// What your environments render, as you reviewed it: after a change, run `npm run snapshots` and review the diff.

expect.extend({ toMatchFolder });

test('your environments render what snapshots/ and docs/graphs/ hold', async () => {
  const { environments } = loadEnvironments({}, TODAY);
  // Both halves are made before a file is written.
  const made = toSnapshots(await synthCharts(environments), await synthStacks(environments));
  expect(made).toMatchFolder('snapshots', (path) => GENERATED.test(path));
  expect(graphPages(environments)).toMatchFolder('docs/graphs', (_, text) => isGraphPage(text));
});
