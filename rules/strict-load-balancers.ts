import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { groupBy } from '../model/group';
import { itemsOf, specOf } from './istio';
import { isWithoutSidecar } from './pod-template';
import { servicesIn } from './registry';
import type { ObjectRule, RenderedObject } from './rule';
import { hasLabels, podFinder, selectorOf } from './selected';

type Mode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';
interface Mtls {
  readonly mtls?: { readonly mode?: Mode };
  readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: Mode }>>;
}
interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

const OUTSIDE: readonly unknown[] = ['LoadBalancer', 'NodePort'];

/**
 * No load balancer or node port leads to a port that insists on mutual TLS: who comes through it has no sidecar, and is reset.
 *
 * Source: Istio documentation, PeerAuthentication; istio/istio issue 43056.
 */
export const strictLoadBalancers: ObjectRule = (objects, { namespaces }) => {
  const policies = groupBy(
    objects.filter(({ kind }) => kind === 'PeerAuthentication'),
    ({ metadata }) => metadata.namespace ?? '',
  );
  const podsOf = podFinder(objects);
  return servicesIn(objects)
    .filter((service) => OUTSIDE.includes(specOf(service).type))
    .filter(({ metadata }) => namespaces[metadata.namespace ?? '']?.revision !== undefined)
    .flatMap((object) => {
      const { selector, ports } = specOf(object) as { selector?: Record<string, string>; ports?: unknown };
      if (!selector) return [];
      const pods = podsOf({ ...object, spec: { selector: { matchLabels: selector } } }).filter(
        (pod) => !isWithoutSidecar(pod),
      );
      return itemsOf<ServicePort>(ports).flatMap((port) => {
        const strict = pods.find((pod) => modeOf(pod, targetOf(port, pod), scopesOf(object)) === 'STRICT');
        if (!strict) return [];
        return [
          {
            object,
            field: 'spec.type',
            value: specOf(object).type,
            problem: `who comes in by port ${port.port} has no sidecar, and its pods take mutual TLS only`,
            fix: "expose the port by an ingress gateway and take 'type' out, or let the port take plaintext too: 'mtls' PERMISSIVE of its workload",
          },
        ];
      });
    });

  /** Policies from the narrowest to the widest. */
  function scopesOf({ metadata }: RenderedObject): readonly RenderedObject[] {
    const own = policies.get(metadata.namespace ?? '') ?? [];
    return [
      ...own.filter((each) => selectorOf(each) !== undefined),
      ...own.filter((each) => selectorOf(each) === undefined),
      ...(policies.get(CONTROL_PLANE_NAMESPACE) ?? []),
    ];
  }
};

function modeOf(
  { metadata }: V1PodTemplateSpec,
  port: number | undefined,
  scopes: readonly RenderedObject[],
): Mode {
  const modes = scopes
    .filter((policy) => hasLabels(metadata?.labels, selectorOf(policy) ?? {}))
    .flatMap((policy) => {
      const { mtls, portLevelMtls } = specOf(policy) as Mtls;
      return [portLevelMtls?.[`${port}`]?.mode, mtls?.mode];
    });
  return modes.find((mode) => mode !== undefined && mode !== 'UNSET') ?? 'PERMISSIVE';
}

function targetOf({ port, targetPort = port }: ServicePort, { spec }: V1PodTemplateSpec): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return spec?.containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === targetPort)
    ?.containerPort;
}
