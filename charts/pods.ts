import type { PlacedWorkload } from '../model/plan/workloads';
import { filterKind, objectId } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';
import { getPodTemplate } from '../objects/pod-template';
import { createPodFinder, getSelector, getSelectorLabels, matchesLabels } from '../objects/selectors';

/** How the pods of a workload are found, and who they are. */
export interface Pods {
  readonly labels: Readonly<Record<string, string>>;
  /** Name of their ServiceAccount. */
  readonly serviceAccount: string;
}

/** The pods of a workload, by the path of its data. */
export type PodsByPath = ReadonlyMap<string, Pods>;

/** The pods of a workload whose objects the engine renders. */
function defaultPods({ name, settings }: Pick<PlacedWorkload, 'name' | 'settings'>): Pods {
  const { app = name, pod, serviceAccount } = settings;
  const account = pod?.spec?.serviceAccountName ?? serviceAccount?.metadata?.name ?? name;
  return { labels: { app }, serviceAccount: account };
}

/** An application that is defined: its workloads, and what of theirs is asked for once all applications are. */
export interface DefinedApplication {
  readonly workloads: readonly PlacedWorkload[];
  /** Whether others wrote its objects, so that its workloads are Services of theirs. */
  readonly isForeign: boolean;
  /** Renders its objects. */
  readonly render: () => readonly KubernetesObject[];
}

/** A workload's Service that others wrote, and the objects whose pods it selects. */
interface Selected {
  readonly path: string;
  readonly labels: Pods['labels'];
  readonly makers: readonly KubernetesObject[];
}

/**
 * The pods of all workloads of one namespace. Services that select the same pods are workloads with the same labels: a client Service
 * and a headless one, as the charts of most databases have them, or one of another application.
 */
export function findPods(applications: readonly DefinedApplication[]): Map<string, Pods> {
  const foreign = applications.filter(({ isForeign }) => isForeign);
  const own = applications.filter(({ isForeign }) => !isForeign).flatMap(({ workloads }) => workloads);
  const pods = new Map(
    applications.flatMap(({ workloads }) => workloads).map((each) => [each.path, defaultPods(each)]),
  );
  let rendered: readonly KubernetesObject[] | undefined;
  const selected = foreign.flatMap(({ workloads, render }) => {
    const objects = render();
    const near = selectionsOf(workloads, objects, objects);
    if (near.every(({ makers }) => makers.length > 0)) return near;
    // A Service may select the pods of another application.
    rendered ??= applications.flatMap((each) => each.render());
    return selectionsOf(workloads, objects, rendered);
  });
  const alike = Map.groupBy(selected, ({ path, makers }) =>
    makers.length > 0 ? makers.map(objectId).join() : path,
  );
  for (const services of alike.values()) {
    const { makers } = services[0]!;
    const owner = own.find((each) => isOwner(pods.get(each.path)!, makers));
    const found = owner
      ? pods.get(owner.path)!
      : {
          labels: Object.assign({}, ...services.map(({ labels }) => labels)) as Pods['labels'],
          serviceAccount: makers.map(getPodTemplate)[0]?.spec?.serviceAccountName ?? 'default',
        };
    for (const { path } of services) pods.set(path, found);
  }
  return pods;
}

function selectionsOf(
  workloads: readonly PlacedWorkload[],
  objects: readonly KubernetesObject[],
  near: readonly KubernetesObject[],
): Selected[] {
  const services = new Map(filterKind(objects, 'Service').map((each) => [each.metadata.name, each]));
  const podsOf = createPodFinder(near);
  return workloads.flatMap(({ path, name }) => {
    const service = services.get(name);
    if (!service || !getSelector(service)) return [];
    return [{ path, labels: getSelectorLabels(service), makers: podsOf(service) }];
  });
}

/** Whether all of the objects make pods of a workload that the engine renders. */
function isOwner({ labels }: Pods, makers: readonly KubernetesObject[]): boolean {
  return (
    makers.length > 0 && makers.every((each) => matchesLabels(getPodTemplate(each)?.metadata?.labels, labels))
  );
}

/** What tells the pods of a workload from all others: workloads of the same pods have the same. */
export function podsKey(namespace: string, { labels }: Pods): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, sorted]);
}
