import { overlap } from '../../../objects/hosts';
import { getNamespace } from '../../../objects/identity';
import { findVirtualServices, listDelegates, type VirtualService } from '../../../objects/virtual-services';
import type { ObjectFault, ObjectRule } from '../../rule';
import { getSpec } from '../../../objects/object';

type Broken = Omit<ObjectFault, 'object'>;

/** What only a VirtualService with hosts may set. */
const OF_HOSTS = ['gateways', 'tls', 'tcp'];

/**
 * A VirtualService has hosts of which none covers another, and `*` only at Gateways: otherwise Istio's webhook rejects it. Only
 * a delegate, which another VirtualService hands requests on to, has no hosts, and then only HTTP routes.
 *
 * Source: istio/istio, pkg/config/validation, ValidateVirtualService; pilot/pkg/model, mergeVirtualServicesIfNeeded.
 */
export const validVirtualServiceHosts: ObjectRule = (objects) => {
  const virtuals = findVirtualServices(objects);
  const delegates = new Set(virtuals.flatMap(listDelegates).map(({ name }) => name));
  return virtuals.flatMap((virtual) => {
    const { object, hosts } = virtual;
    const faults = hosts.length > 0 ? hostFaults(virtual) : faultsWithoutHosts(virtual, delegates);
    return faults.map((broken) => ({ object, ...broken }));
  });
};

function hostFaults({ hosts, gateways }: VirtualService): Broken[] {
  const doubles = hosts.flatMap((host, index) => {
    const other = hosts.slice(0, index).find((before) => overlap(host, before));
    if (other === undefined) return [];
    return [
      {
        field: `spec.hosts.${index}`,
        value: host,
        problem:
          other === host
            ? "is in the list twice: Istio's webhook rejects it"
            : `this and '${other}' overlap: Istio's webhook rejects both in one VirtualService`,
        fix: other === host ? 'keep it once' : 'keep the wider host, or make a VirtualService of each',
      },
    ];
  });
  const index = hosts.indexOf('*');
  if (index === -1 || !gateways.includes('mesh')) return doubles;
  return [
    {
      field: `spec.hosts.${index}`,
      value: '*',
      problem: "sidecars accept no routes for every host: Istio's webhook rejects it",
      fix: "name the Gateways that it is for in 'gateways', without 'mesh', or the hosts",
    },
    ...doubles,
  ];
}

function faultsWithoutHosts({ object, routes }: VirtualService, delegates: ReadonlySet<string>): Broken[] {
  const spec = getSpec(object);
  if (!delegates.has(`${getNamespace(object)}/${object.metadata.name}`))
    return [
      {
        field: 'spec.hosts',
        value: spec.hosts,
        problem: 'has no hosts, and no other VirtualService delegates to it, so it gets no requests',
        fix: 'set the hosts whose requests it handles, or add a route that delegates to it',
      },
    ];
  const more = OF_HOSTS.filter((name) => Array.isArray(spec[name]) && spec[name].length > 0);
  return [
    ...more.map((name) => ({
      field: `spec.${name}`,
      value: spec[name],
      problem: `a VirtualService without hosts, to which others delegate, has no '${name}': Istio's webhook rejects it`,
      fix: `remove '${name}', or set hosts`,
    })),
    ...routes
      .filter(({ route }) => route.delegate)
      .map(({ route, field }) => ({
        field: `${field}.delegate`,
        value: route.delegate,
        problem:
          "a VirtualService without hosts, to which others delegate, does not delegate again: Istio's webhook rejects it",
        fix: "set 'route' with a destination, or delegate from the VirtualService that has the hosts",
      })),
  ];
}
