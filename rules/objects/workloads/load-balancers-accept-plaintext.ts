import type { V1ServicePort, V1ServiceSpec } from '@kubernetes/client-node';
import { createMtlsFinder } from '../../../objects/effective-mtls';
import { filterKind } from '../../../objects/identity';
import { listObjects, getSpec } from '../../../objects/object';
import { resolveTargetPort } from '../../../objects/pod-template';
import { createPodFinder } from '../../../objects/selectors';
import type { ObjectRule } from '../../rule';

/**
 * Clients of a Service of type LoadBalancer or NodePort have no certificate of the mesh: a port that accepts only mTLS resets
 * all of their connections, and its address costs money all the same.
 *
 * Source: istio/istio issues 37431 and 43056.
 */
export const loadBalancersAcceptPlaintext: ObjectRule = (objects, environment) => {
  const modeOf = createMtlsFinder(objects, environment);
  const podsOf = createPodFinder(objects);
  return filterKind(objects, 'Service').flatMap((object) => {
    const { type, ports } = getSpec<V1ServiceSpec>(object);
    if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
    const pods = podsOf(object);
    const rejecting = listObjects<V1ServicePort>(ports).filter((port) =>
      pods.some((each) => {
        const target = resolveTargetPort(port, [each]);
        return target !== undefined && modeOf(each, target) === 'STRICT';
      }),
    );
    if (rejecting.length === 0) return [];
    return [
      {
        object,
        field: 'spec.type',
        value: type,
        problem: `port ${rejecting.map(({ port }) => port).join(', ')} of its pods accepts only mTLS, and resets every connection from outside the mesh`,
        fix: "make it a ClusterIP and expose it on an ingress gateway with 'expose', or let the port also accept plaintext: 'PERMISSIVE' in 'mtls' of the workload",
      },
    ];
  });
};
