import type { NamedEnvironment } from '../../model/environment';
import type { BrokenObject, BrokenSetting, ObjectRule, RenderedObject, SettingRule } from '../../rules/rule';
import { plain, TODAY } from '../support';

/** What a rule over data finds wrong with an environment, alone or as the last of several, on a day. */
export function settings(
  rule: SettingRule,
  environment: NamedEnvironment,
  { before = [], today = TODAY }: { before?: readonly NamedEnvironment[]; today?: string } = {},
): BrokenSetting[] {
  return rule(environment, { today, environments: [...before, environment] });
}

/** What a rule over objects finds wrong, without the objects themselves. */
export function objects(
  rule: ObjectRule,
  rendered: readonly RenderedObject[],
  environment: NamedEnvironment = plain,
): Omit<BrokenObject, 'object'>[] {
  return rule(rendered, environment).map(({ object: _object, ...broken }) => broken);
}

/** An object of the namespace `reading`. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
  namespace: string | undefined = 'reading',
): RenderedObject {
  return { apiVersion, kind, metadata: { name, namespace }, ...fields };
}
