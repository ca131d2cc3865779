import { serviceHost } from '../../../mesh/service-host';
import { resolveHost, matchingPatterns } from '../../../objects/hosts';
import { filterKind } from '../../../objects/identity';
import { getRevision } from '../../../objects/sidecar';
import type { ObjectRule } from '../../rule';
import { listObjects, getSpec } from '../../../objects/object';

interface Policy {
  readonly tls?: { readonly mode?: string };
  readonly portLevelSettings?: unknown;
}

/**
 * A DestinationRule for a host of the mesh leaves TLS to the sidecars: another mode disables automatic mTLS, and pods that
 * reject plaintext reject the calls.
 *
 * Source: Istio documentation, TLS Configuration, Auto mTLS.
 */
export const destinationRulesKeepMtls: ObjectRule = (objects, environment) => {
  const inMesh = new Set(
    filterKind(objects, 'Service')
      .filter((service) => getRevision(service, environment) !== undefined)
      .flatMap(({ metadata }) => matchingPatterns(serviceHost(metadata.name, metadata.namespace))),
  );
  return filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) => {
    const { host, trafficPolicy, subsets } = getSpec(object);
    if (typeof host !== 'string' || !inMesh.has(resolveHost(host, object.metadata.namespace))) return [];
    const policies = [
      { at: 'spec.trafficPolicy', policy: trafficPolicy },
      ...listObjects<{ trafficPolicy?: unknown }>(subsets).map((subset, index) => ({
        at: `spec.subsets.${index}.trafficPolicy`,
        policy: subset.trafficPolicy,
      })),
    ];
    return policies.flatMap(({ at, policy }) =>
      listModes(at, (policy ?? {}) as Policy)
        .filter(({ mode }) => mode !== 'ISTIO_MUTUAL')
        .map(({ field, mode }) => ({
          object,
          field,
          value: mode,
          problem: `disables automatic mTLS for ${host}, which has sidecars`,
          fix: "remove 'tls'; the sidecars use mTLS by themselves",
        })),
    );
  });
};

/** The TLS modes that a policy sets, for all ports and for one. */
function listModes(at: string, { tls, portLevelSettings }: Policy) {
  const ports = listObjects<Policy>(portLevelSettings).map((each, index) => ({
    stated: each.tls,
    at: `${at}.portLevelSettings.${index}`,
  }));
  return [{ stated: tls, at }, ...ports].flatMap(({ stated, at: place }) =>
    stated ? [{ field: `${place}.tls.mode`, mode: stated.mode }] : [],
  );
}
