import { isBuiltIn } from '../objects/identity';
import { mergeKey } from '../objects/merge-key';
import type { KubernetesObject } from '../objects/object';
import { parseQuantity } from '../objects/quantity';

/** Fields of a rendered object that are missing or different in the cluster's, each in words with its path. */
export function findDifferences(rendered: KubernetesObject, live: KubernetesObject): string[] {
  // Objects of CRDs are kept as they were written.
  return valueDifferences(rendered, live, { path: '', isCustom: !isBuiltIn(rendered) });
}

interface Place {
  readonly path: string;
  /** Whether the object is of a kind that Kubernetes itself does not have. */
  readonly isCustom: boolean;
}

function valueDifferences(wanted: unknown, live: unknown, place: Place): string[] {
  const { path } = place;
  if (Array.isArray(wanted)) return listDifferences(wanted, live, place);
  if (typeof wanted === 'object' && wanted !== null)
    return Object.entries(wanted).flatMap(([key, value]) =>
      valueDifferences(value, (live as Record<string, unknown> | null | undefined)?.[key], {
        ...place,
        path: path ? `${path}.${key}` : key,
      }),
    );
  const isSame = wanted === live || isOmitted(wanted, live, place) || isSameQuantity(wanted, live, path);
  return isSame ? [] : [describeDifference(path, wanted, live)];
}

/** Items with a path, a name or a port are found by it in any order; other lists must be the same, item by item. */
function listDifferences(wanted: readonly unknown[], live: unknown, place: Place): string[] {
  const { path } = place;
  if (wanted.length === 0 && live === undefined && !place.isCustom) return [];
  if (!Array.isArray(live)) return [describeDifference(path, wanted, live)];
  const keys = wanted.map(mergeKey);
  if (wanted.length > 0 && !keys.includes(undefined) && new Set(keys).size === keys.length) {
    const byKey = new Map(live.toReversed().map((item) => [mergeKey(item), item as unknown]));
    return wanted.flatMap((item, index) =>
      valueDifferences(item, byKey.get(keys[index]), { ...place, path: `${path}[${keys[index]}]` }),
    );
  }
  if (wanted.length !== live.length) return [describeDifference(path, wanted, live)];
  return wanted.flatMap((item, index) =>
    valueDifferences(item, live[index], { ...place, path: `${path}[${index}]` }),
  );
}

/** Fields that mean something else if they are missing than if they are false or 0. */
const WRITTEN_AS_IS =
  /(^|\.)(automountServiceAccountToken|allowPrivilegeEscalation|enableServiceLinks|hostUsers|runAsUser|runAsGroup|fsGroup|replicas|minAvailable|maxUnavailable)$/;

/** Kubernetes leaves out most fields that are empty, false or 0, such as the value of an empty variable. */
function isOmitted(wanted: unknown, live: unknown, { path, isCustom }: Place): boolean {
  if (live !== undefined || WRITTEN_AS_IS.test(path)) return false;
  return wanted === null || (!isCustom && ['', false, 0].includes(wanted as never));
}

/** Fields that hold quantities. */
const QUANTITIES = /\.(?:(?:requests|limits)\.[\w./-]+|sizeLimit|divisor|target\.(?:value|averageValue))$/;

/** Quantities of CPU and memory can be written in several ways: 1000m is 1, 1024Mi is 1Gi. */
function isSameQuantity(wanted: unknown, live: unknown, path: string): boolean {
  if (!QUANTITIES.test(path)) return false;
  const [left, right] = [parseQuantity(wanted), parseQuantity(live)];
  return left !== undefined && left === right;
}

function describeDifference(path: string, wanted: unknown, live: unknown): string {
  return `${path} is ${JSON.stringify(live) ?? 'missing'} instead of ${JSON.stringify(wanted)}`;
}
