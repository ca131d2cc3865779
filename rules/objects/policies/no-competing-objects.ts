import { describeObject, filterKind } from '../../../objects/identity';
import type { KubernetesObject } from '../../../objects/object';
import { createPodFinder, getSelectorLabels, getTargetRefs } from '../../../objects/selectors';
import type { ObjectFault, ObjectRule } from '../../rule';

/**
 * Kinds of which Istio takes one for a pod, and one for a namespace.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/security/authn; pilot/pkg/model, sidecar.go and telemetry.go.
 */
const KINDS = [
  'PeerAuthentication.security.istio.io',
  'Sidecar.networking.istio.io',
  'Telemetry.telemetry.istio.io',
];

/**
 * The same pods have one PeerAuthentication, one Sidecar and one Telemetry, and so has a namespace: of two, only the older one counts, or
 * of two of one age the first by name.
 */
export const noCompetingObjects: ObjectRule = (objects) => {
  const podsOf = createPodFinder(objects);
  return KINDS.flatMap((kind) => {
    const byScope = new Map<string, KubernetesObject>();
    const byPods = new Map<KubernetesObject, KubernetesObject>();
    return filterKind(objects, kind).flatMap((object): ObjectFault[] => {
      const labels = Object.entries(getSelectorLabels(object));
      if (getTargetRefs(object).length > 0) return [];
      const scope = JSON.stringify([object.metadata.namespace, labels.toSorted()]);
      const pods = labels.length > 0 ? podsOf(object) : [];
      const shared = pods.find((each) => byPods.has(each));
      const other = byScope.get(scope) ?? (shared && byPods.get(shared));
      for (const each of pods) if (!byPods.has(each)) byPods.set(each, object);
      if (!byScope.has(scope)) byScope.set(scope, object);
      if (!other) return [];
      const whose = shared ? `the pods of ${describeObject(shared)}` : 'the same pods';
      return [
        {
          object,
          problem: `is for ${whose}, as '${other.metadata.name}' is: only the older of the two counts`,
          fix: `merge them into one: add what it sets to '${other.metadata.name}'`,
        },
      ];
    });
  });
};
