import type { Finding } from '../findings';
import type { Review } from '..';

const CERTAINTY = { will: '', may: 'may: ', planned: 'as planned by Terraform: ' } as const;

/** A finding in words, without its consequences. */
export function sentence({ certainty = 'will', kind, text, setting }: Finding): string {
  return `${kind}: ${CERTAINTY[certainty]}${text}${setting ? ` (${setting})` : ''}`;
}

/** A review for a terminal: a line for each finding, and its consequences below it. */
export function toText(reviews: readonly Review[]): string {
  if (reviews.length === 0) return 'The output is the same.';
  return reviews
    .map(({ environment, findings }) =>
      [environment, ...findings.flatMap((each) => lines(each, 1))].join('\n'),
    )
    .join('\n\n');
}

function lines(finding: Finding, depth: number): string[] {
  const consequences = finding.consequences ?? [];
  return [
    `${'  '.repeat(depth)}${sentence(finding)}`,
    ...consequences.flatMap((each) => lines(each, depth + 1)),
  ];
}
