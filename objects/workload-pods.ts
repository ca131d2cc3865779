import { filterKind, qualifiedName } from './identity';
import type { KubernetesObject } from './object';
import { getPodTemplate } from './pod-template';
import { createPodFinder } from './selectors';

/** A workload, as its objects are named. */
interface Named {
  readonly namespace: string;
  readonly name: string;
  /** Its versions, each of which has an object of its own. @default none */
  readonly settings?: { readonly versions?: Readonly<Record<string, unknown>> };
}

/** Finds the objects that make the pods of a workload: those that its Service selects, or those of its own name. */
export function createWorkloadPodsFinder(
  objects: readonly KubernetesObject[],
): (workload: Named) => readonly KubernetesObject[] {
  const services = new Map(filterKind(objects, 'Service').map((each) => [qualifiedName(each), each]));
  const makers = Map.groupBy(
    objects.filter((object) => getPodTemplate(object) !== undefined),
    qualifiedName,
  );
  const podsOf = createPodFinder(objects);
  return ({ namespace, name, settings }) => {
    const service = services.get(`${namespace}/${name}`);
    const selected = service ? podsOf(service) : [];
    if (selected.length > 0) return selected;
    const names = [name, ...Object.keys(settings?.versions ?? {}).map((version) => `${name}-${version}`)];
    return names.flatMap((each) => makers.get(`${namespace}/${each}`) ?? []);
  };
}
