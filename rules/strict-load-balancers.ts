import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { mtlsFinder } from './effective-mtls';
import { itemsOf, specOf } from './istio';
import { isWithoutSidecar, targetPortOf } from './pod-template';
import { servicesIn } from './registry';
import type { ObjectRule } from './rule';
import { podFinder } from './selected';

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
export const strictLoadBalancers: ObjectRule = (objects, { namespaces }) => {
  const modeOf = mtlsFinder(objects);
  const podsOf = podFinder(objects);
  return servicesIn(objects).flatMap((object) => {
    const { type, selector, ports } = specOf(object);
    const { namespace = '' } = object.metadata;
    if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
    if (namespaces[namespace]?.revision === undefined || Object.keys(selector ?? {}).length === 0) return [];
    const pods = podsOf({ ...object, spec: { selector: { matchLabels: selector } } }).filter(
      (each) => !isWithoutSidecar(each),
    );
    const refusing = itemsOf<Port>(ports).filter((port) =>
      pods.some((each) => {
        const target = targetPortOf(port, [each]);
        return (
          target !== undefined && !isLeftOut(each, target) && modeOf(namespace, each, target) === 'STRICT'
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
function isLeftOut({ metadata }: V1PodTemplateSpec, port: number): boolean {
  const listed = (name: string) =>
    metadata?.annotations?.[`traffic.sidecar.istio.io/${name}`]?.split(/\s*,\s*/);
  const included = listed('includeInboundPorts');
  if (included && !included.includes('*') && !included.includes(`${port}`)) return true;
  return listed('excludeInboundPorts')?.includes(`${port}`) ?? false;
}
