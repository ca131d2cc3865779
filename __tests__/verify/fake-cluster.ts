import type { Check, Checks, Cluster, KubernetesObject, Promised, Skipped } from '../../verify/check';
import type { Settings } from '../../settings';
import { lab, objectsOf } from '../support';
import { healthy } from './healthy';
import { selected } from './selected';

/** What a fake cluster holds and answers; the healthy lab where nothing else is said. */
export interface Fake {
  readonly version?: string;
  readonly objects?: readonly KubernetesObject[];
  /** What the clients print, by their Deployment. */
  readonly prints?: Readonly<Record<string, string>>;
  readonly answers?: (host?: string, port?: number) => { status: number; body: string } | string;
}

const STORE = { status: 200, body: '<html><head><title>Contoso Pet Store</title></head></html>' };

/** A cluster in memory: for what checks make of answers, not for how a real one gives them. */
export function fakeCluster({
  version = '1.35',
  objects = healthy(lab),
  prints,
  answers = () => STORE,
}: Fake = {}): Cluster {
  return {
    version: async () => version,
    list: async (kind, where) => selected(objects, kind, where),
    exec: async (deployment) =>
      (prints ?? { 'curl-outside': '000 56', 'curl-inside': '200 0 envoy' })[deployment] ?? 'no such pod',
    get: async (_address, port, host) => answers(host, port),
  };
}

/** What the checks of a noun promise for an environment. */
export function promisesOf(checks: Checks, settings: Settings = lab): (Check | Skipped)[] {
  const promised: Promised = { settings, rendered: objectsOf(settings) as KubernetesObject[] };
  return checks(promised);
}

/** What each check of a noun sees, by its name; what passes is `ok`, what is skipped the reason. */
export async function seen(
  checks: Checks,
  fake: Fake = {},
  settings: Settings = lab,
): Promise<Record<string, string>> {
  const cluster = fakeCluster(fake);
  const all = promisesOf(checks, settings).map(async (check) => {
    if ('skipped' in check) return [check.name, `skipped: ${check.skipped}`];
    const actual = await check.actual(cluster);
    return [check.name, actual === check.expected ? 'ok' : actual];
  });
  return Object.fromEntries(await Promise.all(all)) as Record<string, string>;
}
