import type { Review } from '..';
import { KINDS, type Finding } from '../findings';
import { count } from '../show';
import { sentence } from './text';

/** Most characters of a comment on GitHub. Source: argoproj-labs/argocd-diff-preview, options. */
export const MAX_COMMENT = 65_536;

/** By which a workflow finds its own comment again. */
export const MARK = '<!-- aks-istio-cdk review -->';

/**
 * A review as a comment on a pull request: the words, then the differences of the output, cut where they are too long.
 *
 * @param diff differences of the output, as `git diff` prints them; what Secrets hold must not be in it
 */
export function toMarkdown(reviews: readonly Review[], diff: string, most = MAX_COMMENT): string {
  const words = [MARK, '## What this change does', ...reviews.map(section)].join('\n\n');
  const summary =
    reviews.length === 0 ? `${MARK}\n\nThe output is the same: only the engine or its tests changed.` : words;
  if (summary.length > most) return `${summary.slice(0, most - CUT.length)}${CUT}`;
  if (diff.trim() === '') return summary;
  const fence = '`'.repeat(Math.max(3, ...[...diff.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  const [head, foot] = [
    `\n\n<details><summary>The output, line by line</summary>\n\n${fence}diff\n`,
    `\n${fence}\n\n</details>`,
  ];
  const room = most - summary.length - head.length - foot.length;
  if (diff.length <= room) return `${summary}${head}${diff.trimEnd()}${foot}`;
  const cut = diff.slice(0, Math.max(0, room - CUT.length));
  return `${summary}${head}${cut.slice(0, cut.lastIndexOf('\n'))}${CUT}${foot}`;
}

const CUT = '\n... cut: the rest is in the summary of the job';

function section({ environment, findings }: Review): string {
  const counted = KINDS.map((kind) => [kind, findings.filter((each) => each.kind === kind).length] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => count(number, `\`${kind}\` finding`));
  return [
    `### ${escape(environment)}`,
    counted.join(', '),
    findings.map((each) => item(each, 0)).join('\n'),
  ].join('\n\n');
}

function item(finding: Finding, depth: number): string {
  const own = `${'  '.repeat(depth)}- **${finding.kind}**${escape(sentence(finding).slice(finding.kind.length))}`;
  return [own, ...(finding.consequences ?? []).map((each) => item(each, depth + 1))].join('\n');
}

/** Values come from whoever opened the pull request: they must not become links, mentions or HTML. */
function escape(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>|#]/g, String.raw`\$&`)
    .replaceAll('@', '@\u200b')
    .replaceAll('://', ':\u200b//');
}
