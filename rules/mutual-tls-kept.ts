import { serviceHost } from '../mesh/service-host';
import { fullHost, patternsOf } from './hosts';
import { itemsOf, ofKind, specOf } from './istio';
import { servicesIn } from './registry';
import type { ObjectRule } from './rule';

interface Policy {
  readonly tls?: { readonly mode?: string };
  readonly portLevelSettings?: unknown;
}

/**
 * A DestinationRule for a host of the mesh leaves TLS to the sidecars: one that states another mode switches automatic mutual TLS off, and
 * pods that refuse plaintext refuse the calls.
 *
 * Source: Istio documentation, TLS Configuration, Auto mTLS.
 */
export const mutualTlsKept: ObjectRule = (objects, { namespaces }) => {
  const inMesh = new Set(
    servicesIn(objects)
      .filter(({ metadata }) => namespaces[metadata.namespace ?? '']?.revision !== undefined)
      .flatMap(({ metadata }) => patternsOf(serviceHost(metadata.name, metadata.namespace))),
  );
  return ofKind(objects, 'DestinationRule').flatMap((object) => {
    const { host, trafficPolicy, subsets } = specOf(object);
    if (typeof host !== 'string' || !inMesh.has(fullHost(host, object.metadata.namespace))) return [];
    const policies = [
      { at: 'spec.trafficPolicy', policy: trafficPolicy },
      ...itemsOf<{ trafficPolicy?: unknown }>(subsets).map((subset, index) => ({
        at: `spec.subsets.${index}.trafficPolicy`,
        policy: subset.trafficPolicy,
      })),
    ];
    return policies.flatMap(({ at, policy }) =>
      modesOf(at, (policy ?? {}) as Policy)
        .filter(({ mode }) => mode !== 'ISTIO_MUTUAL')
        .map(({ field, mode }) => ({
          object,
          field,
          value: mode,
          problem: `switches automatic mutual TLS off for ${host}, which has sidecars`,
          fix: "take 'tls' out; the sidecars agree on mutual TLS by themselves",
        })),
    );
  });
};

/** The modes of TLS that a policy states, for all ports and for one. */
function modesOf(at: string, { tls, portLevelSettings }: Policy) {
  const ports = itemsOf<Policy>(portLevelSettings).map((each, index) => ({
    stated: each.tls,
    at: `${at}.portLevelSettings.${index}`,
  }));
  return [{ stated: tls, at }, ...ports].flatMap(({ stated, at: place }) =>
    stated ? [{ field: `${place}.tls.mode`, mode: stated.mode }] : [],
  );
}
