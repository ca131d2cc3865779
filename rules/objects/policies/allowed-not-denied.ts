import { CONTROL_PLANE_NAMESPACE } from '../../../mesh/gateways';
import { findAuthorizationPolicies, type PolicyRule } from '../../../objects/authorization-policies';
import type { ObjectRule } from '../../rule';
import { matchesLabels, getSelectorLabels, getTargetRefs } from '../../../objects/selectors';
import type { KubernetesObject } from '../../../objects/object';

/** What a policy allows is not denied entirely by another: Istio evaluates DENY policies first. */
export const allowedNotDenied: ObjectRule = (objects) => {
  const policies = findAuthorizationPolicies(objects);
  const denying = Map.groupBy(
    policies.filter(({ action, rules, isDryRun }) => action === 'DENY' && !isDryRun && rules.some(isForAll)),
    ({ object }) => `${object.metadata.namespace}`,
  );
  return policies
    .filter(({ action, rules }) => action === 'ALLOW' && rules.length > 0)
    .flatMap(({ object }) => {
      // Policies of the root namespace are for all namespaces.
      const deny = [object.metadata.namespace, CONTROL_PLANE_NAMESPACE]
        .flatMap((namespace) => denying.get(`${namespace}`) ?? [])
        .find((each) => isForAllOf(each.object, object));
      if (!deny) return [];
      return [
        {
          object,
          problem: `allows what AuthorizationPolicy '${deny.object.metadata.name}' denies to everyone`,
          fix: 'remove one of the two, or narrow the one that denies',
        },
      ];
    });
};

/** Whether a policy is for all that another is for. */
function isForAllOf(wide: KubernetesObject, policy: KubernetesObject): boolean {
  const names = (each: KubernetesObject) => getTargetRefs(each).map(({ kind, name }) => `${kind} ${name}`);
  if (names(wide).length > 0) return names(policy).some((name) => names(wide).includes(name));
  // The labels of a Gateway's pods are not known here.
  return matchesLabels(getSelectorLabels(policy), getSelectorLabels(wide));
}

/** Whether a rule is for every call. */
function isForAll({ from, to, when }: PolicyRule): boolean {
  return !from?.length && !to?.length && !when?.length;
}
