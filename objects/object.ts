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

/** Spec of an object, whatever stands there. */
export function getSpec({ spec }: KubernetesObject): Readonly<Record<string, unknown>> {
  return typeof spec === 'object' && spec !== null ? (spec as Record<string, unknown>) : {};
}

/** The objects of a list; what has another form is another rule's to refuse. */
export function listObjects<T extends object>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
}

/** The texts of a list. */
export function listStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
