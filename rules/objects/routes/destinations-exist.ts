import type { Plan } from '../../../model/plan';
import { serviceHost } from '../../../mesh/service-host';
import { isSystemHost, resolveHost, parseServiceHost } from '../../../objects/hosts';
import { listDestinations, findVirtualServices, type Destination } from '../../../objects/virtual-services';
import { filterKind } from '../../../objects/identity';
import { buildRegistry, type ServiceRegistry } from '../../../objects/service-registry';
import type { ObjectFault, ObjectRule } from '../../rule';
import { getSpec, type KubernetesObject } from '../../../objects/object';

/**
 * The destinations and mirrors of a VirtualService, and the host of a DestinationRule, are a rendered Service or a host of a
 * rendered ServiceEntry, with that port: Istio answers requests for any other with 503.
 */
export const destinationsExist: ObjectRule = (objects, environment) => {
  const registry = buildRegistry(objects);
  const routes = findVirtualServices(objects).flatMap((virtual) => {
    const isAtGateway = virtual.gateways.some((gateway) => gateway !== 'mesh');
    return virtual.routes.flatMap(listDestinations).flatMap(({ destination, field }) => {
      const at = { object: virtual.object, field, value: destination };
      return (
        hostFaults(at, destination.host, registry, environment) ??
        portFaults(at, destination, registry, isAtGateway)
      );
    });
  });
  const rules = filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) => {
    const { host } = getSpec(object);
    const at = { object, field: 'spec.host', value: host };
    return (typeof host === 'string' && hostFaults(at, host, registry, environment)) || [];
  });
  return [...routes, ...rules];
};

interface Field {
  readonly object: KubernetesObject;
  readonly field: string;
  readonly value: unknown;
}

/** The faults of a host, or undefined for a known one. */
function hostFaults(
  at: Field,
  stated: string | undefined,
  { find, hasAny }: ServiceRegistry,
  environment: Plan,
): ObjectFault[] | undefined {
  if (stated === undefined) return [];
  const host = resolveHost(stated, at.object.metadata.namespace);
  if (host.startsWith('*') ? hasAny(host) || host === '*.local' : find(host)) return undefined;
  if (isSystemHost(host, environment)) return [];
  const service = parseServiceHost(host);
  const [name = '', namespace = ''] = host.split('.');
  const fullName = serviceHost(name, namespace);
  if (fullName !== host && /^[^.]+\.[^.]+(\.svc)?$/.test(host) && find(fullName))
    return [
      {
        ...at,
        problem: `Istio reads a name with a dot as a full name, and knows no host '${host}'`,
        fix: `use the full name: ${fullName}`,
      },
    ];
  return [
    {
      ...at,
      problem: service
        ? `no Service ${service.namespace}/${service.name} is rendered`
        : `no ServiceEntry with ${host.startsWith('*') ? 'a host of' : 'the host'} ${host} is rendered, and without one Istio does not know it`,
      fix: 'name a Service of this environment, or a host of a ServiceEntry',
    },
  ];
}

function portFaults(
  at: Field,
  { host = '', port }: Destination,
  { find }: ServiceRegistry,
  isAtGateway: boolean,
): ObjectFault[] {
  const known = find(resolveHost(host, at.object.metadata.namespace));
  const ports = [...new Set(known?.ports ?? [])];
  if (!known || ports.length === 0) return [];
  const { kind } = known.object;
  if (port?.number === undefined) {
    // A sidecar keeps the port that was called; a gateway would look for its own on the Service.
    if (ports.length === 1 || !isAtGateway) return [];
    return [
      {
        ...at,
        problem: `the ${kind} has several ports, ${ports.join(', ')}, and the route does not say which`,
        fix: "set 'port.number'",
      },
    ];
  }
  if (ports.includes(port.number)) return [];
  return [
    {
      ...at,
      problem: `the ${kind} has no port ${port.number}; it has ${ports.join(', ')}`,
      fix: 'point the route at one of its ports',
    },
  ];
}
