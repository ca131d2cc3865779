import type { HttpResponse, Certificate, Check, Cluster, Handshake, DesiredState } from '../../verify/check';
import type { Fields, Stage } from './healthy';
import { selected } from './selected';
import type { KubernetesObject } from '../../objects/object';

/** What a fake cluster holds and answers, where it is not as the example promises. */
export interface Fake {
  readonly version?: string;
  readonly objects?: readonly KubernetesObject[];
  /** What the clients print, by their Deployment. */
  readonly prints?: Readonly<Record<string, string>>;
  readonly answers?: (
    host: string | undefined,
    path: string,
    port: number,
    tls: boolean,
  ) => HttpResponse | string;
  /** The certificate for a host, asked for at a port. */
  readonly certificates?: (asked: Handshake) => Certificate | string;
}

const PRINTS = { outside: '000 56', inside: '200 0 envoy' };
const answerOf = (host?: string) =>
  host === 'shop.example.com'
    ? { status: 200, body: '<title>Welcome to the shop</title>' }
    : { status: 404, body: '' };
const certificateFor = ({ host }: Handshake) =>
  host.endsWith('.example.com')
    ? { names: host, covers: true, ends: '2027-11-24', daysLeft: 365 }
    : 'it closed the connection';

/** A cluster in memory: for what checks make of answers, not for how a real one gives them. */
export function fakeCluster({
  version = '1.35',
  objects = [],
  prints = PRINTS,
  answers = answerOf,
  certificates = certificateFor,
}: Fake): Cluster {
  return {
    version: async () => version,
    list: async (kind, where) => selected(objects, kind, where),
    exec: async (deployment) => prints[deployment as keyof typeof prints] ?? 'no such pod',
    httpGet: async ({ port, path, host, tls = false }) => answers(host, path, port, tls),
    certificate: async (asked) => certificates(asked),
  };
}

/** What each expectation of a check sees, by its name; what passes is `ok`, what is skipped the reason. */
export async function seen(
  check: Check,
  stage: DesiredState & Partial<Stage>,
  fake: Fake = {},
): Promise<Record<string, string>> {
  const cluster = fakeCluster({ objects: stage.healthy, ...fake });
  const all = check.expectations(stage).map(async (each) => {
    if ('skipped' in each) return [each.name, `skipped: ${each.skipped}`];
    const actual = await each.actual(cluster);
    return [each.name, actual === each.expected ? 'ok' : actual];
  });
  return Object.fromEntries(await Promise.all(all)) as Record<string, string>;
}

/** Whether an object is the one of this kind and name, such as `Pod a`. */
export const is = ({ kind, metadata }: KubernetesObject, name: string) => `${kind} ${metadata.name}` === name;

/** The healthy cluster with other objects in the place of some. */
export function but(
  { healthy }: Stage,
  change: (object: KubernetesObject) => KubernetesObject | undefined,
): KubernetesObject[] {
  return healthy.flatMap((object) => change(structuredClone(object)) ?? []);
}

/** The healthy cluster without the object of this kind and name. */
export const without = (stage: Stage, ...names: readonly string[]) =>
  but(stage, (object) => (names.some((name) => is(object, name)) ? undefined : object));

/** The healthy cluster with a field of one object changed; a path as `spec.replicas`. */
export function set(stage: Stage, name: string, path: string, value: unknown): KubernetesObject[] {
  return but(stage, (object) => {
    if (!is(object, name)) return object;
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce((node, key) => (node[key] ??= {}) as Fields, object as unknown as Fields);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
    return object;
  });
}
