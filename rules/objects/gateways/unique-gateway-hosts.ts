import { findGateways } from '../../../objects/gateways';
import { type ObjectRule } from '../../rule';
import { describeObject } from '../../../objects/identity';
import { listStrings, type KubernetesObject } from '../../../objects/object';

/** A host of one port of an ingress gateway is in one server of one Gateway: of two, Istio keeps one and drops the routes of the other. */
export const uniqueGatewayHosts: ObjectRule = (objects) => {
  const first = new Map<string, KubernetesObject>();
  return findGateways(objects).flatMap(({ object, selector, servers }) => {
    const pods = Object.entries(selector).toSorted();
    return servers.flatMap(({ port, hosts }) =>
      listStrings(hosts).flatMap((host) => {
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
                : `${describeObject(other)} has this host on the same port of the same ingress gateway`,
            fix: 'name the host in one of them',
          },
        ];
      }),
    );
  });
};
