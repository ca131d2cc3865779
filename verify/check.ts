import type { Settings } from '../settings';

/** One promise of the settings, asked of a live cluster. It never throws, prints or sleeps: the runner does. */
export interface Check {
  /** What is promised, as a sentence. */
  readonly name: string;
  /** What is seen if the promise is kept. */
  readonly expected: string;
  /** What is seen; the promise is kept if this is exactly the expected text. */
  readonly actual: (cluster: Cluster) => Promise<string>;
  /** Whether waiting may make it true, as for pods that start. @default false */
  readonly settles?: boolean;
}

/** A promise that this environment does not make. */
export interface Skipped {
  readonly name: string;
  /** Why. */
  readonly skipped: string;
}

/** What checks are made from. */
export interface Promised {
  readonly settings: Settings;
  /** Every object that is rendered for the environment, in its order. */
  readonly rendered: readonly KubernetesObject[];
}

/** The checks of one noun. */
export type Checks = (promised: Promised) => (Check | Skipped)[];

/**
 * What can be asked of a cluster; nothing in it is changed.
 *
 * @throws ClusterError from every method, if the cluster does not answer or refuses to
 */
export interface Cluster {
  /** Minor version of Kubernetes, such as `1.35`. */
  version(): Promise<string>;
  /** Objects of a kind; none if the cluster does not know the kind. */
  list(kind: Kind, where?: Where): Promise<KubernetesObject[]>;
  /** What a command prints in a pod of a Deployment, whatever its exit code; or why it could not be run. */
  exec(deployment: string, namespace: string, command: readonly string[]): Promise<string>;
  /** The answer to a GET of `/`, from this machine; or why there was none. */
  get(
    address: string,
    port: number,
    host?: string,
  ): Promise<{ readonly status: number; readonly body: string } | string>;
}

export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Which objects of a kind. @default all of the cluster */
export interface Where {
  readonly namespace?: string;
  readonly name?: string;
  /** Such as `app=istiod`. */
  readonly labels?: string;
}

/** Any object of Kubernetes. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: unknown;
  };
  readonly [field: string]: unknown;
}

/** The part of a pod that checks look at. */
export interface Pod extends KubernetesObject {
  readonly spec: Readonly<
    Record<
      'containers' | 'initContainers',
      readonly { readonly name: string; readonly image: string }[] | undefined
    >
  >;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** The cluster cannot be asked: it is not reachable, a right is missing, or there is no such context. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
}

export const POD: Kind = { apiVersion: 'v1', kind: 'Pod' };

/** Pods that run or will run, without those that are finished or being deleted. */
export async function livePods(cluster: Cluster, where: Where): Promise<Pod[]> {
  const pods = (await cluster.list(POD, where)) as Pod[];
  return pods.filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
  );
}

/** Whether Kubernetes would send a pod traffic. */
export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

/** Whether objects of a kind are read: `verify` must not need the right to read Secrets. */
export function isRead({ kind }: Kind): boolean {
  return kind !== 'Secret';
}

/** `namespace/name`, or the name alone for an object without a namespace. */
export function nameOf({ metadata: { namespace, name } }: KubernetesObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
