import type { ApiObject } from 'cdk8s';
import type { PlacedWorkload } from '../model/plan/workloads';

/** How the pods of a workload are found, and who they are. */
export interface Pods {
  readonly labels: Readonly<Record<string, string>>;
  /** Name of their ServiceAccount. */
  readonly serviceAccount: string;
}

/** The pods of a workload, by the path of its data. */
export type PodsByPath = ReadonlyMap<string, Pods>;

/** The pods of a workload whose objects the engine renders. */
export function defaultPods({ name, settings: workload }: Pick<PlacedWorkload, 'name' | 'settings'>): Pods {
  const { app = name, pod, serviceAccount } = workload;
  const account = pod?.spec?.serviceAccountName ?? serviceAccount?.metadata?.name ?? name;
  return { labels: { app }, serviceAccount: account };
}

interface Fields {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly template?: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec?: { readonly serviceAccountName?: string };
    };
  };
}

/** The pods behind a Service of manifests that someone else wrote; undefined where there is no such Service. */
export function findPodsOfService(service: string, objects: readonly ApiObject[]): Pods | undefined {
  const all = objects.map((object) => object.toJson() as Fields);
  const labels = all.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service)?.spec
    ?.selector;
  if (!labels) return undefined;
  const template = all
    .flatMap(({ spec }) => spec?.template ?? [])
    .find(({ metadata }) =>
      Object.entries(labels).every(([key, value]) => metadata?.labels?.[key] === value),
    );
  return { labels, serviceAccount: template?.spec?.serviceAccountName ?? 'default' };
}
