import { resolveHost } from '../../../objects/hosts';
import { listDestinations, findVirtualServices, type Destination } from '../../../objects/virtual-services';
import { filterKind } from '../../../objects/identity';
import { listPlatformServices } from '../../../objects/platform-services';
import { buildRegistry, type ServiceRegistry } from '../../../objects/service-registry';
import type { ObjectFault, ObjectRule } from '../../rule';
import { describeUnknownHost } from '../../unknown-host';
import { getSpec, type KubernetesObject } from '../../../objects/object';

/**
 * The destinations and mirrors of a VirtualService, and the host of a DestinationRule, are a rendered Service or a host of a
 * rendered ServiceEntry, with that port: Istio answers requests for any other with 503.
 */
export const destinationsExist: ObjectRule = (objects, { mesh }) => {
  const registry = buildRegistry([...objects, ...listPlatformServices(mesh)]);
  const routes = findVirtualServices(objects).flatMap((virtual) => {
    const isAtGateway = virtual.gateways.some((gateway) => gateway !== 'mesh');
    return virtual.routes.flatMap(listDestinations).flatMap(({ destination, field }) => {
      const at = { object: virtual.object, field, value: destination };
      return [
        ...hostFaults(at, destination.host, registry),
        ...portFaults(at, destination, registry, isAtGateway),
      ];
    });
  });
  const rules = filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) => {
    const { host } = getSpec(object);
    return hostFaults({ object, field: 'spec.host', value: host }, host, registry);
  });
  return [...routes, ...rules];
};

interface Field {
  readonly object: KubernetesObject;
  readonly field: string;
  readonly value: unknown;
}

function hostFaults(at: Field, host: unknown, registry: ServiceRegistry): ObjectFault[] {
  const unknown =
    typeof host === 'string' ? describeUnknownHost(host, at.object.metadata.namespace, registry) : undefined;
  return unknown ? [{ ...at, ...unknown }] : [];
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
