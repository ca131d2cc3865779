import type { Plan } from '../../model/plan';
import type { ObjectFault, ObjectRule, SettingRule } from '../../rules/rule';
import { plain, TODAY } from '../support';
import type { KubernetesObject } from '../../objects/object';
import type { SettingFault } from '../../model/fault';

/** What a rule over data finds wrong with an environment, alone or as the last of several, on a day. */
export function settings(
  rule: SettingRule,
  environment: Plan,
  { before = [], today = TODAY }: { before?: readonly Plan[]; today?: string } = {},
): SettingFault[] {
  return rule(environment, { today, environments: [...before, environment] });
}

/** What a rule over objects finds wrong, without the objects themselves. */
export function objects(
  rule: ObjectRule,
  rendered: readonly KubernetesObject[],
  environment: Plan = plain,
): Omit<ObjectFault, 'object'>[] {
  return rule(rendered, environment).map(({ object: _object, ...broken }) => broken);
}

/** An object of the namespace `reading`. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
  namespace: string | undefined = 'reading',
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace }, ...fields };
}
