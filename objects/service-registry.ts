import { serviceHost } from '../mesh/service-host';
import { matchingPatterns } from './hosts';
import { filterKind, getNamespace } from './identity';
import { listObjects, getSpec, listStrings, type KubernetesObject } from './object';

/** A host that Istio knows, by a Service or by ServiceEntries. */
export interface KnownHost {
  readonly object: KubernetesObject;
  readonly ports: readonly number[];
}

/** The Services and ServiceEntries that are rendered, by their hosts. */
export interface ServiceRegistry {
  /** What a full host is known by; undefined for one that nothing makes known. */
  readonly find: (host: string) => KnownHost | undefined;
  /** Whether any known host is one of a wildcard. */
  readonly hasAny: (wildcard: string) => boolean;
}

/** Makes an index of the Services and ServiceEntries among rendered objects. */
export function buildRegistry(objects: readonly KubernetesObject[]): ServiceRegistry {
  const byHost = Map.groupBy(listKnownHosts(objects), ({ host }) => host);
  const patterns = new Set([...byHost.keys()].flatMap(matchingPatterns));
  return {
    find: (host) => {
      const pattern = matchingPatterns(host).find((each) => byHost.has(each));
      const known = byHost.get(pattern ?? '');
      return (
        known && { object: known[0]!.object, ports: known.flatMap(({ object }) => listPortNumbers(object)) }
      );
    },
    hasAny: (wildcard) => patterns.has(wildcard),
  };
}

function listKnownHosts(objects: readonly KubernetesObject[]) {
  const services = filterKind(objects, 'Service').map((object) => ({
    host: serviceHost(object.metadata.name, object.metadata.namespace),
    object,
  }));
  const entries = filterKind(objects, 'ServiceEntry.networking.istio.io').flatMap((object) =>
    listStrings(getSpec(object).hosts).map((host) => ({ host, object })),
  );
  return [...services, ...entries];
}

/** A namespace in which a host is known. */
export interface HostPlace {
  readonly namespace: string;
  readonly ports: readonly number[];
  /** Whether the other namespaces know it too. */
  readonly isExported: boolean;
}

/** Finds the namespaces in which a host is known by exactly this name. */
export function findHostPlaces(objects: readonly KubernetesObject[]): (host: string) => readonly HostPlace[] {
  const known = Map.groupBy(listKnownHosts(objects), ({ host }) => host);
  return (host) => {
    const places = Map.groupBy(known.get(host) ?? [], ({ object }) => getNamespace(object));
    return [...places].map(([namespace, found]) => ({
      namespace,
      ports: [...new Set(found.flatMap(({ object }) => listPortNumbers(object)))],
      isExported: found.some(({ object }) => {
        const exportTo = listStrings(getSpec(object).exportTo);
        return exportTo.length === 0 || exportTo.includes('*');
      }),
    }));
  };
}

function listPortNumbers(object: KubernetesObject): number[] {
  return listObjects<{ port?: number; number?: number }>(getSpec(object).ports).flatMap(
    ({ port, number = port }) => number ?? [],
  );
}
