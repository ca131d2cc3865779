import { fullHost, serviceOf } from './hosts';
import { itemsOf, ofKind, specOf } from './istio';
import type { ObjectRule } from './rule';

interface Policy {
  readonly tls?: { readonly mode?: string };
  readonly portLevelSettings?: readonly Policy[];
}

/**
 * A DestinationRule states no TLS for a Service of the mesh: sidecars then leave the mutual TLS that they agree on by themselves,
 * and a workload that insists on it resets the connection.
 *
 * Source: Istio documentation, Understanding TLS Configuration, Auto mTLS.
 */
export const automaticMtlsKept: ObjectRule = (objects, { namespaces }) =>
  ofKind(objects, 'DestinationRule').flatMap((object) => {
    const { host, trafficPolicy, subsets } = specOf(object);
    if (typeof host !== 'string') return [];
    const service = serviceOf(fullHost(host, object.metadata.namespace));
    const isInside = service
      ? namespaces[service.namespace]?.revision !== undefined
      : /^\*(\.local|\.cluster\.local|(\.[^.]+)?\.svc\.cluster\.local)?$/.test(host);
    if (!isInside) return [];
    const policies = [
      { policy: trafficPolicy as Policy | undefined, at: 'spec.trafficPolicy' },
      ...itemsOf<{ trafficPolicy?: Policy }>(subsets).map(({ trafficPolicy: policy }, index) => ({
        policy,
        at: `spec.subsets.${index}.trafficPolicy`,
      })),
    ];
    return policies
      .flatMap(({ policy, at }) => [
        { tls: policy?.tls, at: `${at}.tls` },
        ...itemsOf<Policy>(policy?.portLevelSettings).map(({ tls }, index) => ({
          tls,
          at: `${at}.portLevelSettings.${index}.tls`,
        })),
      ])
      .filter(({ tls }) => tls !== undefined && tls.mode !== 'ISTIO_MUTUAL')
      .map(({ tls, at }) => ({
        object,
        field: `${at}.mode`,
        value: tls?.mode,
        problem: `the host '${host}' is inside of the mesh, where this switches automatic mutual TLS off`,
        fix: "take 'tls' out: sidecars agree on mutual TLS by themselves; for a port that takes plaintext, state 'mtls' of its workload",
      }));
  });
