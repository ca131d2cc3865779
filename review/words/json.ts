import { createHash } from 'node:crypto';
import type { Review } from '..';
import type { Finding } from '../findings';

/** A finding as data, with an id that stays the same as long as it is about the same. */
export interface Line {
  readonly id: string;
  readonly environment: string;
  readonly kind: Finding['kind'];
  readonly certainty: NonNullable<Finding['certainty']>;
  readonly text: string;
  readonly setting?: string;
  readonly consequences: readonly Line[];
}

/** Every finding as data. */
export function toLines(reviews: readonly Review[]): Line[] {
  return reviews.flatMap(({ environment, findings }) =>
    findings.map((finding) => toLine(environment, finding)),
  );
}

function toLine(environment: string, finding: Finding): Line {
  const { kind, certainty = 'will', subject, text, setting, consequences = [] } = finding;
  const hash = createHash('sha256')
    .update(JSON.stringify([environment, kind, subject]))
    .digest('hex');
  return {
    id: `${environment}/${kind}/${hash.slice(0, 12)}`,
    environment,
    kind,
    certainty,
    text,
    ...(setting !== undefined && { setting }),
    consequences: consequences.map((each) => toLine(environment, each)),
  };
}
