import type { OutputFiles } from '../review/output';
import type { Output } from '../output';
import type { Variables } from '../model/schema/environment';
import { findBase, isFolder, readCommit, readFolder } from './outputs';
import { command, run } from './run';
import { today } from './today';

/** The output of the working tree, by the paths that it has in `snapshots/`. */
async function readWorkingTree(): Promise<OutputFiles> {
  const { loadEnvironments } = await import('./environments');
  const { environments } = loadEnvironments({} as Variables, today());
  const { synthCharts } = await import('../charts/synth');
  const { synthStacks } = await import('../stacks/synth');
  const place = ({ files }: Output, half: string, folder = '') =>
    [...files].map(([path, { content }]) => [`${half}/${path.slice(folder.length)}`, `${content}`] as const);
  return new Map([
    ...place(await synthCharts(environments), 'kubernetes'),
    ...place(await synthStacks(environments), 'terraform', 'stacks/'),
  ]);
}

async function review(before: string | undefined, after: string | undefined): Promise<void> {
  const { reviewOutputs } = await import('../review');
  const { toText } = await import('../review/words/text');
  const from = before !== undefined && isFolder(before) ? readFolder(before) : readCommit(findBase(before));
  const to = after === undefined ? await readWorkingTree() : readFolder(after);
  console.log(toText(reviewOutputs(from, to)));
}

void run(
  command('review', 'Says in words what the change from a commit to the working tree does.')
    .argument('[before]', 'commit, or folder of an output (default: where the branch left origin/main)')
    .argument('[after]', 'folder of an output (default: what the working tree renders)')
    .action(review),
);
