import { resolveHost } from '../../../objects/hosts';
import { findVirtualServices, type VirtualService } from '../../../objects/virtual-services';
import { type ObjectRule } from '../../rule';
import { describeObject } from '../../../objects/identity';

/**
 * A host of a Gateway, or of the sidecars, is in one VirtualService: Istio joins the routes of several at a Gateway in an order that
 * nobody promises, and sidecars take those of one alone.
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
            ? `${other} has this host for the sidecars too, which take the routes of one of the two alone`
            : `${other} has this host on the Gateway ${gateway} too: Istio joins the routes of both in no promised order`,
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
