import type { Day } from '../mesh/revisions';
import type { Plan } from '../model/plan';
import type { SettingFault } from '../model/fault';
import type { KubernetesObject } from '../objects/object';

/** What rules over data know beside the environment. */
export interface RuleContext {
  /** The day it is. */
  readonly today: Day;
  /** Every environment. */
  readonly environments: readonly Plan[];
}

/** A rule over the data of an environment that no type can hold; nothing if it is kept. */
export type SettingRule = (environment: Plan, context: RuleContext) => SettingFault[];

/** What a rule finds wrong with a rendered object. */
export interface ObjectFault {
  readonly object: KubernetesObject;
  /** Path of the field in the object. @default the object as a whole */
  readonly field?: string;
  /** @default there is no value to show */
  readonly value?: unknown;
  readonly problem: string;
  readonly fix: string;
}

/** A rule over the rendered objects of an environment, those of hooks included; nothing if it is kept. */
export type ObjectRule = (objects: readonly KubernetesObject[], environment: Plan) => ObjectFault[];
