import { isRead, nameOf, type Checks, type Cluster, type KubernetesObject } from './check';

/** Every rendered field is in the cluster with its value; fields that the cluster adds do not count. */
export const drift: Checks = ({ rendered }) => {
  const compared = rendered.filter(isRead);
  const expected = `all ${compared.length} objects match (Secrets are not compared)`;
  return [
    {
      name: 'every rendered field is in the cluster',
      expected,
      actual: async (cluster) => {
        const faults = (await Promise.all(compared.map((object) => faultsOf(cluster, object)))).flat();
        return faults.length > 0 ? faults.join('; ') : expected;
      },
    },
  ];
};

async function faultsOf(cluster: Cluster, object: KubernetesObject): Promise<string[]> {
  const { apiVersion, kind, metadata } = object;
  const [live] = await cluster.list(
    { apiVersion, kind },
    { namespace: metadata.namespace, name: metadata.name },
  );
  const name = `${kind} ${nameOf(object)}`;
  if (!live) return [`${name} is missing`];
  if (live.metadata.deletionTimestamp !== undefined) return [`${name} is being deleted`];
  return differences(object, live, '').map((difference) => `${name} ${difference}`);
}

/** Fields of the wanted value that are missing or different in the live one, each in words with its path. */
export function differences(wanted: unknown, live: unknown, path: string): string[] {
  if (Array.isArray(wanted)) return listDifferences(wanted, live, path);
  if (typeof wanted === 'object' && wanted !== null)
    return Object.entries(wanted).flatMap(([key, value]) =>
      differences(
        value,
        (live as Record<string, unknown> | null | undefined)?.[key],
        path ? `${path}.${key}` : key,
      ),
    );
  return wanted === live || isSameQuantity(wanted, live, path) ? [] : [inWords(path, wanted, live)];
}

/** Items with a path, a name or a port are found by it in any order; other lists must be the same, item by item. */
function listDifferences(wanted: readonly unknown[], live: unknown, path: string): string[] {
  if (!Array.isArray(live)) return [inWords(path, wanted, live)];
  const keys = wanted.map(keyOf);
  if (keys.every((key) => key !== undefined))
    return wanted.flatMap((item, index) =>
      differences(
        item,
        live.find((other) => keyOf(other) === keys[index]),
        `${path}[${keys[index]}]`,
      ),
    );
  if (wanted.length !== live.length) return [inWords(path, wanted, live)];
  return wanted.flatMap((item, index) => differences(item, live[index], `${path}[${index}]`));
}

function keyOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  const { name, containerPort, mountPath } = item as Record<string, unknown>;
  return mountPath ?? name ?? containerPort;
}

/** Amounts of CPU and memory can be written in several ways: 1000m is 1, 1024Mi is 1Gi. */
function isSameQuantity(wanted: unknown, live: unknown, path: string): boolean {
  if (!/\.(requests|limits)\.[\w-]+$/.test(path)) return false;
  const [left, right] = [amountOf(wanted), amountOf(live)];
  return left !== undefined && left === right;
}

const FACTORS: Readonly<Record<string, number>> = {
  m: 1,
  '': 1e3,
  k: 1e6,
  M: 1e9,
  G: 1e12,
  T: 1e15,
  P: 1e18,
  Ki: 1e3 * 2 ** 10,
  Mi: 1e3 * 2 ** 20,
  Gi: 1e3 * 2 ** 30,
  Ti: 1e3 * 2 ** 40,
  Pi: 1e3 * 2 ** 50,
};

/** An amount in thousandths. Source: Kubernetes documentation, Quantity. */
function amountOf(quantity: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(quantity));
  const factor = FACTORS[match?.[2] ?? 'none'];
  return match && factor !== undefined ? Number(match[1]) * factor : undefined;
}

function inWords(path: string, wanted: unknown, live: unknown): string {
  return `${path} is ${JSON.stringify(live) ?? 'missing'} instead of ${JSON.stringify(wanted)}`;
}
