import { resolveHost } from '../../../objects/hosts';
import { filterKind } from '../../../objects/identity';
import { type ObjectRule } from '../../rule';
import { describeObject } from '../../../objects/identity';
import { getSpec } from '../../../objects/object';

/**
 * A host has one DestinationRule in a namespace: of two, Istio keeps the first policy and the first subset of a name, and
 * silently drops the rest.
 *
 * Source: istio/istio, pilot/pkg/model/destination_rule.go, mergeDestinationRule.
 */
export const uniqueDestinationRules: ObjectRule = (objects) => {
  const first = new Map<string, string>();
  return filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) => {
    const { host, workloadSelector } = getSpec(object);
    if (typeof host !== 'string') return [];
    const { namespace } = object.metadata;
    // One of a selector is for the sidecars that it selects.
    const key = JSON.stringify([namespace, resolveHost(host, namespace), workloadSelector]);
    const other = first.get(key);
    if (other === undefined) first.set(key, describeObject(object));
    if (other === undefined) return [];
    return [
      {
        object,
        field: 'spec.host',
        value: host,
        problem: `${other} is for this host too: of both, only the first policy and the first subset of a name count`,
        fix: "merge them into one; 'traffic' of a workload renders one of its name, which a hook can extend",
      },
    ];
  });
};
