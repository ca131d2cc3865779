import { CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE } from '../mesh/gateways';
import type { ObjectRule } from './rule';
import { podFinder, selectorOf } from './selected';

const KINDS = [
  'AuthorizationPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
  'Sidecar',
  'NetworkPolicy',
];

/** A policy picks pods that are rendered: one that picks none protects nothing, and looks as if it did. */
export const policiesSelectPods: ObjectRule = (objects) => {
  const podsOf = podFinder(objects);
  return objects.flatMap((object) => {
    const { namespace } = object.metadata;
    const selector = selectorOf(object);
    // What AKS runs is not rendered.
    const isElsewhere = namespace === INGRESS_NAMESPACE || namespace === CONTROL_PLANE_NAMESPACE;
    if (!KINDS.includes(object.kind) || selector === undefined || isElsewhere) return [];
    if (podsOf(object).length > 0) return [];
    return [
      {
        object,
        field: 'spec.selector',
        value: selector,
        problem: `picks no pod that is rendered in '${namespace}'`,
        fix: 'select labels that the pods of a workload carry',
      },
    ];
  });
};
