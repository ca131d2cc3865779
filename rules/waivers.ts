import type { Fault } from '../model/fault';
import { closestMatch } from '../model/read/nearest';
import { type ObjectFault } from './rule';
import { describeObject } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';

/** Start of the annotation that waives a rule for the object that has it; the rule's name follows, and the value is the reason. */
export const WAIVER_PREFIX = 'aks-istio-cdk/waive-';

/** Rules that cannot be waived: a cluster does not accept an object that breaks one, or it replaces another. */
export const UNWAIVABLE: readonly string[] = ['known-fields', 'unique-names'];

/** A rule that an object waives for itself. */
export interface Waiver {
  /** Name of the environment. */
  readonly environment: string;
  readonly rule: string;
  readonly object: KubernetesObject;
  readonly reason: string;
}

/** What a rule finds wrong, with the rule and the environment. */
export interface ObjectVerdict extends ObjectFault {
  readonly environment: string;
  readonly rule: string;
}

/** Every waiver of the objects of an environment. */
export function collectWaivers(objects: readonly KubernetesObject[], environment: string): Waiver[] {
  return objects.flatMap((object) =>
    Object.entries(object.metadata?.annotations ?? {})
      .filter(([name]) => name.startsWith(WAIVER_PREFIX))
      .map(([name, reason]) => ({ environment, object, rule: name.slice(WAIVER_PREFIX.length), reason })),
  );
}

/** The verdicts that no waiver waives, and the faults of the waivers themselves. */
export function applyWaivers(
  verdicts: readonly ObjectVerdict[],
  waivers: readonly Waiver[],
  rules: readonly string[],
): { readonly verdicts: readonly ObjectVerdict[]; readonly faults: readonly Fault[] } {
  const valid = waivers.filter((waiver) => findMisuse(waiver, rules) === undefined);
  const byObject = new Map<KubernetesObject, Map<string, Waiver>>();
  for (const waiver of valid)
    byObject.set(waiver.object, (byObject.get(waiver.object) ?? new Map()).set(waiver.rule, waiver));
  const waiverOf = ({ object, rule }: ObjectVerdict) => byObject.get(object)?.get(rule);
  // An application may need a waiver in one of its environments alone: it is used where the same one is.
  const used = new Set(verdicts.flatMap((verdict) => waiverOf(verdict) ?? []).map(toKey));
  const faults = waivers.flatMap((waiver) => {
    const { environment, object, rule, reason } = waiver;
    const wrong = findMisuse(waiver, rules) ?? (used.has(toKey(waiver)) ? undefined : UNUSED);
    if (!wrong) return [];
    const where = `${environment}: ${describeObject(object)} metadata.annotations.${WAIVER_PREFIX}${rule}`;
    return [{ where, value: reason, ...wrong }];
  });
  return { verdicts: verdicts.filter((verdict) => !waiverOf(verdict)), faults };
}

/** A waiver on one line, for the output. */
export function formatWaiver({ environment, object, rule, reason }: Waiver): string {
  return `waived: ${environment}: ${rule} for ${describeObject(object)}: ${reason.trim().replaceAll(/\s+/g, ' ')}`;
}

// A stale waiver would hide the next breach, with a reason that was given for another.
const UNUSED = {
  problem: 'waives nothing: this object keeps the rule in every environment',
  fix: 'remove the annotation',
};

function toKey({ object: { kind, metadata }, rule, reason }: Waiver): string {
  return JSON.stringify([kind, metadata.name, rule, reason]);
}

function findMisuse({ rule, reason }: Waiver, rules: readonly string[]): Omit<Fault, 'where'> | undefined {
  if (!rules.includes(rule)) {
    const near = closestMatch(rule, rules);
    return {
      problem: `there is no object rule '${rule}'`,
      fix: `${near ? `did you mean '${WAIVER_PREFIX}${near}'?` : 'remove it;'} docs/rules.md lists the rules`,
    };
  }
  if (UNWAIVABLE.includes(rule))
    return {
      problem: `the rule '${rule}' cannot be waived: the cluster does not accept an object that breaks it`,
      fix: 'remove the annotation, and fix the object as the rule says',
    };
  if (typeof reason === 'string' && reason.trim() !== '') return undefined;
  return {
    problem: 'a waiver needs a reason, which shows in the output and in the review',
    fix: 'give the reason as the value, such as "ends in March, ticket 4711"',
  };
}
