import { nameOf, type ObjectRule } from './rule';

interface GatewaySpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly servers?: readonly {
    readonly port?: { readonly number?: number };
    readonly hosts?: readonly string[];
  }[];
}

/** A host of one port of an ingress gateway is in one Gateway: of two, Istio takes one and drops the other's routes. */
export const gatewayHostsOnce: ObjectRule = (objects) => {
  const first = new Map<string, string>();
  return objects
    .filter(({ kind, apiVersion }) => kind === 'Gateway' && apiVersion.startsWith('networking.istio.io/'))
    .flatMap((object) => {
      const { selector = {}, servers = [] } = (object.spec ?? {}) as GatewaySpec;
      return servers.flatMap(({ port, hosts = [] }) =>
        hosts.flatMap((host) => {
          // The part before a slash only narrows whose routes may use it.
          const key = JSON.stringify([selector, port?.number, host.split('/').at(-1)]);
          const other = first.get(key);
          if (other === undefined) first.set(key, nameOf(object));
          if (other === undefined) return [];
          return [
            {
              object,
              field: 'spec.servers',
              value: host,
              problem: `${other} has this host on the same port of the same ingress gateway`,
              fix: 'name the host in one of them',
            },
          ];
        }),
      );
    });
};
