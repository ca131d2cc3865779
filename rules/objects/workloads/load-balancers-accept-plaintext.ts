import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { createMtlsFinder } from '../../../objects/effective-mtls';
import { listObjects, getSpec } from '../../../objects/object';
import { optsOutOfSidecar, resolveTargetPort } from '../../../objects/pod-template';
import { filterKind } from '../../../objects/identity';
import type { ObjectRule } from '../../rule';
import { createPodFinder } from '../../../objects/selectors';

interface Port {
  readonly port: number;
  readonly targetPort?: number | string;
}

/**
 * What a Service of type LoadBalancer or NodePort lets in from outside has no certificate of the mesh: a port that takes mutual TLS alone
 * resets every such connection, and the address is paid for all the same.
 *
 * Source: istio/istio issues 37431 and 43056.
 */
export const loadBalancersAcceptPlaintext: ObjectRule = (objects, { namespaces }) => {
  const modeOf = createMtlsFinder(objects);
  const podsOf = createPodFinder(objects);
  return filterKind(objects, 'Service').flatMap((object) => {
    const { type, selector, ports } = getSpec(object);
    const { namespace = '' } = object.metadata;
    if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
    if (namespaces[namespace]?.revision === undefined || Object.keys(selector ?? {}).length === 0) return [];
    const pods = podsOf({ ...object, spec: { selector: { matchLabels: selector } } }).filter(
      (each) => !optsOutOfSidecar(each),
    );
    const refusing = listObjects<Port>(ports).filter((port) =>
      pods.some((each) => {
        const target = resolveTargetPort(port, [each]);
        return (
          target !== undefined &&
          !bypassesSidecar(each, target) &&
          modeOf(namespace, each, target) === 'STRICT'
        );
      }),
    );
    if (refusing.length === 0) return [];
    return [
      {
        object,
        field: 'spec.type',
        value: type,
        problem: `port ${refusing.map(({ port }) => port).join(', ')} of its pods takes mutual TLS alone, and resets every connection from outside of the mesh`,
        fix: "make it a ClusterIP and expose it on an ingress gateway with 'expose', or let the port take plaintext too: 'PERMISSIVE' in 'mtls' of the workload",
      },
    ];
  });
};

/** Whether the sidecar does not see a port. Source: Istio documentation, Resource Annotations. */
function bypassesSidecar({ metadata }: V1PodTemplateSpec, port: number): boolean {
  const listed = (name: string) =>
    metadata?.annotations?.[`traffic.sidecar.istio.io/${name}`]?.split(/\s*,\s*/);
  const included = listed('includeInboundPorts');
  if (included && !included.includes('*') && !included.includes(`${port}`)) return true;
  return listed('excludeInboundPorts')?.includes(`${port}`) ?? false;
}
