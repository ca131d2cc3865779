import { gatewaysIn, textsOf } from './istio';
import { nameOf, type ObjectRule, type RenderedObject } from './rule';

/** A host of one port of an ingress gateway is in one server of one Gateway: of two, Istio takes one and drops the other's routes. */
export const gatewayHostsOnce: ObjectRule = (objects) => {
  const first = new Map<string, RenderedObject>();
  return gatewaysIn(objects).flatMap(({ object, selector, servers }) => {
    const pods = Object.entries(selector).toSorted();
    return servers.flatMap(({ port, hosts }) =>
      textsOf(hosts).flatMap((host) => {
        // The part before a slash only narrows whose routes may use it.
        const key = JSON.stringify([pods, port?.number, host.split('/').at(-1)]);
        const other = first.get(key);
        if (other === undefined) first.set(key, object);
        if (other === undefined) return [];
        return [
          {
            object,
            field: 'spec.servers',
            value: host,
            problem:
              other === object
                ? 'another of its servers has this host on the same port'
                : `${nameOf(other)} has this host on the same port of the same ingress gateway`,
            fix: 'name the host in one of them',
          },
        ];
      }),
    );
  });
};
