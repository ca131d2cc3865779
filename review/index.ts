import type { Plan } from '../model/plan';
import { listDifferences } from './differences';
import { KINDS, type Comparison, type Finding } from './findings';
import { findMeanings } from './meanings';
import { groupByEnvironment, NOTHING, readEnvironmentOutput, type OutputFiles } from './output';
import { createReach } from './reach';
import { fieldName } from './references';
import { settingOfField, settingOfObject } from './settings';
import { unknownFindings } from './unknown';

/** What a change does to one environment, the worst first. */
export interface Review {
  readonly environment: string;
  readonly findings: readonly Finding[];
}

/**
 * What the change from one output to another does, for each environment that differs.
 *
 * @param plans the settings that the new output comes from, as far as they are known
 */
export function reviewOutputs(
  before: OutputFiles,
  after: OutputFiles,
  plans: readonly Plan[] = [],
): Review[] {
  const [old, now] = [groupByEnvironment(before), groupByEnvironment(after)];
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((environment) => {
    const [from, to] = [old.get(environment), now.get(environment)];
    if (from && to && isSame(from, to)) return [];
    const sides = [from, to].map((files) => (files ? readEnvironmentOutput(files) : NOTHING));
    const [first, second] = [sides[0]!, sides[1]!];
    const differences = listDifferences(first, second);
    const findings = reviewEnvironment({
      environment,
      before: first,
      after: second,
      differences,
      reach: {
        before: lazily(() => createReach(first.objects)),
        after: lazily(() => createReach(second.objects)),
      },
      plan: plans.find(({ name }) => name === environment),
    });
    return findings.length > 0 ? [{ environment, findings }] : [];
  });
}

function reviewEnvironment(comparison: Comparison): Finding[] {
  const found = findMeanings(comparison);
  return sort([...found, ...unknownFindings(comparison, found)].map((each) => withSetting(each, comparison)));
}

/** A finding with the one setting that its fields and items come from, if that is known. */
function withSetting(finding: Finding, { differences, plan }: Comparison): Finding {
  const consequences = finding.consequences?.map((each) =>
    withSetting(each, { differences, plan } as Comparison),
  );
  const blocks = differences.blocks.flatMap(({ id, fields }) =>
    fields
      .filter((field) => finding.fields?.includes(field))
      .map(({ path }) => settingOfField(id, fieldName(path))),
  );
  const objects = differences.objects
    .filter(
      (each) => finding.items?.includes(each) || each.fields.some((field) => finding.fields?.includes(field)),
    )
    .map(({ name }) => settingOfObject(name, plan));
  const settings = new Set([...blocks, ...objects]);
  const [setting] = settings;
  return {
    ...finding,
    ...(consequences && { consequences }),
    ...(settings.size === 1 && setting !== undefined && { setting }),
  };
}

/** The worst first, and what is equally bad in the order of the alphabet. */
function sort(findings: readonly Finding[]): Finding[] {
  const rank = ({ kind }: Finding) => KINDS.indexOf(kind);
  return findings
    .toSorted((a, b) => rank(a) - rank(b) || (a.subject < b.subject ? -1 : Number(a.subject > b.subject)))
    .map((finding) => ({ ...finding, consequences: sort(finding.consequences ?? []) }));
}

/** What a function gives, made once. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The environment's files have the same bytes, as those of most have: they need not be read. */
function isSame(before: OutputFiles, after: OutputFiles): boolean {
  return before.size === after.size && [...before].every(([path, text]) => after.get(path) === text);
}
