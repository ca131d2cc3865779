import { groupBy } from '../model/group';
import { serviceHost } from '../mesh/service-host';
import { patternsOf } from './hosts';
import { itemsOf, ofKind, specOf, textsOf } from './istio';
import type { RenderedObject } from './rule';

/** A host that Istio knows, by a Service or by ServiceEntries. */
export interface KnownHost {
  readonly object: RenderedObject;
  readonly ports: readonly number[];
}

/** The Services and ServiceEntries that are rendered, by their hosts. */
export interface Registry {
  /** What a full host is known by; undefined for one that nothing makes known. */
  readonly find: (host: string) => KnownHost | undefined;
  /** Whether any known host is one of a wildcard. */
  readonly hasAny: (wildcard: string) => boolean;
}

/** Makes an index of the Services and ServiceEntries among rendered objects. */
export function registryOf(objects: readonly RenderedObject[]): Registry {
  const services = servicesIn(objects).map((object) => ({
    host: serviceHost(object.metadata.name, object.metadata.namespace),
    object,
  }));
  const entries = ofKind(objects, 'ServiceEntry').flatMap((object) =>
    textsOf(specOf(object).hosts).map((host) => ({ host, object })),
  );
  const byHost = groupBy([...services, ...entries], ({ host }) => host);
  const patterns = new Set([...byHost.keys()].flatMap(patternsOf));
  return {
    find: (host) => {
      const pattern = patternsOf(host).find((each) => byHost.has(each));
      const known = byHost.get(pattern ?? '');
      return known && { object: known[0]!.object, ports: known.flatMap(({ object }) => portsOf(object)) };
    },
    hasAny: (wildcard) => patterns.has(wildcard),
  };
}

/** The Services among rendered objects. */
export function servicesIn(objects: readonly RenderedObject[]): RenderedObject[] {
  return objects.filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1');
}

function portsOf(object: RenderedObject): number[] {
  return itemsOf<{ port?: number; number?: number }>(specOf(object).ports).flatMap(
    ({ port, number = port }) => number ?? [],
  );
}
