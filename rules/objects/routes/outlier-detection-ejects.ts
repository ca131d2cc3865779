import { serviceHost } from '../../../mesh/service-host';
import { resolveHost } from '../../../objects/hosts';
import { filterKind } from '../../../objects/identity';
import { getSpec, listObjects, type KubernetesObject } from '../../../objects/object';
import { createReplicasFinder } from '../../../objects/replicas';
import { createPodFinder, getSelectorLabels } from '../../../objects/selectors';
import type { ObjectRule } from '../../rule';

interface Policy {
  readonly outlierDetection?: { readonly maxEjectionPercent?: number };
  readonly portLevelSettings?: unknown;
}

interface Subset {
  readonly labels?: Readonly<Record<string, string>>;
  readonly trafficPolicy?: Policy;
}

interface Rule {
  readonly host: unknown;
  readonly trafficPolicy: Policy;
  readonly subsets: unknown;
}

/** What Envoy takes where Istio sends no share. Source: Envoy documentation, OutlierDetection, max_ejection_percent. */
const ENVOYS_OWN = 10;

/**
 * The outlier detection of a DestinationRule may put at least one pod aside: Envoy rounds the share of pods down, and its own is 10
 * percent, which is none of fewer than 10 pods. A workload of one pod has none to put aside.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/networking/core, applyOutlierDetection; envoyproxy/envoy, outlier_detection_impl.cc, ejectHost.
 */
export const outlierDetectionEjects: ObjectRule = (objects) => {
  const services = new Map(
    filterKind(objects, 'Service').map((each) => [
      serviceHost(each.metadata.name, each.metadata.namespace),
      each,
    ]),
  );
  const podsOf = createPodFinder(objects);
  const replicasOf = createReplicasFinder(objects);
  /** The fewest pods of several; undefined where there never are two, or nobody says how many. */
  const countPods = (service: KubernetesObject, labels: Subset['labels']) => {
    const selected = { ...getSelectorLabels(service), ...labels };
    if (Object.keys(selected).length === 0) return undefined;
    const counts = podsOf(service, { labels: selected, requirements: [] }).map(replicasOf);
    if (counts.includes(undefined)) return undefined;
    const sum = (end: 'min' | 'max') => counts.reduce((all, count) => all + count![end], 0);
    return sum('max') < 2 ? undefined : Math.max(sum('min'), 2);
  };
  return filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) => {
    const { host, trafficPolicy, subsets } = getSpec<Rule>(object);
    const service =
      typeof host === 'string' ? services.get(resolveHost(host, object.metadata.namespace)) : undefined;
    if (!service) return [];
    const shared = listShares('spec.trafficPolicy', trafficPolicy);
    const stated = [
      ...shared.map((share) => ({ ...share, labels: {} })),
      ...listObjects<Subset>(subsets).flatMap(({ labels, trafficPolicy: own }, index) => {
        const shares = listShares(`spec.subsets.${index}.trafficPolicy`, own);
        return (shares.length > 0 ? shares : shared).map((share) => ({ ...share, labels }));
      }),
    ];
    const judged = stated.flatMap(({ field, percent, value, labels }) => {
      const pods = countPods(service, labels);
      if (pods === undefined || pods * percent >= 100) return [];
      return [
        {
          object,
          field,
          value,
          problem: `puts no pod aside: ${percent} percent of ${pods} pods is less than one${value === undefined ? ', and without a number, Envoy takes that' : ''}`,
          fix: `set it to ${Math.ceil(100 / pods)} or more`,
        },
      ];
    });
    // A share that holds for several subsets is one fault.
    return [...new Map(judged.toReversed().map((fault) => [fault.field, fault])).values()].toReversed();
  });
};

/** The shares that a policy states, for all ports and for one. */
function listShares(at: string, policy: Policy | undefined) {
  const ports = listObjects<Policy>(policy?.portLevelSettings).map((each, index) => ({
    own: each.outlierDetection,
    path: `${at}.portLevelSettings.${index}`,
  }));
  return [{ own: policy?.outlierDetection, path: at }, ...ports].flatMap(({ own, path }) =>
    own
      ? [
          {
            field: `${path}.outlierDetection.maxEjectionPercent`,
            value: own.maxEjectionPercent,
            // Istio does not send 0.
            percent: own.maxEjectionPercent || ENVOYS_OWN,
          },
        ]
      : [],
  );
}
