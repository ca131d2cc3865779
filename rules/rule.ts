import type { Day } from '../mesh/revisions';
import type { NamedEnvironment } from '../model/environment';
import type { BrokenSetting } from '../model/place';

export type { BrokenSetting } from '../model/place';

/** What rules over data know beside the environment. */
export interface Context {
  /** The day it is. */
  readonly today: Day;
  /** Every environment. */
  readonly environments: readonly NamedEnvironment[];
}

/** A rule over the data of an environment that no type can hold; nothing if it is kept. */
export type SettingRule = (environment: NamedEnvironment, context: Context) => BrokenSetting[];

/** A rendered object, as far as rules look at it. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What a rule finds wrong with a rendered object. */
export interface BrokenObject {
  readonly object: RenderedObject;
  /** Path of the field in the object. @default the object as a whole */
  readonly field?: string;
  /** @default there is no value to show */
  readonly value?: unknown;
  readonly problem: string;
  readonly fix: string;
}

/** A rule over the rendered objects of an environment, those of hooks included; nothing if it is kept. */
export type ObjectRule = (
  objects: readonly RenderedObject[],
  environment: NamedEnvironment,
) => BrokenObject[];

/** An object in words, such as `Gateway pets/pets-gateway`. */
export function nameOf({ kind, metadata }: RenderedObject): string {
  const { namespace, name } = metadata ?? {};
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
