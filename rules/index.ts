import type { Day } from '../mesh/revisions';
import { toFaults } from '../model/read/setting-faults';
import type { Fault } from '../model/fault';
import type { Plan } from '../model/plan';
import * as objectRules from './objects';
import { type ObjectRule, type SettingRule } from './rule';
import * as settingRules from './settings';
import { applyWaivers, collectWaivers, type ObjectVerdict, type Waiver } from './waivers';
import * as warningRules from './warnings';
import { describeObject } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';

export { formatWaiver } from './waivers';

/** Rules by their names, which are those of their files, in the order of the alphabet. */
function byName<Rule>(rules: Readonly<Record<string, Rule>>): Readonly<Record<string, Rule>> {
  const named = Object.entries(rules).map(
    ([name, rule]) => [name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), rule] as const,
  );
  return Object.fromEntries(named.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Rules over settings: what breaks one stops the synth. */
export const SETTING_RULES = byName<SettingRule>({ ...settingRules });

/** Rules over settings that only warn: it works today, but may not for long. */
export const WARNING_RULES = byName<SettingRule>({ ...warningRules });

/** Rules over rendered objects, which an object may waive by their names. */
export const OBJECT_RULES = byName<ObjectRule>({ ...objectRules });

const KNOWN_FIELDS = 'known-fields';

/** The faults of the settings of all environments on a day, and the warnings. */
export function judgeSettings(
  environments: readonly Plan[],
  today: Day,
): { readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  const context = { today, environments };
  const judge = (rules: Readonly<Record<string, SettingRule>>) =>
    toFaults(
      environments.flatMap((environment) =>
        Object.values(rules)
          .flatMap((rule) => rule(environment, context))
          .map((broken) => ({ environment, ...broken })),
      ),
    );
  return { faults: judge(SETTING_RULES), warnings: judge(WARNING_RULES) };
}

/** What one environment renders. */
export interface Rendered {
  readonly environment: Plan;
  readonly objects: readonly KubernetesObject[];
}

/** The faults of the rendered objects of all environments, and their waivers. */
export function judgeRendered(rendered: readonly Rendered[]): {
  readonly faults: readonly Fault[];
  readonly waivers: readonly Waiver[];
} {
  const waivers = rendered.flatMap(({ objects, environment }) => collectWaivers(objects, environment.name));
  const { verdicts, faults } = applyWaivers(
    rendered.flatMap(judgeEnvironment),
    waivers,
    Object.keys(OBJECT_RULES),
  );
  const broken = verdicts.map(({ environment, rule: _rule, object, field, ...fault }) => ({
    where: `${environment}: ${describeObject(object)}${field ? ` ${field}` : ''}`,
    ...fault,
  }));
  return { faults: [...broken, ...faults], waivers };
}

/** The faults of the rendered objects of an environment. */
export function judgeObjects(objects: readonly KubernetesObject[], environment: Plan): readonly Fault[] {
  return judgeRendered([{ environment, objects }]).faults;
}

function judgeEnvironment({ objects, environment }: Rendered): ObjectVerdict[] {
  const judge = (rule: string, of: readonly KubernetesObject[]) =>
    OBJECT_RULES[rule]!(of, environment).map((broken) => ({
      environment: environment.name,
      rule,
      ...broken,
    }));
  const malformed = judge(KNOWN_FIELDS, objects);
  // known-fields judges everything; the other rules only see Kubernetes objects.
  const shaped = objects.filter(isKubernetesObject);
  const others = Object.keys(OBJECT_RULES).filter((rule) => rule !== KNOWN_FIELDS);
  return [
    ...malformed,
    ...others.flatMap((rule) => {
      try {
        return judge(rule, shaped);
      } catch (error) {
        // It failed on a field of a wrong type, which is reported already: it judges again once that is fixed.
        if (malformed.length > 0) return [];
        throw error;
      }
    }),
  ];
}

function isKubernetesObject({ apiVersion, kind, metadata }: KubernetesObject): boolean {
  return [apiVersion, kind, metadata?.name].every((each) => typeof each === 'string');
}
