import { CONTROL_PLANE_NAMESPACE, GATEWAY_NAME_LABEL, INGRESS_NAMESPACE } from '../../../mesh/gateways';
import type { ObjectFault, ObjectRule } from '../../rule';
import { findApiGateways } from '../../../objects/gateways';
import { groupKind } from '../../../objects/identity';
import { getSpec } from '../../../objects/object';
import { createPodFinder, getSelector, getTargetRefs, selectorField } from '../../../objects/selectors';

const KINDS = [
  'AuthorizationPolicy.security.istio.io',
  'PeerAuthentication.security.istio.io',
  'RequestAuthentication.security.istio.io',
  'Sidecar.networking.istio.io',
  'NetworkPolicy.networking.k8s.io',
];

/** A policy selects rendered pods, or targets a rendered Gateway: a policy for none protects nothing, and looks as if it did. */
export const policiesSelectPods: ObjectRule = (objects) => {
  const podsOf = createPodFinder(objects);
  const gateways = findApiGateways(objects);
  return objects.flatMap((object): ObjectFault[] => {
    const { namespace } = object.metadata;
    const target = getTargetRefs(object).find(
      ({ kind, name }) => kind === 'Gateway' && !gateways.has(`${namespace}/${name}`),
    );
    if (KINDS.includes(groupKind(object)) && target)
      return [
        {
          object,
          field: 'spec.targetRefs',
          value: target,
          problem: `no such Gateway is rendered in '${namespace}'`,
          fix: 'name a Gateway of the same namespace',
        },
      ];
    const { labels = {}, requirements = [] } = getSelector(object) ?? {};
    const isForAll = Object.keys(labels).length === 0 && requirements.length === 0;
    // Istio makes the pods of a Gateway, with its name as a label.
    if (gateways.has(`${namespace}/${labels[GATEWAY_NAME_LABEL]}`)) return [];
    // What AKS runs is not rendered.
    const isElsewhere = namespace === INGRESS_NAMESPACE || namespace === CONTROL_PLANE_NAMESPACE;
    if (!KINDS.includes(groupKind(object)) || isForAll || isElsewhere) return [];
    if (podsOf(object).length > 0) return [];
    return [
      {
        object,
        field: `spec.${selectorField(object)}`,
        value: getSpec(object)[selectorField(object)],
        problem: `selects no pod that is rendered in '${namespace}'`,
        fix: 'select labels that the pods of a workload have',
      },
    ];
  });
};
