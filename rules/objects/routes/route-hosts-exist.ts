import { listPlatformServices } from '../../../objects/platform-services';
import { buildRegistry } from '../../../objects/service-registry';
import { findVirtualServices } from '../../../objects/virtual-services';
import type { ObjectRule } from '../../rule';
import { describeUnknownHost, isClusterHost } from '../../unknown-host';

/**
 * A host in the cluster whose requests sidecars route by a VirtualService is a rendered Service or a host of a ServiceEntry, by its
 * full name or by its short name in its own namespace: no request is made for any other, so the routes change nothing.
 */
export const routeHostsExist: ObjectRule = (objects, { mesh, namespaces }) => {
  const registry = buildRegistry([...objects, ...listPlatformServices(mesh)]);
  return findVirtualServices(objects)
    .filter(({ gateways }) => gateways.includes('mesh'))
    .flatMap(({ object, hosts }) =>
      hosts.flatMap((host, index) => {
        const unknown =
          isClusterHost(host, namespaces) && describeUnknownHost(host, object.metadata.namespace, registry);
        if (!unknown) return [];
        return [{ object, field: `spec.hosts.${index}`, value: host, ...unknown }];
      }),
    );
};
