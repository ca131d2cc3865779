import type { Difference, Differences, FieldChange } from './differences';
import type { Plan } from '../model/plan';
import type { EnvironmentOutput } from './output';
import type { Reach } from './reach';

/**
 * What a finding is about, the worst first. The order is that of the review; `--fail-on` takes the names of those that a team may
 * want to stop for.
 */
export const KINDS = [
  'destroy',
  'data',
  'refused',
  'weaken',
  'allow',
  'open',
  'outage',
  'manual',
  'mesh',
  'unknown',
  'forbid',
  'close',
  'strengthen',
  'restart',
  'traffic',
  'cost',
  'rename',
  'add',
  'remove',
  'change',
] as const;

/** What a finding is about. */
export type Kind = (typeof KINDS)[number];

/** The kinds that `--fail-on` takes. */
export const FAILING: readonly Kind[] = KINDS.slice(0, KINDS.indexOf('mesh'));

/** How sure it is: `will` follows from the output, `may` depends on the state of Azure or the cluster, `planned` is from Terraform's plan. */
export type Certainty = 'will' | 'may' | 'planned';

/** One thing that a change does. */
export interface Finding {
  readonly kind: Kind;
  /** @default will */
  readonly certainty?: Certainty;
  /** What it is about, such as the name of an object: with the kind, it identifies the finding in its environment. */
  readonly subject: string;
  /** The words, without a full stop. */
  readonly text: string;
  /** Path of the setting. @default the plan knows none */
  readonly setting?: string;
  /** The fields that it explains. @default none */
  readonly fields?: readonly FieldChange[];
  /** The objects and blocks, added or removed, that it explains. @default none */
  readonly items?: readonly Difference<object>[];
  /** What follows from it. @default nothing */
  readonly consequences?: readonly Finding[];
}

/** One environment on both sides. */
export interface Comparison {
  readonly environment: string;
  readonly before: EnvironmentOutput;
  readonly after: EnvironmentOutput;
  readonly differences: Differences;
  /** Who reaches whom by the objects of each side; worked out when it is first asked for. */
  readonly reach: { readonly before: () => Reach; readonly after: () => Reach };
  /** The settings that the new output comes from. @default not known: a folder was given */
  readonly plan?: Plan;
}

/** What some differences of an environment mean; a meaning says nothing of those that it does not know. */
export type Meaning = (comparison: Comparison) => readonly Finding[];

/** A finding with all that follows from it. */
export function withConsequences(finding: Finding): Finding[] {
  return [finding, ...(finding.consequences ?? []).flatMap(withConsequences)];
}
