import type { PlacedWorkload } from '../model/plan/workloads';
import { filterKind } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';
import { getPodTemplate } from '../objects/pod-template';
import { createPodFinder, getSelector, getSelectorLabels } from '../objects/selectors';

/** How the pods of a workload are found, and who they are. */
export interface Pods {
  readonly labels: Readonly<Record<string, string>>;
  /** Name of their ServiceAccount. */
  readonly serviceAccount: string;
}

/** The pods of a workload, by the path of its data. */
export type PodsByPath = ReadonlyMap<string, Pods>;

/** The pods of a workload whose objects the engine renders. */
export function defaultPods({ name, settings }: Pick<PlacedWorkload, 'name' | 'settings'>): Pods {
  const { app = name, pod, serviceAccount } = settings;
  const account = pod?.spec?.serviceAccountName ?? serviceAccount?.metadata?.name ?? name;
  return { labels: { app }, serviceAccount: account };
}

/** Finds the pods behind a Service of manifests that someone else wrote; undefined where there is no such Service. */
export function createServicePodsFinder(
  objects: readonly KubernetesObject[],
): (service: string) => Pods | undefined {
  const services = new Map(filterKind(objects, 'Service').map((each) => [each.metadata.name, each]));
  const podsOf = createPodFinder(objects);
  return (name) => {
    const service = services.get(name);
    if (!service || !getSelector(service)) return undefined;
    const [pods] = podsOf(service).map(getPodTemplate);
    return {
      labels: getSelectorLabels(service),
      serviceAccount: pods?.spec?.serviceAccountName ?? 'default',
    };
  };
}
