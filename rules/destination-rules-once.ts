import { fullHost } from './hosts';
import { ofKind, specOf } from './istio';
import { nameOf, type ObjectRule } from './rule';

/**
 * A host has one DestinationRule in a namespace: of two, Istio keeps the first policy and the first subset of a name, and drops the
 * rest without a word.
 *
 * Source: istio/istio, pilot/pkg/model/destination_rule.go, mergeDestinationRule.
 */
export const destinationRulesOnce: ObjectRule = (objects) => {
  const first = new Map<string, string>();
  return ofKind(objects, 'DestinationRule').flatMap((object) => {
    const { host, workloadSelector } = specOf(object);
    if (typeof host !== 'string') return [];
    const { namespace } = object.metadata;
    // One of a selector is for the sidecars that it selects.
    const key = JSON.stringify([namespace, fullHost(host, namespace), workloadSelector]);
    const other = first.get(key);
    if (other === undefined) first.set(key, nameOf(object));
    if (other === undefined) return [];
    return [
      {
        object,
        field: 'spec.host',
        value: host,
        problem: `${other} is for this host too: of both, only the first policy and the first subset of a name count`,
        fix: "say all of it in one; what a workload states in 'traffic' makes one of its name, which a hook can add to",
      },
    ];
  });
};
