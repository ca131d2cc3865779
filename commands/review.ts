import { writeFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { FaultError } from '../model/fault';
import type { Plan } from '../model/plan';
import type { Review } from '../review';
import { withConsequences, type Kind } from '../review/findings';
import type { OutputFiles } from '../review/output';
import { diffOutputs, findBase, isFolder, readCommit, readFolder } from './outputs';
import { command, run } from './run';
import { today } from './today';

/** The output of the working tree, by the paths that it has in `snapshots/`, and the settings that it comes from. */
async function readWorkingTree(): Promise<{ readonly files: OutputFiles; readonly plans: readonly Plan[] }> {
  const { loadEnvironments } = await import('./environments');
  const { environments } = loadEnvironments({}, today());
  const { synthCharts } = await import('../charts/synth');
  const { synthStacks } = await import('../stacks/synth');
  const { toSnapshots } = await import('../output');
  const files = toSnapshots(await synthCharts(environments), await synthStacks(environments));
  return { files, plans: environments };
}

interface Options {
  readonly json?: true;
  readonly markdown?: string;
  readonly failOn?: readonly Kind[];
}

async function review(
  before: string | undefined,
  after: string | undefined,
  options: Options,
): Promise<void> {
  const { reviewOutputs } = await import('../review');
  const from = before !== undefined && isFolder(before) ? readFolder(before) : readCommit(findBase(before));
  const { files: to, plans } =
    after === undefined ? await readWorkingTree() : { files: readFolder(after), plans: [] };
  const reviews = reviewOutputs(from, to, plans);
  const { toText } = await import('../review/words/text');
  const { toLines } = await import('../review/words/json');
  const lines = toLines(reviews);
  console.log(options.json ? JSON.stringify(lines, null, 2) : toText(reviews));
  if (options.markdown !== undefined) {
    const { toMarkdown } = await import('../review/words/markdown');
    writeFileSync(options.markdown, `${toMarkdown(reviews, diffOutputs(from, to))}\n`);
  }
  stopFor(reviews, options.failOn ?? []);
}

/** @throws FaultError of the findings that are to stop it */
function stopFor(reviews: readonly Review[], kinds: readonly Kind[]): void {
  const found = reviews.flatMap(({ environment, findings }) =>
    findings
      .flatMap(withConsequences)
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, text }) => ({
        where: environment,
        problem: `${kind}: ${text}`,
        fix: `change it, or run the review without '${kind}' in --fail-on`,
      })),
  );
  if (found.length > 0) throw new FaultError(found, 'the review is above');
}

async function parseKinds(value: string): Promise<readonly Kind[]> {
  const { FAILING } = await import('../review/findings');
  const kinds = value.split(',') as Kind[];
  const unknown = kinds.find((each) => !FAILING.includes(each));
  if (unknown !== undefined) throw new InvalidArgumentError(`'${unknown}' is none of ${FAILING.join(', ')}.`);
  return kinds;
}

void run(
  command('review', 'Says in words what the change from a commit to the working tree does.')
    .argument('[before]', 'commit, or folder of an output (default: where the branch left origin/main)')
    .argument('[after]', 'folder of an output (default: what the working tree renders)')
    .option('--json', 'print the findings as JSON')
    .option('--markdown <file>', 'also write a comment for a pull request')
    .option(
      '--fail-on <kinds>',
      'stop with exit code 1 at findings of these kinds, such as destroy,data,allow',
    )
    .action(
      async (
        before: string | undefined,
        after: string | undefined,
        { failOn, ...options }: { failOn?: string } & Omit<Options, 'failOn'>,
      ) =>
        review(before, after, {
          ...options,
          ...(failOn !== undefined && { failOn: await parseKinds(failOn) }),
        }),
    ),
);
