import { resolveHost } from '../../../objects/hosts';
import { findVirtualServices, type VirtualService } from '../../../objects/virtual-services';
import { type ObjectRule } from '../../rule';
import { describeObject } from '../../../objects/identity';

/**
 * A host of a Gateway, or of the sidecars, is in one VirtualService: at a Gateway, Istio merges the routes of several in an
 * unspecified order, and sidecars use those of only one.
 *
 * Source: Istio documentation, Traffic Management Best Practices, Split large virtual services.
 */
export const uniqueRouteHosts: ObjectRule = (objects) => {
  const first = new Map<string, string>();
  return findVirtualServices(objects).flatMap((virtual) => {
    const { object, gateways } = virtual;
    const name = describeObject(object);
    return virtual.hosts.flatMap((stated) => {
      const host = resolveHost(stated, object.metadata.namespace);
      const taken = gateways.flatMap((gateway) => {
        const keys = listScopes(virtual).map((scope) => [host, gateway, scope].join(' '));
        const other = keys.map((key) => first.get(key)).find((each) => each !== undefined && each !== name);
        for (const key of keys) first.set(key, first.get(key) ?? name);
        return other === undefined ? [] : [{ gateway, other }];
      });
      return taken.map(({ gateway, other }) => ({
        object,
        field: 'spec.hosts',
        value: stated,
        problem:
          gateway === 'mesh'
            ? `${other} has this host for the sidecars too, which use the routes of only one of the two`
            : `${other} has this host on the Gateway ${gateway} too: Istio merges the routes of both in an unspecified order`,
        fix: 'put the routes of the host into one of them',
      }));
    });
  });
};

/** What keeps two VirtualServices of one host apart: HTTP, TLS and TCP, and for sidecars the namespaces that it is exported to. */
function listScopes({ object, routes, gateways, exportTo }: VirtualService): string[] {
  const kinds = new Set(routes.map(({ by }) => by));
  const everywhere = exportTo.length === 0 || !gateways.includes('mesh');
  const namespaces = everywhere
    ? ['*']
    : exportTo.map((each) => (each === '.' ? (object.metadata.namespace ?? '') : each));
  return [...kinds].flatMap((kind) => namespaces.map((namespace) => `${kind} ${namespace}`));
}
