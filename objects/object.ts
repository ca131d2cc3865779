/** A Kubernetes object, rendered or read from a cluster. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: unknown;
    readonly ownerReferences?: readonly unknown[];
    /** Who set which fields. */
    readonly managedFields?: readonly object[];
    readonly uid?: string;
  };
  readonly [field: string]: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Spec of an object, of which each field may be missing. */
export function getSpec<Spec extends object = Fields>({ spec }: KubernetesObject): Partial<Spec> {
  return typeof spec === 'object' && spec !== null ? spec : {};
}

/** Status of an object of a cluster, of which each field may be missing. */
export function getStatus<Status extends object = Fields>({ status }: KubernetesObject): Partial<Status> {
  return typeof status === 'object' && status !== null ? status : {};
}

/** The objects of a list; other rules reject anything else in it. */
export function listObjects<T extends object>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
}

/** The strings of a list. */
export function listStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
